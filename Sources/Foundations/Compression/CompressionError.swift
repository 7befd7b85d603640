/// Compressed bytes could not be read, why, and where.
public struct CompressionError: Error, Hashable, CustomStringConvertible {
  /// What was wrong.
  public enum Reason: Hashable, Sendable {
    /// The bytes are not of this format, or a checksum is wrong; zlib's own words.
    case corrupt(String)
    /// The stream ends before its last block or trailer.
    case truncated
    /// There is more than the limit allows.
    case tooLong(limit: Int)
    /// zlib could not get memory, or refused its arguments; its return code.
    case failed(Int32)
    /// The work was asked to stop.
    case cancelled
  }

  /// What was wrong.
  public let reason: Reason

  /// Compressed bytes consumed until then.
  public let offset: Int

  /// One line: reason and offset.
  public var description: String {
    let words =
      switch reason {
      case .corrupt(let words): "corrupt compressed bytes (\(words))"
      case .truncated: "the compressed stream ends too soon"
      case .tooLong(let limit): "more than \(limit) bytes come out"
      case .failed(let code): "zlib failed with code \(code)"
      case .cancelled: "cancelled"
      }
    return "\(words) at byte \(offset)"
  }
}

/// The frame around a deflate stream.
public enum CompressedFormat: Hashable, Sendable {
  /// Bare RFC 1951, as in DICOM's deflated syntaxes.
  case raw
  /// RFC 1950, as in MetaImage.
  case zlib
  /// RFC 1952, as in `.gz` files; several members count as one stream.
  case gzip
}

/// How hard deflation tries, 0...9.
public struct CompressionLevel: Hashable, Sendable {
  let rawValue: Int32

  /// Level 1.
  public static let fastest = CompressionLevel(rawValue: 1)

  /// Level 6, zlib's own default.
  public static let standard = CompressionLevel(rawValue: 6)

  /// Level 9.
  public static let smallest = CompressionLevel(rawValue: 9)
}
