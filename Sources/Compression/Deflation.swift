/// Deflating bytes.
public enum Deflation {
  /// One complete stream.
  public static func bytes(
    _ plain: RawSpan, format: CompressedFormat, level: CompressionLevel = .standard
  ) throws(CompressionError) -> [UInt8] {
    try deflate(plain, format: format, level: level, isLast: true)
  }

  /// One complete stream.
  public static func bytes(
    _ plain: [UInt8], format: CompressedFormat, level: CompressionLevel = .standard
  ) throws(CompressionError) -> [UInt8] {
    try plain.withRawSpan { (span) throws(CompressionError) in
      try bytes(span, format: format, level: level)
    }
  }
}

/// One chunk of a gzip stream, deflated on its own.
///
/// Chunks can be made in parallel, in any order; ``Gzip/join(_:)`` puts them together. The joined
/// bytes depend on where the chunks are cut, not on who made them.
public struct GzipChunk: Hashable, Sendable {
  let deflated: [UInt8]
  let checksum: UInt
  let plainCount: Int

  /// Deflates a chunk; no chunk refers back to the one before, which costs about 1 % at 256 KiB.
  ///
  /// Exactly the last chunk of the stream must say that it is.
  public init(
    _ plain: RawSpan, level: CompressionLevel = .standard, isLast: Bool
  ) throws(CompressionError) {
    deflated = try deflate(plain, format: .raw, level: level, isLast: isLast)
    checksum = crc32(of: plain)
    plainCount = plain.byteCount
  }

  /// Deflates a chunk; as for a span.
  public init(
    _ plain: [UInt8], level: CompressionLevel = .standard, isLast: Bool
  ) throws(CompressionError) {
    self = try plain.withRawSpan { (span) throws(CompressionError) in
      try GzipChunk(span, level: level, isLast: isLast)
    }
  }
}

/// Gzip streams out of chunks (RFC 1952).
public enum Gzip {
  /// The ten bytes before the first chunk: no name, no time, so that equal input gives equal bytes.
  public static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]

  /// One gzip member out of chunks in order, the last of which was made as the last.
  public static func join(_ chunks: [GzipChunk]) -> [UInt8] {
    var bytes = header
    bytes.reserveCapacity(chunks.reduce(18) { $0 + $1.deflated.count })
    for chunk in chunks { bytes += chunk.deflated }
    return bytes + trailer(chunks)
  }

  /// The eight bytes after the last chunk: combined checksum, and length modulo 2^32.
  ///
  /// For writers that stream: ``header``, every chunk's ``GzipChunk/bytes``, the trailer.
  public static func trailer(_ chunks: [GzipChunk]) -> [UInt8] {
    var checksum: UInt = 0
    var count = 0
    for chunk in chunks {
      checksum = combine(checksum, chunk.checksum, secondCount: chunk.plainCount)
      count += chunk.plainCount
    }
    let words = [UInt32(truncatingIfNeeded: checksum), UInt32(truncatingIfNeeded: count)]
    return words.flatMap { word in
      [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) }
    }
  }
}

extension GzipChunk {
  /// The deflated bytes, ending on a byte boundary.
  public var bytes: [UInt8] { deflated }
}
