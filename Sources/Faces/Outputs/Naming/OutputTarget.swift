import Foundation
package import Sagitta

/// What the path of an output asks for.
package enum OutputTarget: Equatable, Sendable {
  /// One picture file.
  case picture(path: String, ImageFileFormat)
  /// One value file.
  case values(path: String, VolumeFileFormat)
  /// A folder of pictures, or pictures named by a pattern.
  case pictures(folder: OutputNames, ImageFileFormat)
  /// A folder of value files, or files named by a pattern.
  case valueFiles(folder: OutputNames, VolumeFileFormat)
  /// DICOM objects: one file, or a folder of them.
  case dicom(path: String, isFolder: Bool)

  /// The place of DICOM objects.
  ///
  /// - Throws: ``OutputError`` for a format of other files, and for names by a pattern.
  package init(dicomAt path: String, format: String?) throws {
    guard format == nil else {
      throw OutputError { name in "\(name("format")) is for pictures and values, not DICOM" }
    }
    switch try Self.kind(of: path) {
    case .nameless: throw Self.nameless
    case .folder: self = .dicom(path: path, isFolder: true)
    case .device: self = .dicom(path: path, isFolder: false)
    case .standardOutput: self = .dicom(path: Self.standardOutput, isFolder: false)
    case .pattern:
      throw OutputError { _ in "names by a pattern are for pictures and values, not DICOM" }
    case .file:
      guard path.lowercased().hasSuffix(".dcm") else {
        throw OutputError { _ in
          "\(path): DICOM goes into a folder, or one image into a .dcm file"
        }
      }
      self = .dicom(path: path, isFolder: false)
    }
  }

  private static var nameless: OutputError {
    OutputError { name in "\(name("output")) needs a file or a folder" }
  }

  /// Refuses 16 bits a sample where the format of pictures has no room for them.
  package func check(_ bits: GreyDepth) throws {
    switch self {
    case .picture(_, let format) where bits == .sixteen,
      .pictures(_, let format) where bits == .sixteen:
      try Self.checkSixteenBits(format)
    default: break
    }
  }

  /// Refuses 16 bits a sample where the format has no room for them.
  static func checkSixteenBits(_ format: ImageFileFormat) throws {
    guard !format.holds16Bits else { return }
    let name = format == .mp4 ? "MP4" : format.rawValue.uppercased()
    throw OutputError { _ in "\(name) holds 8 bits a sample; write 16 bits as .png" }
  }

  /// Reads what a path and the word of a format ask for.
  ///
  /// A path that ends in a slash, names a folder that is there, or has no extension is a
  /// folder. Folders, devices and standard output (`-`) hold the usual format unless `format`
  /// names another.
  package init(_ path: String, format: String?, default standard: String = "png") throws {
    switch try Self.kind(of: path) {
    case .nameless: throw Self.nameless
    case .folder:
      self = try Self.one(format ?? standard) {
        .pictures(folder: .folder(path), $0)
      } values: {
        .valueFiles(folder: .folder(path), $0)
      }
      try checkFolder()
    case .device, .standardOutput:
      let path = path == "-" ? Self.standardOutput : path
      self = try Self.one(format ?? standard) {
        .picture(path: path, $0)
      } values: {
        .values(path: path, $0)
      }
    case .pattern(let pattern):
      self = try Self.named(pattern, format: format)
    case .file:
      if format == "apng", path.lowercased().hasSuffix(".png") {
        self = .picture(path: path, .apng)
        return
      }
      guard format == nil else {
        throw Self.formatOfFile(path)
      }
      if let format = try? ImageFileFormat(fileName: path) {
        self = .picture(path: path, format)
      } else if let format = try? VolumeFileFormat(fileName: path) {
        self = .values(path: path, format)
      } else {
        throw Self.unknownExtension(path)
      }
    }
  }

  /// Standard output, as a path that is written to directly.
  package static let standardOutput = "/dev/stdout"

  private static func unknownExtension(_ path: String) -> OutputError {
    OutputError { _ in
      "\(path): unknown extension; pictures are \(list(ImageFileFormat.extensions)), "
        + "values \(list(VolumeFileFormat.extensions)), and a folder ends in /"
    }
  }

  private static func formatOfFile(_ path: String) -> OutputError {
    OutputError { name in
      "\(name("format")) is for folders; the extension of \(path) says the format"
    }
  }

  /// Files that a pattern names; its extension says the format.
  private static func named(_ pattern: NamePattern, format: String?) throws -> OutputTarget {
    guard format == nil else {
      throw formatOfFile(pattern.path)
    }
    let path = pattern.path.lowercased()
    let endings = ImageFileFormat.extensions + VolumeFileFormat.extensions
    // The longest: .nii.gz is no .gz.
    guard let ending = endings.filter(path.hasSuffix).max(by: { $0.count < $1.count }),
      let stem = try NamePattern(parsing: String(pattern.path.dropLast(ending.count)))
    else { throw unknownExtension(pattern.path) }
    return try one(String(ending.dropFirst())) {
      .pictures(folder: .pattern(stem), $0)
    } values: {
      .valueFiles(folder: .pattern(stem), $0)
    }
  }

  /// A sequence is a file of its own, which a folder of pictures has no name for.
  private func checkFolder() throws {
    guard case .pictures(.folder(let path), let format) = self, format.isSequence else { return }
    throw OutputError { name in
      "\(path): a sequence is one file; name it, as \(name("output")) NAME\(format.extensions[0])"
    }
  }

  /// The target of a format that a word names.
  private static func one(
    _ format: String, pictures: (ImageFileFormat) -> OutputTarget,
    values: (VolumeFileFormat) -> OutputTarget
  ) throws -> OutputTarget {
    let name = "." + format
    if let format = try? ImageFileFormat(fileName: name) { return pictures(format) }
    if let format = try? VolumeFileFormat(fileName: name) { return values(format) }
    let known = ImageFileFormat.extensions + VolumeFileFormat.extensions
    throw OutputError { name in
      "\(name("format")) \(format) is unknown; known are "
        + list(known.map { String($0.dropFirst()) })
    }
  }

  private enum Kind {
    case nameless, folder, device, standardOutput, file
    case pattern(NamePattern)
  }

  private static func kind(of path: String) throws -> Kind {
    if path.isEmpty { return .nameless }
    if path == "-" { return .standardOutput }
    if let pattern = try NamePattern(parsing: path) { return .pattern(pattern) }
    if path.hasSuffix("/") { return .folder }
    var status = stat()
    guard unsafe FileNameText.withPath(path, body: { unsafe stat($0, &status) }) == 0 else {
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

  /// Whether it is a folder, or files named by a pattern: whether it holds several.
  package var isFolder: Bool {
    switch self {
    case .picture, .values: false
    case .pictures, .valueFiles: true
    case .dicom(_, let isFolder): isFolder
    }
  }

  /// Whether grey pictures are written, or images that say how they are shown: both need a window.
  package var isShown: Bool {
    switch self {
    case .picture, .pictures, .dicom: true
    case .values, .valueFiles: false
    }
  }

  /// The same target for one of several volumes: a numbered folder inside.
  func numbered(_ number: Int) -> OutputTarget {
    switch self {
    case .pictures(let folder, let format): .pictures(folder: folder.numbered(number), format)
    case .valueFiles(let folder, let format): .valueFiles(folder: folder.numbered(number), format)
    case .dicom(let path, isFolder: true):
      .dicom(path: OutputFolder.join(path, name: "\(number)"), isFolder: true)
    case .picture, .values, .dicom: self
    }
  }
}
