#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file that is open for reading; several threads may read at once.
final class InputFile: Sendable {
  let path: String
  let count: Int
  private let descriptor: Int32

  init(_ path: String) throws(VolumeFileError) {
    // O_NONBLOCK: opening a named pipe must not wait for a writer.
    // SAFETY: the path is passed as a C string.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.failure(path) }
    var info = stat()
    // SAFETY: `info` outlives the call.
    guard unsafe fstat(descriptor, &info) == 0 else {
      let error = Self.failure(path)
      close(descriptor)
      throw error
    }
    guard info.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw VolumeFileError(.unreadable("it is not an ordinary file"), path: path)
    }
    (self.path, self.descriptor, count) = (path, descriptor, Int(info.st_size))
  }

  deinit { close(descriptor) }

  /// Opens a file; gives nil if there is none.
  static func ifThere(_ path: String) throws(VolumeFileError) -> InputFile? {
    do {
      return try InputFile(path)
    } catch {
      if error.reason == .missing { return nil }
      throw error
    }
  }

  /// The bytes of a range; fails if the file is or became shorter.
  func read(_ range: Range<Int>) throws(VolumeFileError) -> [UInt8] {
    guard range.upperBound <= count else {
      throw VolumeFileError(.truncated(needed: range.upperBound, available: count), path: path)
    }
    var bytes = [UInt8](repeating: 0, count: range.count)
    let result = unsafe bytes.withUnsafeMutableBytes { buffer in
      Result { () throws(VolumeFileError) in try unsafe read(at: range.lowerBound, into: buffer) }
    }
    try result.get()
    return bytes
  }

  /// Fills a buffer from an offset on; fails if the file ends before that.
  func read(
    at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(VolumeFileError) {
    var done = 0
    while done < buffer.count {
      // SAFETY: the call fills at most what is left of the buffer behind `done`.
      let got = unsafe pread(
        descriptor, buffer.baseAddress.map { unsafe $0 + done },
        min(buffer.count - done, 1 << 30), off_t(offset + done))
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw Self.failure(path) }
      guard got > 0 else {
        throw VolumeFileError(
          .truncated(needed: offset + buffer.count, available: offset + done), path: path)
      }
      done += got
    }
  }

  private static func failure(_ path: String) -> VolumeFileError {
    if errno == ENOENT || errno == ENOTDIR { return VolumeFileError(.missing, path: path) }
    // SAFETY: strerror returns a C string that lives until the next call of this thread.
    return VolumeFileError(.unreadable(unsafe String(cString: strerror(errno))), path: path)
  }
}

/// Some bytes of a file that follow each other.
struct FileRun: Sendable {
  let file: InputFile
  let range: Range<Int>

  /// What lies behind an offset; nothing if the file ends before it.
  init(_ file: InputFile, from offset: Int = 0) {
    (self.file, range) = (file, min(offset, file.count)..<file.count)
  }
}

extension FileRun {
  /// The bytes of a range.
  ///
  /// - Precondition: The range lies in the file.
  init(_ file: InputFile, range: Range<Int>) {
    precondition(range.upperBound <= file.count, "a run lies in its file")
    (self.file, self.range) = (file, range)
  }
}
