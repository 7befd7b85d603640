import Foundation
import Sagitta

/// What a path given with `-o` asks for.
enum OutputTarget: Equatable {
  /// One picture file.
  case picture(path: String, ImageFileFormat)
  /// One value file.
  case values(path: String, VolumeFileFormat)
  /// A folder of pictures.
  case pictures(folder: String, ImageFileFormat)
  /// A folder of value files.
  case valueFiles(folder: String, VolumeFileFormat)
  /// DICOM objects: one file, or a folder of them.
  case dicom(path: String, isFolder: Bool)

  /// Reads `-o`, `--format` and the options for DICOM, which go before the format.
  init(_ path: String, format: String?, usual: String = "png", _ dicom: DICOMOptions) throws {
    guard dicom.isWanted(for: path) else {
      try dicom.refuse()
      try self.init(path, format: format, usual: usual)
      return
    }
    guard format == nil else { throw UsageError("--format is for pictures and values, not DICOM") }
    switch Self.kind(of: path) {
    case .nameless: throw UsageError("-o needs a file or a folder")
    case .folder: self = .dicom(path: path, isFolder: true)
    case .device: self = .dicom(path: path, isFolder: false)
    case .file:
      guard path.lowercased().hasSuffix(".dcm") else {
        throw UsageError("\(path): DICOM goes into a folder, or one image into a .dcm file")
      }
      self = .dicom(path: path, isFolder: false)
    }
  }

  /// Reads `-o`, `--format`, `--bits` and the options for DICOM.
  init(_ path: String, format: String?, bits: GreyDepth, _ dicom: DICOMOptions) throws {
    try self.init(path, format: format, dicom)
    switch self {
    case .picture(_, .jpeg) where bits == .sixteen, .pictures(_, .jpeg) where bits == .sixteen:
      throw UsageError("JPEG holds 8 bits a sample; write 16 bits as .png")
    default: break
    }
  }

  /// Reads `-o` and `--format`.
  ///
  /// A path that ends in a slash, names a folder that is there, or has no extension is a
  /// folder. Folders and devices (`/dev/stdout`) hold the usual format unless `--format` names
  /// another.
  init(_ path: String, format: String?, usual: String = "png") throws {
    switch Self.kind(of: path) {
    case .nameless: throw UsageError("-o needs a file or a folder")
    case .folder:
      self = try Self.one(named: path, format ?? usual) {
        .pictures(folder: path, $0)
      } values: {
        .valueFiles(folder: path, $0)
      }
    case .device:
      self = try Self.one(named: path, format ?? usual) {
        .picture(path: path, $0)
      } values: {
        .values(path: path, $0)
      }
    case .file:
      guard format == nil else {
        throw UsageError("--format is for folders; the extension of \(path) says the format")
      }
      if let format = try? ImageFileFormat(fileName: path) {
        self = .picture(path: path, format)
      } else if let format = try? VolumeFileFormat(fileName: path) {
        self = .values(path: path, format)
      } else {
        throw UsageError(
          "\(path): unknown extension; pictures are \(Self.list(ImageFileFormat.extensions)), "
            + "values \(Self.list(VolumeFileFormat.extensions)), and a folder ends in /")
      }
    }
  }

  /// The target of a format that a word names.
  private static func one(
    named path: String, _ format: String, pictures: (ImageFileFormat) -> OutputTarget,
    values: (VolumeFileFormat) -> OutputTarget
  ) throws -> OutputTarget {
    let name = "." + format
    if let format = try? ImageFileFormat(fileName: name) { return pictures(format) }
    if let format = try? VolumeFileFormat(fileName: name) { return values(format) }
    let known = ImageFileFormat.extensions + VolumeFileFormat.extensions
    throw UsageError(
      "--format \(format) is unknown; known are \(list(known.map { String($0.dropFirst()) }))")
  }

  private enum Kind {
    case nameless, folder, device, file
  }

  private static func kind(of path: String) -> Kind {
    if path.isEmpty { return .nameless }
    if path.hasSuffix("/") { return .folder }
    var status = stat()
    guard unsafe FileNameText.withPath(path, { unsafe stat($0, &status) }) == 0 else {
      return (path as NSString).pathExtension.isEmpty ? .folder : .file
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return .folder
    case S_IFREG: return .file
    // Devices and pipes have no extension of their own to go by.
    default: return (path as NSString).pathExtension.isEmpty ? .device : .file
    }
  }

  private static func list(_ words: [String]) -> String { words.joined(separator: " ") }

  /// Whether it is a folder.
  var isFolder: Bool {
    switch self {
    case .picture, .values: false
    case .pictures, .valueFiles: true
    case .dicom(_, let isFolder): isFolder
    }
  }

  /// Whether grey pictures are written, or images that say how they are shown: both need a window.
  var isShown: Bool {
    switch self {
    case .picture, .pictures, .dicom: true
    case .values, .valueFiles: false
    }
  }

  /// The same target for one of several volumes: a numbered folder inside.
  func numbered(_ number: Int) -> OutputTarget {
    switch self {
    case .pictures(let folder, let format):
      .pictures(folder: OutputFolder.join(folder, "\(number)"), format)
    case .valueFiles(let folder, let format):
      .valueFiles(folder: OutputFolder.join(folder, "\(number)"), format)
    case .dicom(let path, isFolder: true):
      .dicom(path: OutputFolder.join(path, "\(number)"), isFolder: true)
    case .picture, .values, .dicom: self
    }
  }
}
