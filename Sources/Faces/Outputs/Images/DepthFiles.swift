import SagittaEngine

/// Where the extremes of projections lie, as value files of their own, written frame by frame.
struct DepthFiles {
  private let format: VolumeFileFormat
  private let attributes: VolumeAttributes
  private let writer: VolumeFileWriter
  private let context: WorkContext
  private let stopwatch: Stopwatch
  /// The folder of several files; nil for one that is named.
  private let folder: OutputFolder?
  private let files: [OutputFolder.File]
  private var outputs: [PlaneOutput] = []

  /// Prepares the files: what cannot be written is refused before the work, not after it.
  init(_ target: OutputTarget, of frames: ProjectionFrames, writer: FrameWriter) throws {
    switch target {
    case .values(let path, let format):
      self.format = format
      folder = nil
      files = [OutputFolder.File(path: path, stagedPath: path)]
    case .valueFiles(let names, let format):
      self.format = format
      let prepared = try OutputFolder.prepared(
        names, for: (0..<frames.count).map { ("depth", $0) }, fileExtension: format.extensions[0],
        force: writer.options.force)
      folder = prepared.folder
      files = prepared.files
    case .picture, .pictures, .dicom: preconditionFailure("depths are values")
    }
    attributes = frames.depthAttributes
    self.writer = frames.request.marks.valueWriter
    context = writer.options.context
    stopwatch = writer.options.stopwatch
  }

  /// Writes a frame's depths, if it has any and is not made once more.
  mutating func add(_ frame: ProjectionFrames.Frame) throws {
    guard let depths = frame.depths, frame.index == outputs.count else { return }
    let file = files[frame.index]
    try stopwatch.time(.write) {
      try writer.write(
        planes: [depths], attributes: attributes, to: file.stagedPath, as: format,
        context: context)
    }
    outputs.append(
      PlaneOutput(path: file.path, plane: depths.geometry, window: nil, findings: []))
  }

  /// Gives the files their places.
  func finish() throws -> [PlaneOutput] {
    try folder?.finish()
    return outputs
  }
}
