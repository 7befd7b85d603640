#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file cannot be read.
public enum FileReadingError: Error, Hashable, CustomStringConvertible {
  /// The system's error number.
  case system(Int32)
  /// A pipe, a socket, a device or a folder.
  case notAFile

  /// Whether nothing lies at the path.
  public var isMissing: Bool { self == .system(ENOENT) || self == .system(ENOTDIR) }

  /// The cause in the system's words.
  public var description: String {
    switch self {
    case .system(let code): systemMessage(code)
    case .notAFile: "not a regular file"
    }
  }
}
