import Compression
import Testing

private let sample: [UInt8] = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 * $0 >> 7) }

@Test(arguments: [CompressedFormat.raw, .zlib, .gzip])
func `inflating undoes deflating`(format: CompressedFormat) throws {
  for plain in [[], [7], sample] {
    let packed = try Deflation.bytes(plain, format: format)
    #expect(try Inflation.bytes(packed, format: format, limit: plain.count) == plain)
  }
}

@Test func `a limit gives the beginning, and says that there is more`() throws {
  let packed = try Deflation.bytes(sample, format: .raw)
  for limit in [0, 1, 1000, sample.count - 1, sample.count] {
    let prefix = try Inflation.prefix(of: packed, format: .raw, limit: limit)
    #expect(prefix.bytes == Array(sample[..<limit]))
    #expect(prefix.end == (limit == sample.count ? .complete : .limitReached))
  }
}

@Test func `a cut stream gives what it holds and says that it is cut`() throws {
  let packed = try Deflation.bytes(Array(sample[..<2000]), format: .raw)
  for count in packed.indices {
    let prefix = try Inflation.prefix(of: Array(packed[..<count]), format: .raw, limit: 5000)
    #expect(prefix.end == .inputExhausted)
    #expect(sample.starts(with: prefix.bytes))
  }
}

@Test func `gzip chunks deflated apart join to one stream`() throws {
  let cuts = [0, 1, 70_000, 70_000, 140_000, sample.count]
  let chunks = try zip(cuts, cuts.dropFirst()).map { start, end in
    try GzipChunk(Array(sample[start..<end]), isLast: end == sample.count)
  }
  #expect(try Inflation.bytes(Gzip.join(chunks), format: .gzip, limit: 1 << 20) == sample)
}

@Test func `gzip members count as one stream`() throws {
  let members = try Deflation.bytes([1, 2, 3], format: .gzip) + Deflation.bytes([4], format: .gzip)
  #expect(try Inflation.bytes(members, format: .gzip, limit: 9) == [1, 2, 3, 4])
}

@Test func `a wrong checksum is an error with its offset`() throws {
  var packed = try Deflation.bytes(Array(sample[..<100]), format: .gzip)
  packed[packed.count - 6] ^= 1
  let error = #expect(throws: CompressionError.self) {
    try Inflation.bytes(packed, format: .gzip, limit: 100)
  }
  #expect((error?.offset ?? 0) > 10)
}
