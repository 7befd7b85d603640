import CUnpacking
import CZlib

// Everything that talks to zlib.

extension [UInt8] {
  /// Lends the bytes to a reader, without copying.
  func withRawSpan<Result, Failure>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // SAFETY: bytes have no padding, so that all of them are initialised.
    try body(unsafe span.bytes)
  }
}

/// zlib's inflater, which keeps its pointer to itself.
///
/// To be closed once, and not copied.
@safe struct InflateStream: InflatingStream {
  private let stream: UnsafeMutablePointer<z_stream>
  private let format: CompressedFormat

  init(_ format: CompressedFormat) throws(CompressionError) {
    self.format = format
    // zlib keeps the address of the stream, so that it needs a fixed one.
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let code = unsafe inflateInit2_(
      stream, windowBits(format), ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else {
      unsafe stream.deallocate()
      throw CompressionError(reason: .failed(code), offset: 0)
    }
  }

  func close() {
    // SAFETY: initialised in init and, by contract, closed once.
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  func goesOn(_ bytes: RawSpan, at offset: Int) throws(CompressionError) -> Bool {
    guard format == .gzip, beginsMember(bytes, at: offset) else { return false }
    let code = unsafe inflateReset(stream)
    guard code == Z_OK else { throw CompressionError(reason: .failed(code), offset: offset) }
    return true
  }

  private func beginsMember(_ bytes: RawSpan, at offset: Int) -> Bool {
    guard offset <= bytes.byteCount - 2 else { return false }
    // SAFETY: RawSpan checks the bounds, and every bit pattern is a UInt16.
    let magic = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self)
    return UInt16(littleEndian: magic) == 0x8B1F
  }

  func step(
    _ input: RawSpan, from start: Int, into output: inout [UInt8], from written: Int
  ) throws(CompressionError) -> InflatingStep {
    let inputCount = min(input.byteCount - start, maximumRun)
    let outputCount = min(output.count - written, maximumRun)
    // SAFETY: zlib reads inputCount bytes from start and writes outputCount from written, both
    // inside their buffers, and the pointers are used during the call only.
    let code = unsafe input.withUnsafeBytes { input in
      unsafe output.withUnsafeMutableBytes { output in
        unsafe stream.pointee.next_in = z_in(input, start: start)
        unsafe stream.pointee.avail_in = UInt32(inputCount)
        unsafe stream.pointee.next_out = output.baseAddress.map {
          unsafe $0.advanced(by: written).assumingMemoryBound(to: UInt8.self)
        }
        unsafe stream.pointee.avail_out = UInt32(outputCount)
        return unsafe inflate(stream, Z_NO_FLUSH)
      }
    }
    let step = unsafe InflatingStep(
      consumed: inputCount - Int(stream.pointee.avail_in),
      written: outputCount - Int(stream.pointee.avail_out), isComplete: code == Z_STREAM_END,
      isStuck: stream.pointee.avail_out > 0)
    guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else {
      let words = unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "code \(code)"
      throw CompressionError(
        reason: code == Z_MEM_ERROR ? .failed(code) : .corrupt(words),
        offset: start + step.consumed)
    }
    return step
  }
}

/// zlib's deflater, which keeps its pointer to itself.
///
/// To be closed once, and not copied.
@safe struct DeflateStream {
  private let stream: UnsafeMutablePointer<z_stream>

