package import SagittaEngine

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

  /// Standard output, as a path that is written to directly.
  package static let standardOutput = "/dev/stdout"

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
}
