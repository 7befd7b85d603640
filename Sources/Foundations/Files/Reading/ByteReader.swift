import CPageCache

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Bytes that are open for reading at any place; several threads may read at once.
///
/// A file is closed with the last reference.
public final class ByteReader: Sendable {
  /// The file's path, or what the memory was called.
  public let name: String

  /// How many bytes there were when the source was opened.
  public let count: Int

  private enum Origin {
    case file(Int32)
    case part(FilePart)
    case memory(BytesInMemory)
  }

  private let origin: Origin

  /// The file's path; nil for memory and for parts of files.
  public var path: String? {
    if case .file = origin { name } else { nil }
  }

  /// Opens a regular file.
  init(path: String) throws(FileReadingError) {
    // O_NONBLOCK: opening a named pipe must not wait for a writer.
    let descriptor = unsafe FileNameText.withPath(path) {
      unsafe Glibc.open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    }
    guard descriptor >= 0 else { throw .system(errno) }
    var status = stat()
    // SAFETY: `status` outlives the call.
    guard unsafe fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw .system(code)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw .notAFile
    }
    name = path
    count = Int(status.st_size)
    origin = .file(descriptor)
  }

  init(part: FilePart, name: String) {
    self.name = name
    count = part.range.count
    origin = .part(part)
  }

  init(memory: BytesInMemory, name: String) {
    self.name = name
    count = memory.count
    origin = .memory(memory)
  }

  deinit {
    if case .file(let descriptor) = origin { close(descriptor) }
  }

  /// Fills `buffer` from the bytes at `offset`.
  ///
  /// - Returns: The bytes read; fewer than the buffer holds only at the end.
  /// - Throws: ``FileReadingError``.
  public func read(
    into buffer: UnsafeMutableRawBufferPointer, at offset: Int
  ) throws(FileReadingError) -> Int {
    guard offset >= 0 else { return 0 }
    return switch origin {
    case .file(let descriptor): try unsafe Self.read(descriptor, into: buffer, at: offset)
    case .part(let part): try unsafe Self.read(part, into: buffer, at: offset)
    case .memory(let memory): unsafe Self.copy(memory, into: buffer, at: offset)
    }
  }

  /// Returns up to `count` bytes from `offset`; fewer only at the end.
  ///
  /// - Throws: ``FileReadingError``.
  public func bytes(at offset: Int, count: Int) throws(FileReadingError) -> [UInt8] {
    guard offset >= 0, offset < self.count else { return [] }
    let count = min(max(0, count), self.count - offset)
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

  /// Where the bytes lie in an open file; nil for memory.
  ///
  /// The reader has to be held meanwhile.
  package var part: FilePart? {
    switch origin {
    case .file(let descriptor):
      FilePart(descriptor: descriptor, range: 0..<count, owner: self)
    case .part(let part): part
    case .memory: nil
    }
  }

  /// Whether reading the byte at `offset` would wait for a disk or a network.
  ///
  /// - Returns: False also where the system cannot say.
  package func wouldWait(at offset: Int) -> Bool {
    guard let part, (0..<part.range.count).contains(offset) else { return false }
    return sagitta_would_wait(part.descriptor, Int64(part.range.lowerBound + offset)) == 1
  }

  /// Has the system begin to read bytes that will be asked for soon; what it cannot read, it leaves.
  package func expect(_ range: Range<Int>) {
    guard let part else { return }
    let range = range.clamped(to: 0..<part.range.count)
    guard !range.isEmpty else { return }
    _ = posix_fadvise(
      part.descriptor, off_t(part.range.lowerBound + range.lowerBound), off_t(range.count),
      POSIX_FADV_WILLNEED)
  }

  private static func read(
    _ part: FilePart, into buffer: UnsafeMutableRawBufferPointer, at offset: Int
  ) throws(FileReadingError) -> Int {
    // Behind the part something else follows.
    let count = min(buffer.count, max(0, part.range.count - offset))
    guard count > 0 else { return 0 }
    return try unsafe read(
      part.descriptor, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]),
      at: part.range.lowerBound + offset)
  }

  private static func read(
    _ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer, at offset: Int
  ) throws(FileReadingError) -> Int {
    guard let base = buffer.baseAddress else { return 0 }
    var done = 0
    while done < buffer.count {
      // Below Linux's limit of 2 GiB − 4 KiB a call.
      let wanted = min(buffer.count - done, 1 << 30)
      // SAFETY: `done` stays below the buffer's count, whose remaining bytes may be written.
      let count = unsafe pread(descriptor, base + done, wanted, off_t(offset + done))
      if count < 0 {
        if errno == EINTR { continue }
        throw .system(errno)
      }
      if count == 0 { break }
      done += count
    }
    return done
  }

  private static func copy(
    _ memory: BytesInMemory, into buffer: UnsafeMutableRawBufferPointer, at offset: Int
  ) -> Int {
    unsafe memory.withBytes { bytes in
      guard offset >= 0, offset < bytes.count else { return 0 }
      let count = min(buffer.count, bytes.count - offset)
      // SAFETY: `count` bytes follow `offset` and fit into the buffer.
      unsafe buffer.copyMemory(
        from: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count]))
      return count
    }
  }
}
