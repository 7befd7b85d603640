#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The system's own words for an error number.
func systemMessage(_ code: Int32) -> String {
  // SAFETY: strerror returns a C string that lives until the next call of this thread.
  unsafe String(cString: strerror(code))
}

// SAFETY of the calls below: the name's bytes end with a zero and are there for the time of the call.

func systemOpen(_ path: String, flags: Int32) -> Int32 {
  unsafe FileNameText.withPath(path) { unsafe open($0, flags, 0o666) }
}

func systemRename(_ from: String, to: String) -> Int32 {
  unsafe FileNameText.withPath(from) { from in
    unsafe FileNameText.withPath(to) { to in unsafe rename(from, to) }
  }
}

func systemRemove(_ path: String) {
  _ = unsafe FileNameText.withPath(path) { unsafe unlink($0) }
}

func systemMakeFolder(_ path: String) -> Int32 {
  unsafe FileNameText.withPath(path) { unsafe mkdir($0, 0o777) }
}

func systemRemoveFolder(_ path: String) {
  _ = unsafe FileNameText.withPath(path) { unsafe rmdir($0) }
}

func isWritable(_ path: String) -> Bool {
  unsafe FileNameText.withPath(path) { unsafe access($0, W_OK) } == 0
}

/// What lies at a path.
struct FileStatus {
  enum Kind { case regular, folder, link, other }

  let kind: Kind
  /// Permission bits.
  let mode: mode_t
  /// How long a regular file is.
  let bytes: Int

  /// Looks at a path; gives nil if nothing is there or it cannot be reached.
  init?(at path: String, followingLinks: Bool) {
    var info = stat()
    // SAFETY: `info` outlives the call.
    let result = unsafe FileNameText.withPath(path) {
      unsafe followingLinks ? stat($0, &info) : lstat($0, &info)
    }
    guard result == 0 else { return nil }
    switch info.st_mode & S_IFMT {
    case S_IFREG: kind = .regular
    case S_IFDIR: kind = .folder
    case S_IFLNK: kind = .link
    default: kind = .other
    }
    mode = info.st_mode & 0o777
    bytes = Int(info.st_size)
  }
}

/// The folder of a path with its slash, and the name in it: `a/b` → `a/`, `b`.
func split(_ path: String) -> (folder: String, name: String) {
  guard let slash = path.lastIndex(of: "/") else { return ("", path) }
  return (String(path[...slash]), String(path[path.index(after: slash)...]))
}

extension FileWritingError.Reason {
  /// The reason behind an error number of a call that had to do with `path`.
  init(_ code: Int32, path: String) {
    switch code {
    case ENOENT: self = Self.missingFolder(of: path) ?? .system(code)
    case ENOTDIR: self = .notAFolder(Self.fileAmongFolders(of: path) ?? split(path).folder)
    case EISDIR: self = .isAFolder
    case EACCES, EPERM: self = .notPermitted
    case EROFS: self = .readOnlyFileSystem
    case ENAMETOOLONG, EINVAL, ELOOP: self = .unusableName
    case ENOSPC, EDQUOT: self = .diskFull
    case EFBIG: self = .tooLarge
    default: self = .system(code)
    }
  }

  /// The outermost folder of `path` that does not exist.
  private static func missingFolder(of path: String) -> Self? {
    folders(of: path).first { FileStatus(at: $0, followingLinks: true) == nil }
      .map { .folderMissing($0) }
  }

  private static func fileAmongFolders(of path: String) -> String? {
    folders(of: path).first {
      let kind = FileStatus(at: $0, followingLinks: true)?.kind
      return kind == .regular || kind == .other
    }
  }

  /// `/a/b/c` → `/a`, `/a/b`.
  private static func folders(of path: String) -> [String] {
    path.indices.filter { path[$0] == "/" && $0 != path.startIndex }.map { String(path[..<$0]) }
  }
}
