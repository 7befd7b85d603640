import Files

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How a file is known again: one whose size and time of change are the same has not changed.
struct FileStamp: Hashable, Sendable {
  /// Bytes.
  let size: Int64
  /// When it was changed, in nanoseconds since 1970.
  let modified: Int64

  init(size: Int64, modified: Int64) {
    self.size = size
    self.modified = modified
  }

  /// Looks at a file; nil if it is not there.
  init?(path: String) {
    var status = stat()
    // SAFETY: `status` outlives the call.
    guard unsafe FileNameText.withPath(path, body: { unsafe stat($0, &status) }) == 0 else {
      return nil
    }
    size = Int64(status.st_size)
    modified = Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
  }
}
