import Files
import SagittaEngine

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Folders of results: made, listed, and taken away with all that is in them.
enum Folders {
  /// The names in a folder, without `.` and `..`; none if it cannot be read.
  static func names(in folder: String) -> [String] {
    // SAFETY: the stream is closed below, and an entry lives until the next one is asked for.
    guard let stream = unsafe FileNameText.withPath(folder, body: { unsafe opendir($0) }) else {
      return []
    }
    defer { unsafe closedir(stream) }
    let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
    precondition(nameOffset > 0, "an entry begins with numbers")
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let start = unsafe UnsafeRawPointer(entry) + nameOffset
      let name = unsafe FileNameText.text(cString: start.assumingMemoryBound(to: UInt8.self))
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// Makes a folder and those around it, unless they are there.
  ///
  /// - Throws: `FileWritingError`.
  static func make(_ folder: String) throws(FileWritingError) {
    let slashes = folder.indices.filter { folder[$0] == "/" && $0 != folder.startIndex }
    for path in slashes.map({ String(folder[..<$0]) }) + [folder] where !isFolder(path) {
      let made = unsafe FileNameText.withPath(path) { unsafe mkdir($0, 0o777) }
      let code = errno
      guard made == 0 || (code == EEXIST && isFolder(path)) else {
        throw FileWritingError(.cannotCreate, reason: reason(code, path: path), path: folder)
      }
    }
  }

  private static func reason(_ code: Int32, path: String) -> FileWritingError.Reason {
    switch code {
    case EEXIST, ENOTDIR: .notAFolder(path)
    case EACCES, EPERM: .notPermitted
    case EROFS: .readOnlyFileSystem
    case ENOSPC, EDQUOT: .diskFull
    default: .system(code)
    }
  }

  /// Takes a folder away, or a file; links are not followed.
  static func remove(_ path: String) {
    if unsafe FileNameText.withPath(path, body: { unsafe unlink($0) }) == 0 { return }
    guard isFolder(path, followingLinks: false) else { return }
    for name in names(in: path) { remove("\(path)/\(name)") }
    _ = unsafe FileNameText.withPath(path) { unsafe rmdir($0) }
  }

  /// Gives a file or folder another name.
  ///
  /// - Returns: 0, or the number of the error.
  static func rename(_ from: String, to: String) -> Int32 {
    // SAFETY: the names' bytes end with a zero and are there for the time of the call.
    let result = unsafe FileNameText.withPath(from) { from in
      unsafe FileNameText.withPath(to) { to in unsafe Glibc.rename(from, to) }
    }
    return result == 0 ? 0 : errno
  }

  static func isFolder(_ path: String, followingLinks: Bool = true) -> Bool {
    var status = stat()
    // SAFETY: `status` outlives the call.
    let result = unsafe FileNameText.withPath(path) {
      unsafe followingLinks ? stat($0, &status) : lstat($0, &status)
    }
    return result == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}

/// Sizes of files.
enum FileSize {
  /// The bytes of a regular file; nil if none is there.
  static func of(_ path: String) -> Int? {
    var status = stat()
    // SAFETY: `status` outlives the call.
    let result = unsafe FileNameText.withPath(path) { unsafe stat($0, &status) }
    return result == 0 && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
  }
}
