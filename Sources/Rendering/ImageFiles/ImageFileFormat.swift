/// A kind of picture file.
public enum ImageFileFormat: String, CaseIterable, Hashable, Sendable, CustomStringConvertible {
  /// Portable Network Graphics: grey with 8 or 16 bits, or colour, without loss.
  case png
  /// JPEG (JFIF): grey or colour with 8 bits, with loss.
  case jpeg
  /// Graphics Interchange Format: grey, or 256 colours; one picture or a sequence.
  case gif
  /// Animated PNG: a sequence, without loss.
  case apng
  /// MPEG-4 video: a sequence, with loss, encoded by the program ffmpeg (``VideoEncoder``).
  case mp4

  /// The word for people, which is the raw value.
  public var description: String { rawValue }

  /// The file name extensions of the format, lower case, the usual one first.
  public var extensions: [String] {
    switch self {
    case .png: [".png"]
    case .jpeg: [".jpg", ".jpeg"]
    case .gif: [".gif"]
    case .apng: [".apng"]
    case .mp4: [".mp4"]
    }
  }

  /// The extensions of all formats.
  public static var extensions: [String] { allCases.flatMap(\.extensions) }

  /// Finds the format that a file name's extension names; upper and lower case are the same.
  ///
  /// - Throws: ``ImageFileError/unknownFormat(name:)``.
  public init(fileName: String) throws(ImageFileError) {
    let name = fileName.lowercased()
    let format = Self.allCases.first { $0.extensions.contains(where: name.hasSuffix) }
    guard let format else { throw .unknownFormat(name: fileName) }
    self = format
  }
}

/// How a picture is encoded.
public struct ImageEncoding: Hashable, Sendable {
  /// The kind of file.
  public var format: ImageFileFormat
  /// The quality of JPEG, 1…100; numbers outside are taken to the nearest end.
  public var quality: Int

  /// Creates an encoding; 90 is the quality at which 8-bit pictures show no blocks.
  public init(_ format: ImageFileFormat, quality: Int = 90) {
    self.format = format
    self.quality = quality
  }
}
