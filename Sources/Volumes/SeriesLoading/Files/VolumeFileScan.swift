import Files
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
  init(_ inputs: some Sequence<String>, reader: VolumeFileReader) throws {
    try self.init(sources: inputs.sorted().map(ByteSource.file), reader: reader)
  }

  /// Opens what is called like a volume file and is no DICOM file, in the order given.
  init(sources: [ByteSource], reader: VolumeFileReader) throws {
    for source in sources {
      let named = source.path.flatMap(VolumeFileFormat.ofFolder)
      guard let format = try? named ?? VolumeFileFormat(fileName: source.name),
        !Self.isDICOM(source)
      else { continue }
      paths.insert(source.name)
      do {
        try add(reader.open(source, as: format))
      } catch let error as VolumeFileError {
        skipped.append(SkippedFile(path: source.name, error: error))
      }
    }
  }

  /// The header and the voxels of a pair may both be named.
  private mutating func add(_ file: VolumeFile) {
    paths.formUnion(file.paths)
    if !files.contains(where: { $0.path == file.path }) { files.append(file) }
  }

  /// Some archives call slices `.img`.
  private static func isDICOM(_ source: ByteSource) -> Bool {
    guard let file = try? source.open(), file.count >= 132,
      let mark = try? file.bytes(at: 128, count: 4)
    else { return false }
    return mark == Array("DICM".utf8)
  }
}

extension SkippedFile {
  /// A volume file that cannot be used.
  init(path: String, error: VolumeFileError) {
    let code: Code =
      switch error.reason {
      case .missing, .dataFileMissing: .missingFile
      case .unreadable: .unreadable
      case .dataFileOutside: .outsideFolder
      case .noSideCar, .noSpacing: .noGeometry
      case .unsupported: .unsupportedPixels
      case .truncated: .truncatedPixelData
      case .overLimit: .overLimit
      default: .damaged
      }
    let place = error.offset.map { " at byte \($0)" } ?? ""
    self.init(
      path: path, code: code,
      message: error.path == path ? "\(error.reason)\(place)" : error.description,
      remedies: error.remedies)
  }
}
