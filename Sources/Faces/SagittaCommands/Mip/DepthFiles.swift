import Sagitta

/// Where the extremes of projections lie, as value files of their own.
struct DepthFiles {
  private let target: OutputTarget
  private let writer: FrameWriter
  private let attributes: VolumeAttributes
  private let context: WorkContext

  /// Depths of the frames made so far.
  private var images: [PlaneImage] = []

  init(
    _ target: OutputTarget, _ attributes: VolumeAttributes, count: Int, force: Bool,
    _ context: WorkContext, _ stopwatch: Stopwatch
  ) throws {
    if case .valueFiles(let folder, let format) = target {
      // Refused before the work, not after it.
      _ = try OutputFolder.prepared(
        folder, for: (0..<count).map { ("depth", $0) }, fileExtension: format.extensions[0],
        force: force)
    }
    self.target = target
    self.attributes = attributes.ofDepths
    self.context = context
    writer = FrameWriter(
      kind: "depth", count: count, force: force, quality: 0, stopwatch: stopwatch)
  }

  /// Keeps a frame's depths.
  mutating func add(_ projection: Projection) {
    guard let depths = projection.depths else { return }
    images.append(PlaneImage(geometry: projection.image.geometry, values: depths))
  }

  /// Writes all of them.
  func write() throws -> [PlaneOutput] {
    let paths = try writer.writeValues(to: target, attributes, context) { images[$0] }
    return zip(paths, images).map { PlaneOutput(path: $0, $1.geometry, nil, []) }
  }
}

extension VolumeAttributes {
  /// Of distances in the same place.
  fileprivate var ofDepths: VolumeAttributes {
    var depths = self
    (depths.unit, depths.windows, depths.isInverted) = ("mm", [], false)
    return depths
  }
}
