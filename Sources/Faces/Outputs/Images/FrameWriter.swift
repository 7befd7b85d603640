import SagittaEngine

/// Writes the frames of one camera or of a spin where they are wanted, one after the other.
struct FrameWriter {
  /// The word before the number in file names: `mip` or `render`.
  let kind: String
  let count: Int
  let options: WritingOptions

  private var stopwatch: Stopwatch { options.stopwatch }

  /// Writes frames as pictures; returns their paths.
  func writePictures(
    to target: OutputTarget, frame: (Int) throws -> Raster
  ) throws -> [String] {
    switch target {
    case .picture(let path, let format):
      let speed = options.framesPerSecond ?? FrameFile.defaultFramesPerSecond
      let file = FrameFile(options.encoding(format), framesPerSecond: speed)
      try file.write(
        to: path, count: count, stopwatch: stopwatch, context: options.context, frame: frame)
      return [path]
    case .pictures(let folder, let format):
      return try writeFolder(folder, fileExtension: format.extensions[0]) { n, path in
        let raster = try frame(n)
        try stopwatch.time(.write) {
          try raster.write(
            to: path, as: options.encoding(format), context: options.context)
        }
      }
    case .values, .valueFiles, .dicom: preconditionFailure("these are not picture files")
    }
  }

  /// Writes frames as values; returns their paths.
  func writeValues(
    to target: OutputTarget, attributes: VolumeAttributes, writer: VolumeFileWriter,
    frame: (Int) throws -> PlaneImage
  ) throws -> [String] {
    func write(_ image: PlaneImage, path: String, format: VolumeFileFormat) throws {
      try stopwatch.time(.write) {
        try writer.write(
          planes: [image], attributes: attributes, to: path, as: format, context: options.context)
      }
    }
    switch target {
    case .values(let path, let format):
      try write(try frame(0), path: path, format: format)
      return [path]
    case .valueFiles(let folder, let format):
      return try writeFolder(folder, fileExtension: format.extensions[0]) { n, path in
        try write(try frame(n), path: path, format: format)
      }
    case .picture, .pictures, .dicom: preconditionFailure("these are not value files")
    }
  }

  private func writeFolder(
    _ names: OutputNames, fileExtension: String, write: (Int, String) throws -> Void
  ) throws -> [String] {
    let (folder, files) = try OutputFolder.prepared(
      names, for: (0..<count).map { (kind, $0) }, fileExtension: fileExtension, force: options.force
    )
    for (n, file) in files.enumerated() { try write(n, file.stagedPath) }
    try folder.finish()
    return files.map(\.path)
  }
}
