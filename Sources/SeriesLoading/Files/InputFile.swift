import Compression

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// An open file that is read at explicit offsets; closed when it goes out of scope.
struct InputFile: ~Copyable {
  private let descriptor: Int32
  /// What holds the file if it was unpacked from an archive, and where it begins in there.
  private let store: MemberStore?
  private let start: Int

  /// The size in bytes when the file was opened.
  let size: Int

  /// Opens a regular file for reading, wherever it is.
  init(_ location: FileLocation) throws(FileReadingError) {
    if let member = location.member {
      store = member.store
      descriptor = member.store.descriptor
      start = member.range.lowerBound
      size = member.range.count
    } else {
      let opened = try Self.opened(location.path)
      store = nil
      descriptor = opened.descriptor
      start = 0
      size = opened.size
    }
  }

  /// Opens a regular file of the file system for reading.
  init(path: String) throws(FileReadingError) {
    try self.init(FileLocation(path))
  }

  private static func opened(
    _ path: String
  ) throws(FileReadingError) -> (descriptor: Int32, size: Int) {
    // O_NONBLOCK: opening a named pipe must not wait for a writer.
    let descriptor = unsafe FileNameText.withPath(path) {
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
    return (descriptor, Int(status.st_size))
  }

  deinit {
    if store == nil { close(descriptor) }
  }

  /// Begins to read the file as an archive; the file has to outlive the reader.
  func archive() throws(ArchiveError) -> ArchiveReader {
    try ArchiveReader(descriptor: descriptor, range: start..<start + size)
  }

  /// Fills `buffer` from the bytes at `offset`.
  ///
  /// - Returns: The bytes read; fewer than the buffer holds only at the end of the file.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileReadingError)
    -> Int
  {
    guard let base = buffer.baseAddress else { return 0 }
    // Behind an unpacked file another one follows.
    let wanted = store == nil ? buffer.count : min(buffer.count, max(0, size - offset))
    var done = 0
    while done < wanted {
      // SAFETY: `done` stays below the buffer's count, whose remaining bytes may be written.
      let count = unsafe pread(
        descriptor, base + done, wanted - done, off_t(start + offset + done))
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
