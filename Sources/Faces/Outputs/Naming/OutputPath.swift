import SagittaEngine

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a path names, as far as that decides what is written there.
enum OutputPath {
  case nameless, folder, device, standardOutput, file
  case pattern(NamePattern)

  /// Looks at a path: it is a folder if it ends in a slash, names one that is there, or has no
  /// extension.
  ///
  /// - Throws: ``OutputError`` for a pattern with a word that there is not.
  init(_ path: String) throws {
    if path.isEmpty {
      self = .nameless
    } else if path == "-" {
      self = .standardOutput
    } else if let pattern = try NamePattern(parsing: path) {
      self = .pattern(pattern)
    } else if (try? VolumeFileFormat(fileName: path))?.capabilities.writing == .folder {
      // It is one result, whatever it consists of.
      self = .file
    } else {
      self = path.hasSuffix("/") ? .folder : Self.existing(path)
    }
  }

  /// Whether the last name has a point, neither as its first nor as its last character.
  private static func hasExtension(_ path: String) -> Bool {
    let name = path.split(separator: "/").last ?? ""
    guard let point = name.lastIndex(of: ".") else { return false }
    return point > name.startIndex && name.index(after: point) < name.endIndex
  }

  private static func existing(_ path: String) -> OutputPath {
    let hasExtension = Self.hasExtension(path)
    var status = stat()
    // SAFETY: `status` outlives the call.
    guard unsafe FileNameText.withPath(path, body: { unsafe stat($0, &status) }) == 0 else {
      return hasExtension ? .file : .folder
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return .folder
    case S_IFREG: return .file
    // Devices and pipes have no extension of their own to go by.
    default: return hasExtension ? .file : .device
    }
  }
}
