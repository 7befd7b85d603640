#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Folders of results: made, listed, and taken away with all that is in them.
package enum Folders {
  /// The names in a folder, without `.` and `..`; none if it cannot be read.
  package static func names(in folder: String) -> [String] { entries(of: folder) ?? [] }

  /// The names in a folder, without `.` and `..`; nil, with the error's number, if it cannot be read.
  static func entries(of folder: String) -> [String]? {
    // SAFETY: the stream is closed below, and an entry lives until the next one is asked for.
    guard let stream = unsafe FileNameText.withPath(folder, body: { unsafe opendir($0) }) else {
      return nil
    }
    defer { unsafe closedir(stream) }
    let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
    precondition(nameOffset > 0, "an entry begins with numbers")
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      // Not by the field, which is longer than the entry: the bytes behind it are somebody else's.
      let start = unsafe UnsafeRawPointer(entry) + nameOffset
      let name = unsafe FileNameText.text(cString: start.assumingMemoryBound(to: UInt8.self))
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// Makes a folder and those around it, unless they are there.
  ///
  /// - Throws: `FileWritingError`.
  package static func make(_ folder: String) throws(FileWritingError) {
    let slashes = folder.indices.filter { folder[$0] == "/" && $0 != folder.startIndex }
    for path in slashes.map({ String(folder[..<$0]) }) + [folder] where !isFolder(path) {
      let made = systemMakeFolder(path)
      let code = errno
      guard made == 0 || (code == EEXIST && isFolder(path)) else {
        let reason: FileWritingError.Reason =
          code == EEXIST ? .notAFolder(path) : .init(code, path: path)
        throw FileWritingError(.cannotCreate, reason: reason, path: folder)
      }
    }
  }

  /// Takes a folder away, or a file; links are not followed.
  package static func remove(_ path: String) {
    if unsafe FileNameText.withPath(path, body: { unsafe unlink($0) }) == 0 { return }
    guard isFolder(path, followingLinks: false) else { return }
    for name in names(in: path) { remove("\(path)/\(name)") }
    removeIfEmpty(path)
  }

  /// Takes a folder away in which nothing is.
  package static func removeIfEmpty(_ path: String) { systemRemoveFolder(path) }

  /// Gives a file or folder another name.
  ///
  /// - Returns: 0, or the number of the error.
  package static func rename(_ from: String, to: String) -> Int32 {
    systemRename(from, to: to) == 0 ? 0 : errno
  }

  /// Whether a folder is there.
  package static func isFolder(_ path: String, followingLinks: Bool = true) -> Bool {
    FileStatus(at: path, followingLinks: followingLinks)?.kind == .folder
  }
}

/// Sizes of files.
package enum FileSize {
  /// The bytes of a regular file; nil if none is there.
  package static func of(_ path: String) -> Int? {
    FileStatus(at: path, followingLinks: true).flatMap { $0.kind == .regular ? $0.bytes : nil }
  }
}
