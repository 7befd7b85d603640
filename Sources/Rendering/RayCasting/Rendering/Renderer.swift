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

  /// For tests: whether rays step over blocks.
  let isSkipping: Bool
  /// The innermost loops; which of them changes no result.
  let kernels: SRKernels
  private let level: CPULevel
  let bricks = BrickPool()
  /// The volume as rays see it.
  private let keptSources = SharedResults<RayInterpolation, RayVolume>()
  /// The blocks of the volume.
  private let keptBlocks = SharedResults<RayInterpolation, ValueBlocks>()
  /// The tables of the last styles, which usually serve the next picture too.
  private let keptTables = SharedResults<TablesKey, StyleTables>(mostValues: 8)

  /// The light in the volume of the last looks.
  private let keptOcclusions = SharedResults<OcclusionKey, OcclusionField>(mostValues: 2)

  private struct TablesKey: Hashable, Sendable {
    let style: RenderStyle
    let step: Double
  }

  private struct OcclusionKey: Hashable, Sendable {
    let style: RenderStyle
    let step: Double
    let labels: LabelBodies?
    let planes: [Double]
  }

  /// Creates a renderer; what it needs of the volume is made when it is first used.
  public convenience init(_ volume: Volume) {
    self.init(volume, isSkipping: true, level: .current)
  }

  init(_ volume: Volume, isSkipping: Bool, level: CPULevel) {
    self.volume = volume
    self.isSkipping = isSkipping
    self.level = level
    kernels = RayKernels.loops(for: level)
  }

  /// Looks at every voxel, unless that was done: the first picture then comes as fast as the others.
  ///
  /// - Parameter context: What the call may use.
  /// - Throws: `WorkCancelled`.
  public func prepare(context: WorkContext = WorkContext()) throws {
    _ = try blocks(context)
  }

  /// The volume as rays see it.
  ///
  /// - Throws: `OutOfMemory` for coefficients; `WorkCancelled`.
  func source(
    _ context: WorkContext, interpolation: RayInterpolation = .linear
  ) throws -> RayVolume {
    try keptSources.value(for: interpolation, bytes: \.byteCount, context: context) {
      try RayVolume(volume, interpolation: interpolation, level: level, context: context)
    }
  }

  /// The blocks of the volume.
  ///
  /// - Throws: `OutOfMemory` for coefficients; `WorkCancelled`.
  func blocks(
    _ context: WorkContext, interpolation: RayInterpolation = .linear
  ) throws -> ValueBlocks {
    try keptBlocks.value(for: interpolation, bytes: \.byteCount, context: context) {
      try ValueBlocks(
        try source(context, interpolation: interpolation), interpolation: interpolation,
        context: context, kernels: kernels)
    }
  }

  /// How light comes to places; nil where it comes everywhere.
  ///
  /// - Throws: `WorkCancelled`.
  func occlusion(
    of obstacles: OcclusionField.Obstacles, style: RenderStyle, context: WorkContext
  ) throws -> OcclusionField? {
    guard style.occlusion > 0 else { return nil }
    var look = style
    look.background = .zero
    look.light = .head
    look.isShaded = true
    let key = OcclusionKey(
      style: look, step: obstacles.tables.step, labels: obstacles.labels,
      planes: obstacles.planes)
    return try keptOcclusions.value(for: key, bytes: \.byteCount, context: context) {
      try OcclusionField(
        obstacles, strength: min(1, style.occlusion), kernels: kernels, context: context)
    }
  }

  /// The tables of a style.
  ///
  /// - Throws: ``TransferFunctionError``, ``RayCastingError``; `WorkCancelled`.
  func tables(
    of style: RenderStyle, step: Double, blocks: ValueBlocks, context: WorkContext
  ) throws -> StyleTables {
    var style = style
    style.occlusion = 0
    let key = TablesKey(style: style, step: step)
    return try keptTables.value(for: key, bytes: \.byteCount, context: context) {
      try style.check()
      guard style.showsVolume else {
        return try StyleTables(
          style.hidingVolume, step: step, blocks: blocks, volume: volume, kernels: kernels,
          context: context)
      }
      var resolved = style
      resolved.transferFunction = try style.transferFunction.resolved(
        for: volume, context: context)
      return try StyleTables(
        resolved, step: step, blocks: blocks, volume: volume, kernels: kernels, context: context)
    }
  }
}
