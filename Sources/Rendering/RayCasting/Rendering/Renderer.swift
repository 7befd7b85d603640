import CRayKernels
import Sampling
public import VolumeModel
public import WorkScheduling

/// Makes pictures of a whole volume: projections and ray casts.
///
/// It looks at every voxel once, for its first picture, and remembers the range of values of small
/// blocks; frames then step over what cannot matter, which changes not one bit of them. Create
/// one for a volume and keep it for all frames: many threads may use it at once.
///
/// Results depend neither on the number of workers nor on the CPU.
public final class Renderer: Sendable {
  /// The volume.
  public let volume: Volume

  let source: RayVolume
  /// For tests: whether rays step over blocks.
  let isSkipping: Bool
  /// The innermost loops; which of them changes no result.
  let kernels: SRKernels
  let bricks = BrickPool()
  /// The blocks of the volume, under the only key.
  private let keptBlocks = SharedResults<Bool, ValueBlocks>()
  /// The tables of the last styles, which usually serve the next picture too.
  private let keptTables = SharedResults<TablesKey, StyleTables>(mostValues: 8)

  private struct TablesKey: Hashable, Sendable {
    let style: RenderStyle
    let step: Double
  }

  /// Creates a renderer; what it needs of the volume is made when it is first used.
  public convenience init(_ volume: Volume) {
    self.init(volume, isSkipping: true, level: .current)
  }

  init(_ volume: Volume, isSkipping: Bool, level: CPULevel) {
    self.volume = volume
    self.isSkipping = isSkipping
    kernels = RayKernels.loops(for: level)
    source = RayVolume(volume)
  }

  /// Looks at every voxel, unless that was done: the first picture then comes as fast as the others.
  ///
  /// - Parameter context: What the call may use.
  /// - Throws: `WorkCancelled`.
  public func prepare(context: WorkContext = WorkContext()) throws {
    _ = try blocks(context)
  }

  /// The blocks of the volume.
  ///
  /// - Throws: `WorkCancelled`.
  func blocks(_ context: WorkContext) throws -> ValueBlocks {
    try keptBlocks.value(for: true, bytes: \.byteCount, context: context) {
      try ValueBlocks(source, context: context, kernels: kernels)
    }
  }

  /// The tables of a style.
  ///
  /// - Throws: ``TransferFunctionError``, ``RayCastingError``; `WorkCancelled`.
  func tables(
    of style: RenderStyle, step: Double, blocks: ValueBlocks, context: WorkContext
  ) throws -> StyleTables {
    let key = TablesKey(style: style, step: step)
    return try keptTables.value(for: key, bytes: \.byteCount, context: context) {
      try style.check()
      var resolved = style
      resolved.transferFunction = try style.transferFunction.resolved(
        for: volume, context: context)
      return StyleTables(
        resolved, step: step, blocks: blocks, range: volume.valueRange, kernels: kernels)
    }
  }
}
