#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// An open file that is read at explicit offsets; closed when it goes out of scope.
struct InputFile: ~Copyable {
  private let descriptor: Int32

  /// The size in bytes when the file was opened.
  let size: Int

  /// Opens a regular file for reading.
  init(path: String) throws(FileReadingError) {
    // O_NONBLOCK: opening a named pipe must not wait for a writer.
    descriptor = unsafe FileNameText.withPath(path) {
      unsafe open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    }
    guard descriptor >= 0 else { throw .system(errno) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw .system(code)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw .notAFile
    }
    size = Int(status.st_size)
  }

  deinit {
    close(descriptor)
  }

  /// Fills `buffer` from the bytes at `offset`.
  ///
  /// - Returns: The bytes read; fewer than the buffer holds only at the end of the file.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileReadingError)
    -> Int
  {
    guard let base = buffer.baseAddress else { return 0 }
    var done = 0
    while done < buffer.count {
      // SAFETY: `done` stays below the buffer's count, whose remaining bytes may be written.
      let count = unsafe pread(
        descriptor, base + done, buffer.count - done, off_t(offset + done))
      if count < 0 {
        if errno == EINTR { continue }
        throw .system(errno)
      }
      if count == 0 { break }
      done += count
    }
    return done
  }

  /// Returns up to `count` bytes from `offset`; fewer only at the end of the file.
  func bytes(at offset: Int, count: Int) throws(FileReadingError) -> [UInt8] {
    var failure: FileReadingError?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      do throws(FileReadingError) {
        initialized = unsafe try read(
          into: UnsafeMutableRawBufferPointer(buffer), at: offset)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }
}

/// A file cannot be read.
enum FileReadingError: Error, Hashable, CustomStringConvertible {
  /// The system's error number.
  case system(Int32)
  /// A pipe, a socket, a device or a folder.
  case notAFile

  var description: String {
    switch self {
    case .system(let code): unsafe String(cString: strerror(code))
    case .notAFile: "not a regular file"
    }
  }
}
