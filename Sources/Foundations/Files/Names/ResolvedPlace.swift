#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Where a name really leads, once links are followed.
public enum ResolvedPlace {
  /// The absolute path of a file or folder without links and dots; nil if it is not there, or cannot
  /// be looked at.
  public static func path(of name: String) -> String? {
    let resolved = unsafe FileNameText.withPath(name) { unsafe realpath($0, nil) }
    guard let resolved = unsafe resolved else { return nil }
    defer { unsafe free(resolved) }
    // SAFETY: realpath gives a text that ends with a zero, which is freed afterwards.
    return unsafe resolved.withMemoryRebound(to: UInt8.self, capacity: strlen(resolved) + 1) {
      unsafe FileNameText.text(cString: $0)
    }
  }

  /// Whether a name leads to something below a folder; what is not there is judged by its words.
  ///
  /// - Parameters:
  ///   - name: From the root on, or relative to the folder.
  ///   - folder: The folder; empty for the working one.
  /// - Returns: False for the folder itself, and if it cannot be looked at.
  public static func isBelow(_ name: String, folder: String) -> Bool {
    guard let base = path(of: folder.isEmpty ? "." : folder) else { return false }
    let root = components(base)
    let full = name.hasPrefix("/") ? name : base + "/" + name
    let place = components(path(of: full) ?? full)
    return place.count > root.count && zip(root, place).allSatisfy { $0.elementsEqual($1) }
  }

  /// The bytes of the words of a path, with those taken away that lead back.
  private static func components(_ path: String) -> [[UInt8]] {
    FileNameText.bytes(path).split(separator: UInt8(ascii: "/")).reduce(into: []) { words, word in
      if word.elementsEqual("..".utf8) {
        _ = words.popLast()
      } else if !word.elementsEqual(".".utf8) {
        words.append(Array(word))
      }
    }
  }
}
