import VolumeFiles

/// Opens the volume files among the inputs.
///
/// Only files that are named themselves count: results that were written into a folder of slices
/// must not become its next input.
struct VolumeFileScan {
  private(set) var files: [VolumeFile] = []
  private(set) var skipped: [SkippedFile] = []
  /// Every path that is part of a volume file, or was taken for one.
  private(set) var paths: Set<String> = []

  /// Opens what is called like a volume file and is no DICOM file.
  init(_ inputs: some Sequence<String>, _ reader: VolumeFileReader) throws {
    for path in inputs.sorted() {
      guard let format = try? VolumeFileFormat(fileName: path), !Self.isDICOM(path) else {
        continue
      }
      paths.insert(path)
      do {
        try add(reader.open(path, as: format))
      } catch let error as VolumeFileError {
        skipped.append(SkippedFile(path: path, error))
      }
    }
  }

  /// The header and the voxels of a pair may both be named.
  private mutating func add(_ file: VolumeFile) {
    paths.formUnion(file.paths)
    if !files.contains(where: { $0.path == file.path }) { files.append(file) }
  }

  /// Some archives call slices `.img`.
  private static func isDICOM(_ path: String) -> Bool {
    guard let file = try? InputFile(path: path), file.size >= 132,
      let mark = try? file.bytes(at: 128, count: 4)
    else { return false }
    return mark == Array("DICM".utf8)
  }
}

extension SkippedFile {
  /// A volume file that cannot be opened.
  fileprivate init(path: String, _ error: VolumeFileError) {
    let code: Code =
      switch error.reason {
      case .missing, .dataFileMissing: .missingFile
      case .unreadable: .unreadable
      case .noSideCar, .noSpacing: .noGeometry
      case .unsupported: .unsupportedPixels
      case .truncated: .truncatedPixelData
      default: .damaged
      }
    let place = error.offset.map { " at byte \($0)" } ?? ""
    self.init(
      path: path, code: code,
      message: error.path == path ? "\(error.reason)\(place)" : error.description)
  }
}
