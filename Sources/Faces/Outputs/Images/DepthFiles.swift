import Sagitta

/// Where the extremes of projections lie, as value files of their own.
struct DepthFiles {
  private let target: OutputTarget
  private let writer: FrameWriter
  private let attributes: VolumeAttributes

  /// Depths of the frames made so far.
  private var images: [PlaneImage] = []

  init(_ target: OutputTarget, of frames: ProjectionFrames, writer: FrameWriter) throws {
    if case .valueFiles(let folder, let format) = target {
      // Refused before the work, not after it.
      _ = try OutputFolder.prepared(
        folder, for: (0..<frames.count).map { ("depth", $0) }, fileExtension: format.extensions[0],
        force: writer.options.force)
    }
    self.target = target
    self.writer = writer
    attributes = frames.depthAttributes
  }

  /// Keeps a frame's depths.
  mutating func add(_ frame: ProjectionFrames.Frame) {
    if let depths = frame.depths { images.append(depths) }
  }

  /// Writes all of them.
  func write() throws -> [PlaneOutput] {
    let paths = try writer.writeValues(to: target, attributes: attributes) { images[$0] }
    return zip(paths, images).map {
      PlaneOutput(path: $0, plane: $1.geometry, window: nil, findings: [])
    }
  }
}
