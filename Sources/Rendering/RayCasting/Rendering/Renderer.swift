import CRayKernels
import Sampling
import Synchronization
public import VolumeModel
public import WorkScheduling

/// Makes pictures of a whole volume: projections and ray casts.
///
/// It looks at every voxel once, when it is created, and remembers the range of values of small
/// blocks; frames then step over what cannot matter, which changes not one bit of them. Create
/// one for a volume and keep it for all frames.
///
/// Results depend neither on the number of workers nor on the CPU.
public final class Renderer: Sendable {
  /// The volume.
  public let volume: Volume

  /// Spreads tiles of pictures over the cores; carries the cancellation.
  public let context: WorkContext

  let source: RayVolume
  let blocks: ValueBlocks
  /// For tests: whether rays step over blocks.
  let isSkipping: Bool
  /// The innermost loops; which of them changes no result.
  let kernels: SRKernels
  let bricks = BrickPool()
  /// The tables of the last picture, which usually serve the next one too.
  private let lastTables = Mutex<StyleTables?>(nil)

  /// Prepares a volume.
  ///
  /// - Throws: `WorkCancelled`.
  public convenience init(_ volume: Volume, context: WorkContext = WorkContext()) throws {
    try self.init(volume, context: context, isSkipping: true, level: .current)
  }

  init(
    _ volume: Volume, context: WorkContext, isSkipping: Bool, level: CPULevel
  ) throws {
    (self.volume, self.context, self.isSkipping) = (volume, context, isSkipping)
    kernels = RayKernels.loops(for: level)
    source = RayVolume(volume)
    blocks = try ValueBlocks(source, context: context, kernels)
  }

  /// The tables of a style: those of the last picture if it had the same style and step.
  ///
  /// - Throws: ``TransferFunctionError``, ``RayCastingError``; `WorkCancelled`.
  func tables(_ style: RenderStyle, step: Double) throws -> StyleTables {
    if let last = lastTables.withLock({ $0 }), last.wanted == style, last.step == step {
      return last
    }
    try style.check()
    var resolved = style
    resolved.transferFunction = try style.transferFunction.resolved(
      for: volume, context: context)
    let tables = StyleTables(
      resolved, wanted: style, step: step, blocks: blocks, range: volume.valueRange, kernels)
    lastTables.withLock { $0 = tables }
    return tables
  }
}
