/// What lies around deflated blocks: RFC 1950's and RFC 1952's headers and trailers.
struct StreamFrame {
  let format: CompressedFormat
  let source: CompressedSource
  /// What the bytes of a bare stream come to, if somebody says it.
  let sum: Checksum?

  /// Passes over the header that begins at an offset.
  ///
  /// - Returns: Where the first block begins.
  /// - Throws: ``CompressionError`` if it is cut off or no header of the format.
  func headerEnd(from offset: Int) throws -> Int {
    switch format {
    case .raw: return offset
    case .zlib: return try zlibHeaderEnd(offset)
    case .gzip: return try gzipHeaderEnd(offset)
    }
  }

  /// Whether another member of a gzip stream begins at an offset.
  func beginsMember(at offset: Int) throws -> Bool {
    try format == .gzip && source.bytes(offset..<offset + 2) == [0x1F, 0x8B]
  }

  /// Compares what came out with the trailer behind the last block.
  ///
  /// - Returns: Where the trailer ends.
  func trailerEnd(from offset: Int, checksum: Checksum) throws -> Int {
    if format == .raw, let sum, sum != checksum { throw wrongSum(offset) }
    let expected = format.trailer(checksum)
    let found = try source.bytes(offset..<offset + expected.count)
    guard found.count == expected.count else { throw truncated }
    guard found == expected else { throw wrongSum(offset) }
    return offset + expected.count
  }

  private func wrongSum(_ offset: Int) -> CompressionError {
    CompressionError(reason: .corrupt("a checksum is wrong"), offset: offset)
  }

  private var truncated: CompressionError {
    CompressionError(reason: .truncated, offset: source.count)
  }

  private func zlibHeaderEnd(_ offset: Int) throws -> Int {
    let bytes = try source.bytes(offset..<offset + 2).map(Int.init)
    guard bytes.count == 2 else { throw truncated }
    // Deflate with a window of at most 32 KiB, and no dictionary, which is not for files.
    guard bytes[0] & 15 == 8, bytes[0] >> 4 <= 7, (bytes[0] << 8 | bytes[1]) % 31 == 0,
      bytes[1] & 0x20 == 0
    else { throw CompressionError(reason: .corrupt("no zlib stream"), offset: offset) }
    return offset + 2
  }

  private func gzipHeaderEnd(_ offset: Int) throws -> Int {
    let bytes = try source.bytes(offset..<offset + 10)
    guard bytes.count == 10 else { throw truncated }
    let flags = bytes[3]
    guard bytes.starts(with: [0x1F, 0x8B, 8]), flags & 0xE0 == 0 else {
      throw CompressionError(reason: .corrupt("no gzip stream"), offset: offset)
    }
    var end = offset + 10
    if flags & 4 != 0 {
      let length = try source.bytes(end..<end + 2)
      guard length.count == 2 else { throw truncated }
      end += 2 + Int(length[0]) + Int(length[1]) << 8
    }
    if flags & 8 != 0 { end = try textEnd(end) }
    if flags & 16 != 0 { end = try textEnd(end) }
    guard flags & 2 != 0 else { return end }
    let sum = Checksum(of: try source.bytes(offset..<end), kind: .crc32).value
    let found = try source.bytes(end..<end + 2)
    guard found.count == 2 else { throw truncated }
    guard UInt32(found[0]) | UInt32(found[1]) << 8 == sum & 0xFFFF else {
      throw CompressionError(reason: .corrupt("the checksum of a header is wrong"), offset: end)
    }
    return end + 2
  }

  /// Where a text that ends with a zero ends.
  private func textEnd(_ offset: Int) throws -> Int {
    for start in stride(from: offset, to: source.count, by: 1 << 12) {
      if let zero = try source.bytes(start..<start + 1 << 12).firstIndex(of: 0) {
        return start + zero + 1
      }
    }
    throw truncated
  }
}
