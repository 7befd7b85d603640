import Compression

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The bytes of a file that is read in pieces, or of one that was decompressed whole.
enum InputBytes: Sendable {
  case file(InputFile)
  case memory([UInt8])

  /// Bytes in all.
  var count: Int {
    switch self {
    case .file(let file): file.count
    case .memory(let bytes): bytes.count
    }
  }

  /// Calls `body` with the bytes of a range.
  ///
  /// - Precondition: The range lies within the bytes.
  func withBytes<Result>(
    _ range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) throws -> Result {
    switch self {
    case .memory(let bytes): return try unsafe bytes[range].withUnsafeBytes(body)
    case .file(let file): return try unsafe file.read(range).withUnsafeBytes(body)
    }
  }
}

/// A file that is open for reading; several threads may read at once.
final class InputFile: Sendable {
  let path: String
  let count: Int
  private let descriptor: Int32

  init(_ path: String) throws(VolumeFileError) {
    // SAFETY: the path is passed as a C string.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
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

  /// The bytes of a range; fails if the file became shorter meanwhile.
  func read(_ range: Range<Int>) throws(VolumeFileError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: range.count)
    var done = 0
    while done < bytes.count {
      // SAFETY: the call fills at most what is left of the array behind `done`.
      let got = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe pread(
          descriptor, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done,
          off_t(range.lowerBound + done))
      }
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw Self.failure(path) }
      guard got > 0 else {
        throw VolumeFileError(
          .truncated(needed: range.upperBound, available: range.lowerBound + done), path: path)
      }
      done += got
    }
    return bytes
  }

  private static func failure(_ path: String) -> VolumeFileError {
    // SAFETY: strerror returns a C string that lives until the next call of this thread.
    VolumeFileError(.unreadable(unsafe String(cString: strerror(errno))), path: path)
  }
}

extension InputBytes {
  /// Opens a file; what is in gzip comes out decompressed.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - limit: The most bytes that may come out of gzip.
  /// - Throws: ``VolumeFileError``.
  init(path: String, limit: Int) throws(VolumeFileError) {
    let file = try InputFile(path)
    guard file.count >= 2, try file.read(0..<2) == [0x1F, 0x8B] else {
      self = .file(file)
      return
    }
    let compressed = try file.read(0..<file.count)
    do {
      // Deflate gains at most a factor of 1032, so a small file cannot fill the memory.
      self = .memory(try Inflation.bytes(compressed, format: .gzip, limit: limit))
    } catch {
      throw VolumeFileError(error, limit: limit, path: path)
    }
  }
}

extension VolumeFileError {
  fileprivate init(_ error: CompressionError, limit: Int, path: String) {
    switch error.reason {
    case .tooLong: self.init(.overLimit(needed: limit + 1, limit: limit), path: path)
    default: self.init(.malformed(error.description), path: path)
    }
  }
}
