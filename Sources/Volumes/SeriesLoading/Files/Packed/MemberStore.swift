import Files
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What was unpacked from archives, one after the other in a temporary file that has no name and
/// goes with the last reference to it.
final class MemberStore: Sendable {
  private let descriptor: Int32
  private let end = Mutex(0)

  /// Creates the file where the system keeps temporary ones: `TMPDIR`, `/var/tmp` or `/tmp`.
  init() throws(FileReadingError) {
    let stated = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) }
    var last = ENOENT
    for folder in [stated, "/var/tmp", "/tmp"].compactMap(\.self) {
      var template = Array((folder + "/sagitta-XXXXXX").utf8CString)
      let opened = unsafe template.withUnsafeMutableBufferPointer { name -> Int32 in
        guard let start = name.baseAddress else { return -1 }
        // SAFETY: the template ends with a zero, and only its six X are written over.
        let opened = unsafe mkstemp(start)
        guard opened >= 0 else { return -1 }
        unsafe unlink(start)
        _ = fcntl(opened, F_SETFD, FD_CLOEXEC)
        return opened
      }
      guard opened < 0 else {
        descriptor = opened
        return
      }
      last = errno
    }
    throw .system(last)
  }

  deinit { close(descriptor) }

  /// Adds the bytes of a file.
  ///
  /// - Parameters:
  ///   - first: The bytes at hand.
  ///   - more: Gives the next bytes, none at the end; other files wait meanwhile.
  /// - Returns: Where the file is now.
  /// - Throws: ``FileReadingError`` if there is no room; what `more` throws.
  func append(
    _ first: UnsafeRawBufferPointer, more: () throws -> UnsafeRawBufferPointer
  ) throws -> FilePart {
    try end.withLock { end in
      let start = end
      var place = start
      var piece = unsafe first
      while unsafe !piece.isEmpty {
        try unsafe write(piece, at: place)
        place += piece.count
        unsafe piece = try unsafe more()
      }
      // What a failure leaves behind the end is written over.
      end = place
      return FilePart(descriptor: descriptor, range: start..<place, owner: self)
    }
  }

  private func write(_ bytes: UnsafeRawBufferPointer, at place: Int) throws(FileReadingError) {
    guard let start = bytes.baseAddress else { return }
    var done = 0
    while done < bytes.count {
      // SAFETY: `done` stays below the buffer's count.
      let count = unsafe pwrite(descriptor, start + done, bytes.count - done, off_t(place + done))
      if count < 0 {
        if errno == EINTR { continue }
        throw .system(errno)
      }
      done += count
    }
  }
}
