import Sagitta

/// Writes the frames of one camera or of a spin where they are wanted, one after the other.
struct FrameWriter {
  /// The word before the number in file names: `mip` or `render`.
  let kind: String
  let count: Int
  let force: Bool
  let quality: Int
  let stopwatch: Stopwatch

  /// Writes frames as pictures; returns their paths.
  func writePictures(
    to target: OutputTarget, _ frame: (Int) throws -> Raster
  ) throws -> [String] {
    switch target {
    case .picture(let path, let format) where count > 1:
      try writeSequence(path, format, frame)
      return [path]
    case .picture(let path, let format):
      let raster = try frame(0)
      try stopwatch.time(.write) {
        try raster.write(to: path, as: ImageEncoding(format, quality: quality))
      }
      return [path]
    case .pictures(let folder, let format):
      return try writeFolder(folder, format.extensions[0]) { n, path in
        let raster = try frame(n)
        try stopwatch.time(.write) {
          try raster.write(to: path, as: ImageEncoding(format, quality: quality))
        }
      }
    case .values, .valueFiles, .dicom: preconditionFailure("these are not picture files")
    }
  }

  /// All frames in one animated file.
  private func writeSequence(
    _ path: String, _ format: ImageFileFormat, _ frame: (Int) throws -> Raster
  ) throws {
    let first = try frame(0)
    var sequence = try PictureSequence(format, like: first, total: count)
    try stopwatch.time(.write) { try sequence.add(first) }
    for n in 1..<count {
      let raster = try frame(n)
      try stopwatch.time(.write) { try sequence.add(raster) }
    }
    let bytes = try sequence.finish()
    try stopwatch.time(.write) { try writeFile(bytes, to: path) }
  }

  /// Writes frames as values; returns their paths.
  func writeValues(
    to target: OutputTarget, _ attributes: VolumeAttributes, _ scheduler: WorkScheduler,
    _ frame: (Int) throws -> PlaneImage
  ) throws -> [String] {
    let writer = VolumeFileWriter(scheduler: scheduler)
    func write(_ image: PlaneImage, _ path: String, _ format: VolumeFileFormat) throws {
      try stopwatch.time(.write) {
        try writer.write(planes: [image], attributes: attributes, to: path, as: format)
      }
    }
    switch target {
    case .values(let path, let format):
      try write(try frame(0), path, format)
      return [path]
    case .valueFiles(let folder, let format):
      return try writeFolder(folder, format.extensions[0]) { n, path in
        try write(try frame(n), path, format)
      }
    case .picture, .pictures, .dicom: preconditionFailure("these are not value files")
    }
  }

  private func writeFolder(
    _ path: String, _ fileExtension: String, _ write: (Int, String) throws -> Void
  ) throws -> [String] {
    let folder = try OutputFolder(
      path, kinds: [kind], fileExtension: fileExtension, force: force)
    let files = (0..<count).map { folder.file(PlaneItem.name(kind, $0) + fileExtension) }
    for (n, file) in files.enumerated() { try write(n, file.stagedPath) }
    try folder.finish()
    return files.map(\.path)
  }
}

extension OutputTarget {
  /// Refuses what the frames cannot be written to.
  func check(frames: Int, bits: GreyDepth) throws {
    if case .picture(_, .jpeg) = self, bits == .sixteen {
      throw UsageError("JPEG holds 8 bits a sample; write 16 bits as .png")
    }
    if case .picture(_, .gif) = self, bits == .sixteen {
      throw UsageError("GIF holds 8 bits a sample; write 16 bits as .png")
    }
    guard frames > 1 else { return }
    switch self {
    case .picture(let path, .jpeg):
      throw UsageError(
        "\(frames) frames do not go into \(path): JPEG holds one picture; "
          + "write .png, .gif or a folder: -o DIR/")
    case .picture: return
    case .values(let path, _):
      throw UsageError(
        "\(frames) frames of different directions do not go into \(path); name a folder: -o DIR/")
    case .pictures, .valueFiles, .dicom: return
    }
  }
}
