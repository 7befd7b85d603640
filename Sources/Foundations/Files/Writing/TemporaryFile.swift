#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file without a name, for what memory is not to hold; it goes with its last reference.
///
/// One thread at a time may use it.
package final class TemporaryFile: @unchecked Sendable {
  /// The open file.
  package let descriptor: Int32
  /// The bytes appended so far.
  package private(set) var count = 0

  /// Creates the file where the system keeps temporary ones: `TMPDIR`, `/var/tmp` or `/tmp`.
  package init() throws(FileWritingError) {
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
    throw FileWritingError(.cannotCreate, reason: .system(last), path: Self.name)
  }

  deinit { close(descriptor) }

  private static let name = "a temporary file"

  /// Appends bytes.
  ///
  /// - Throws: ``FileWritingError`` if there is no room.
  package func append(_ bytes: [UInt8]) throws(FileWritingError) {
    let code = unsafe bytes.withUnsafeBytes { [descriptor, count] in
      unsafe writeAll($0, to: descriptor, at: count)
    }
    guard code == 0 else { throw failure(code) }
    count += bytes.count
  }

  /// Reads bytes that were appended.
  ///
  /// - Precondition: They are there.
  /// - Throws: ``FileWritingError``.
  package func bytes(_ range: Range<Int>) throws(FileWritingError) -> [UInt8] {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "bytes that were appended")
    var bytes = [UInt8](repeating: 0, count: range.count)
    var done = 0
    while done < bytes.count {
      let left = bytes.count - done
      // SAFETY: `done` stays below the array's count.
      let read = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe pread(
          descriptor, buffer.baseAddress.map { unsafe $0 + done }, left,
          off_t(range.lowerBound + done))
      }
      if read < 0, errno == EINTR { continue }
      guard read > 0 else { throw failure(errno) }
      done += read
    }
    return bytes
  }

  private func failure(_ code: Int32) -> FileWritingError {
    FileWritingError(
      .failedMidway, reason: code == ENOSPC ? .diskFull : .system(code), path: Self.name)
  }
}