  init(_ format: CompressedFormat, level: CompressionLevel) throws(CompressionError) {
    // zlib keeps the address of the stream, so that it needs a fixed one.
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let code = unsafe deflateInit2_(
      stream, level.rawValue, Z_DEFLATED, windowBits(format), 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else {
      unsafe stream.deallocate()
      throw CompressionError(reason: .failed(code), offset: 0)
    }
  }

  func close() {
    // SAFETY: initialised in init and, by contract, closed once.
    unsafe deflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Deflates bytes; returns what came out.
  func step(_ plain: [UInt8], isLast: Bool) throws(CompressionError) -> [UInt8] {
    var output: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    var consumed = 0
    repeat {
      let count = min(plain.count - consumed, maximumRun)
      // SAFETY: the counts keep zlib inside both buffers, and the pointers last for the call only.
      let code = unsafe plain.withUnsafeBytes { input in
        unsafe piece.withUnsafeMutableBytes { output in
          unsafe stream.pointee.next_in = z_in(input, start: consumed)
          unsafe stream.pointee.avail_in = UInt32(count)
          unsafe stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
          unsafe stream.pointee.avail_out = UInt32(output.count)
          return unsafe CZlib.deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
        }
      }
      guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else {
        throw CompressionError(reason: .failed(code), offset: consumed)
      }
      consumed += unsafe count - Int(stream.pointee.avail_in)
      output += unsafe piece[..<(piece.count - Int(stream.pointee.avail_out))]
      if code == Z_STREAM_END { break }
    } while unsafe consumed < plain.count || stream.pointee.avail_out == 0
    return output
  }
}

/// Deflates a run of bytes; if it is not the last, to a byte boundary (sync flush).
func deflate(
  _ plain: RawSpan, format: CompressedFormat, level: CompressionLevel, isLast: Bool
) throws(CompressionError) -> [UInt8] {
  var stream = unsafe z_stream()
  let begun = unsafe deflateInit2_(
    &stream, level.rawValue, Z_DEFLATED, windowBits(format), 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
    Int32(MemoryLayout<z_stream>.size))
  guard begun == Z_OK else { throw CompressionError(reason: .failed(begun), offset: 0) }
  defer { unsafe deflateEnd(&stream) }
  // Room for the worst case and a sync marker, so that one pass suffices below 1 GiB.
  let room = unsafe Int(deflateBound(&stream, UInt(plain.byteCount))) + 16
  var output = [UInt8](repeating: 0, count: room)
  var consumed = 0
  var written = 0
  while true {
    let inputCount = min(plain.byteCount - consumed, maximumRun)
    let outputCount = min(output.count - written, maximumRun)
    let flush =
      consumed + inputCount < plain.byteCount ? Z_NO_FLUSH : isLast ? Z_FINISH : Z_SYNC_FLUSH
    // SAFETY: the counts keep zlib inside both buffers, and the pointers last for the call only.
    let code = unsafe plain.withUnsafeBytes { input in
      unsafe output.withUnsafeMutableBytes { output in
        unsafe stream.next_in = z_in(input, start: consumed)
        unsafe stream.avail_in = UInt32(inputCount)
        unsafe stream.next_out = output.baseAddress.map {
          unsafe $0.advanced(by: written).assumingMemoryBound(to: UInt8.self)
        }
        unsafe stream.avail_out = UInt32(outputCount)
        return unsafe CZlib.deflate(&stream, flush)
      }
    }
    consumed += unsafe inputCount - Int(stream.avail_in)
    written += unsafe outputCount - Int(stream.avail_out)
    guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else {
      throw CompressionError(reason: .failed(code), offset: consumed)
    }
    let isFlushed = unsafe flush == Z_SYNC_FLUSH && stream.avail_out > 0
    if code == Z_STREAM_END || isFlushed { break }
    if written == output.count { output += repeatElement(0, count: output.count) }
  }
  output.removeLast(output.count - written)
  return output
}

extension Checksum {
  /// The checksum of bytes.
  public init(of bytes: RawSpan, kind: Kind) {
    // SAFETY: zlib and igzip read exactly the buffer.
    let value = unsafe bytes.withUnsafeBytes { buffer in
      switch kind {
      case .crc32: unsafe sagitta_igzip_crc32(0, buffer.baseAddress, buffer.count)
      case .adler32:
        unsafe UInt32(
          truncatingIfNeeded: adler32_z(
            1, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), buffer.count))
      }
    }
    self.init(kind: kind, value: value, count: bytes.byteCount)
  }

  /// The checksum of bytes.
  public init(of bytes: [UInt8], kind: Kind) {
    self = bytes.withRawSpan { Checksum(of: $0, kind: kind) }
  }

  /// Continues with the checksum of what follows.
  ///
  /// - Precondition: Both are of one kind.
  public mutating func append(_ next: Checksum) {
    precondition(kind == next.kind, "checksums of one kind are joined")
    let joined =
      switch kind {
      case .crc32: crc32_combine(UInt(value), UInt(next.value), next.count)
      case .adler32: adler32_combine(UInt(value), UInt(next.value), next.count)
      }
    self = Checksum(
      kind: kind, value: UInt32(truncatingIfNeeded: joined), count: count + next.count)
  }
}

/// zlib counts in 32 bits; longer runs take several calls.
private let maximumRun = 1 << 30

private func windowBits(_ format: CompressedFormat) -> Int32 {
  switch format {
  case .raw: -15
  case .zlib: 15
  case .gzip: 15 + 16
  }
}

private func z_in(
  _ buffer: UnsafeRawBufferPointer, start: Int
) -> UnsafeMutablePointer<UInt8>? {
  unsafe buffer.baseAddress.map {
    unsafe UnsafeMutableRawPointer(mutating: $0.advanced(by: start)).assumingMemoryBound(
      to: UInt8.self)
  }
}
