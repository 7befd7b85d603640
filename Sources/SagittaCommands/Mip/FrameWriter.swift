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
    case .values, .valueFiles: preconditionFailure("these are not pictures")
    }
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
    case .picture, .pictures: preconditionFailure("these are pictures")
    }
  }

  private func writeFolder(
    _ path: String, _ fileExtension: String, _ write: (Int, String) throws -> Void
  ) throws -> [String] {
    let folder = try OutputFolder(
      path, kinds: [kind], fileExtension: fileExtension, force: force)
    let paths = (0..<count).map { n in
      let digits = String(n + 1)
      return folder.file(
        "\(kind)-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
          + fileExtension)
    }
    for (n, path) in paths.enumerated() { try write(n, path) }
    try folder.removeLeftovers(written: paths)
    return paths
  }
}

extension OutputTarget {
  /// Refuses what the frames cannot be written to.
  func check(frames: Int, bits: GreyDepth) throws {
    if case .picture(_, .jpeg) = self, bits == .sixteen {
      throw UsageError("JPEG holds 8 bits a sample; write 16 bits as .png")
    }
    guard frames > 1 else { return }
    switch self {
    case .picture(let path, _):
      throw UsageError("\(frames) frames do not go into \(path); name a folder: -o DIR/")
    case .values(let path, _):
      throw UsageError(
        "\(frames) frames of different directions do not go into \(path); name a folder: -o DIR/")
    case .pictures, .valueFiles: return
    }
  }
}
