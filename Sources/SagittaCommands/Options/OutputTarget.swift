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

  /// Reads `-o`, `--format` and `--bits`.
  init(_ path: String, format: String?, bits: GreyDepth) throws {
    try self.init(path, format: format)
    switch self {
    case .picture(_, .jpeg) where bits == .sixteen, .pictures(_, .jpeg) where bits == .sixteen:
      throw UsageError("JPEG holds 8 bits a sample; write 16 bits as .png")
    default: break
    }
  }

  /// Reads `-o` and `--format`.
  ///
  /// A path that ends in a slash, names a folder that is there, or has no extension is a
  /// folder.
  init(_ path: String, format: String?) throws {
    guard !path.isEmpty else { throw UsageError("-o needs a file or a folder") }
    if Self.isFolder(path) {
      self = try Self.folder(path, format: format ?? "png")
      return
    }
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

  private static func folder(_ path: String, format: String) throws -> OutputTarget {
    let name = "." + format
    if let format = try? ImageFileFormat(fileName: name) {
      return .pictures(folder: path, format)
    }
    if let format = try? VolumeFileFormat(fileName: name) {
      return .valueFiles(folder: path, format)
    }
    let known = ImageFileFormat.extensions + VolumeFileFormat.extensions
    throw UsageError(
      "--format \(format) is unknown; known are \(list(known.map { String($0.dropFirst()) }))")
  }

  private static func isFolder(_ path: String) -> Bool {
    if path.hasSuffix("/") { return true }
    var isDirectory: ObjCBool = false
    let exists = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
    if exists { return isDirectory.boolValue }
    return (path as NSString).pathExtension.isEmpty
  }

  private static func list(_ words: [String]) -> String { words.joined(separator: " ") }

  /// Whether it is a folder.
  var isFolder: Bool {
    switch self {
    case .picture, .values: false
    case .pictures, .valueFiles: true
    }
  }

  /// Whether grey pictures are written, which need a window.
  var isPicture: Bool {
    switch self {
    case .picture, .pictures: true
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
    case .picture, .values: self
    }
  }
}
