import CIgzip

/// Inflates a stream of any length piece by piece, by igzip.
///
/// Members of a gzip stream count as one stream; other bytes behind the end are ignored. One
/// thread at a time may use it.
@safe public final class InflatingReader: @unchecked Sendable {
  private let stream: OpaquePointer
  private let format: CompressedFormat
  private let refill: () throws -> [UInt8]
  private var input: [UInt8] = []
  /// Bytes of `input` that are used up.
  private var position = 0
  private var isComplete = false
  /// Compressed bytes used up.
  public private(set) var consumed = 0

  /// Begins a stream.
  ///
  /// - Parameters:
  ///   - format: The frame around the stream.
  ///   - refill: Gives the next compressed bytes; none at the end of the file.
  /// - Throws: ``CompressionError`` if memory is lacking.
  public init(
    _ format: CompressedFormat, refill: @escaping @Sendable () throws -> [UInt8]
  ) throws(CompressionError) {
    let frame =
      switch format {
      case .raw: sagitta_igzip_raw
      case .zlib: sagitta_igzip_zlib
      case .gzip: sagitta_igzip_gzip
      }
    guard let stream = unsafe sagitta_igzip_open(frame) else {
      throw CompressionError(reason: .failed(0), offset: 0)
    }
    unsafe self.stream = stream
    (self.format, self.refill) = (format, refill)
  }

  deinit { unsafe sagitta_igzip_close(stream) }

  /// Fills a buffer; fewer bytes come only at the end of the stream.
  ///
  /// - Throws: ``CompressionError`` if the stream is damaged or cut off; what `refill` throws.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    var written = 0
    while written < buffer.count {
      if isComplete {
        guard try beginNextMember() else { break }
      }
      let before = consumed
      let room = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[written...])
      let count = try unsafe step(room)
      written += count
      // The inflater may still hold bytes of input that is used up.
      if count == 0, consumed == before, !isComplete { try takeInput() }
    }
    return written
  }

  /// Whether the stream ends here; looks at its checksum if it does.
  ///
  /// Takes away a byte if it does not.
  public func isAtEnd() throws -> Bool {
    var byte: UInt8 = 0
    return try unsafe withUnsafeMutableBytes(of: &byte) { try unsafe read(into: $0) } == 0
  }

  private func step(_ room: UnsafeMutableRawBufferPointer) throws(CompressionError) -> Int {
    var (count, space) = (input.count - position, room.count)
    let start = position
    // SAFETY: igzip reads `count` bytes from `start` and writes at most `space`.
    let state = unsafe input.withUnsafeBytes { bytes in
      unsafe sagitta_igzip_inflate(
        stream, bytes.baseAddress.map { unsafe $0 + start }, &count, room.baseAddress, &space)
    }
    position += count
    consumed += count
    switch state {
    case sagitta_igzip_complete: isComplete = true
    case sagitta_igzip_going_on: break
    case sagitta_igzip_wrong_checksum:
      throw CompressionError(reason: .corrupt("a checksum is wrong"), offset: consumed)
    default: throw CompressionError(reason: .corrupt("no deflate stream"), offset: consumed)
    }
    return space
  }

  private func takeInput() throws {
    guard position == input.count else {
      throw CompressionError(reason: .corrupt("no deflate stream"), offset: consumed)
    }
    input = try refill()
    position = 0
    if input.isEmpty { throw CompressionError(reason: .truncated, offset: consumed) }
  }

  /// Goes on behind a complete stream if it is a gzip member and another one follows.
  private func beginNextMember() throws -> Bool {
    guard format == .gzip else { return false }
    var rest = [UInt8](repeating: 0, count: 8)
    // SAFETY: the call fills at most the eight bytes.
    let ahead = unsafe rest.withUnsafeMutableBufferPointer {
      unsafe sagitta_igzip_restart(stream, $0.baseAddress)
    }
    consumed -= ahead
    input = Array(rest[..<ahead] + input[position...])
    position = 0
    while input.count < 2 {
      let more = try refill()
      if more.isEmpty { return false }
      input += more
    }
    guard input.starts(with: [0x1F, 0x8B]) else {
      input = []
      return false
    }
    isComplete = false
    return true
  }
}
