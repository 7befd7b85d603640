import CUnpacking

/// Zstandard (RFC 8878), in whole frames.
public enum Zstandard {
  /// How hard compression tries: 1 is the fastest, 22 the smallest.
  public static let standardLevel = 3

  /// Compresses bytes into one frame that says how long they are; the same bytes give the same frame.
  ///
  /// - Throws: ``CompressionError`` without memory.
  public static func bytes(
    _ plain: RawSpan, level: Int = standardLevel
  ) throws(CompressionError) -> [UInt8] {
    let count = plain.byteCount
    let room = sagitta_zstd_bound(count)
    // SAFETY: it reads `count` bytes and writes at most `room`.
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, written in
      written = unsafe plain.withUnsafeBytes { plain in
        unsafe sagitta_zstd_compress(
          plain.baseAddress, count, Int32(level), buffer.baseAddress, room)
      }
    }
    guard !bytes.isEmpty else { throw CompressionError(reason: .failed(0), offset: 0) }
    return bytes
  }

  /// Unpacks frames into a buffer, never beyond it.
  ///
  /// - Returns: The bytes that came out.
  /// - Throws: ``CompressionError`` if the frames are damaged or more comes out.
  public static func decompress(
    _ packed: [UInt8], into buffer: UnsafeMutableRawBufferPointer
  ) throws(CompressionError) -> Int {
    try packed.withRawSpan { (span) throws(CompressionError) in
      try unsafe span.withUnsafeBytes { (packed) throws(CompressionError) in
        try unsafe decompress(packed, into: buffer)
      }
    }
  }

  static func decompress(
    _ packed: UnsafeRawBufferPointer, into buffer: UnsafeMutableRawBufferPointer
  ) throws(CompressionError) -> Int {
    // SAFETY: it reads and writes within the two buffers.
    let written = unsafe sagitta_zstd_decompress(
      packed.baseAddress, packed.count, buffer.baseAddress, buffer.count)
    switch written {
    case 0...: return Int(written)
    case -2: throw CompressionError(reason: .tooLong(limit: buffer.count), offset: packed.count)
    case -3: throw CompressionError(reason: .failed(0), offset: 0)
    default: throw CompressionError(reason: .corrupt("no intact Zstandard frame"), offset: 0)
    }
  }
}
