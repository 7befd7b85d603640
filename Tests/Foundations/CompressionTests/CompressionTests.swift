import Compression
import TestSupport
import Testing
import WorkScheduling

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

@Test(arguments: [CompressedFormat.raw, .zlib, .gzip])
func `runs deflated apart are one stream`(format: CompressedFormat) throws {
  let cuts = [0, 1, 70_000, 70_000, 140_000, sample.count]
  var checksum = Checksum(format.checksum)
  var stream = format.header
  for (start, end) in zip(cuts, cuts.dropFirst()) {
    let run = try DeflatedRun(
      Array(sample[start..<end]), kind: format.checksum, isLast: end == sample.count)
    checksum.append(run.checksum)
    stream += run.bytes
  }
  stream += format.trailer(checksum)
  #expect(try Inflation.bytes(stream, format: format, limit: 1 << 20) == sample)
}

/// Reads everything into pieces of `output` bytes; the reader is told to expect `expected` in all.
func inflated(
  _ packed: [UInt8], _ format: CompressedFormat, output: Int, workers: Int = 1, expected: Int? = nil
) throws -> [UInt8] {
  let reader = try InflatingReader(
    format, source: CompressedSource(packed), expected: expected,
    context: WorkContext(workers: workers))
  var plain: [UInt8] = []
  var piece = [UInt8](repeating: 0, count: output)
  while true {
    let count = try unsafe piece.withUnsafeMutableBytes { try unsafe reader.read(into: $0) }
    plain += piece[..<count]
    if count < output { return plain }
  }
}

@Test(arguments: [CompressedFormat.raw, .zlib, .gzip])
func `streams inflate the same however they are cut`(format: CompressedFormat) throws {
  let packed = try Deflation.bytes(sample, format: format)
  for output in [1, 7, 1000, 65_536, 1 << 20] {
    #expect(try inflated(packed, format, output: output) == sample)
  }
}

@Test(arguments: [CompressedFormat.raw, .zlib, .gzip])
func `what little is packed comes out in pieces, too`(format: CompressedFormat) throws {
  let plain = Array(repeating: UInt8(7), count: 3000)
  let packed = try Deflation.bytes(plain, format: format)
  for output in [1, 128, 2999, 3000] {
    #expect(try inflated(packed, format, output: output) == plain)
  }
}

@Test func `gzip members one after the other inflate as one, whatever follows`() throws {
  let parts = [Array(sample[..<50_000]), [], [1], Array(sample[50_000...])]
  let packed = try parts.flatMap { try Deflation.bytes($0, format: .gzip) }
  for rest in [[], [0x1F], [0, 0, 0], Array(repeating: 7, count: 20)] as [[UInt8]] {
    #expect(try inflated(packed + rest, .gzip, output: 4096) == parts.flatMap(\.self))
  }
}

@Test func `cut or changed streams are errors, or by luck other bytes, never a trap`() throws {
  let packed = try Deflation.bytes(Array(sample[..<20_000]), format: .gzip)
  for count in stride(from: 0, to: packed.count, by: 11) {
    let error = #expect(throws: CompressionError.self) {
      try inflated(Array(packed[..<count]), .gzip, output: 512)
    }
    #expect(error?.reason == .truncated)
  }
  var random = SeededRandom(5)
  for _ in 0..<2000 {
    var changed = packed
    for _ in 0..<3 {
      changed[Int(random.next() % UInt64(packed.count))] = UInt8(truncatingIfNeeded: random.next())
    }
    do {
      _ = try inflated(changed, .gzip, output: 30_000)
    } catch is CompressionError {
    }
  }
}

/// What zlib makes of a bare stream, of which the package's inflater made `bare`.
///
/// zlib is asked for streams with a header, whose checksum it looks at.
private func byZlib(_ stream: [UInt8], bare: Inflation.Prefix?, limit: Int) -> Inflation.Prefix? {
  let format = CompressedFormat.zlib
  var framed = format.header + stream
  if let bare, bare.end == .complete {
    let checksum = Checksum(of: bare.bytes, kind: .adler32)
    framed = format.header + stream[..<bare.consumed] + format.trailer(checksum)
  }
  return try? Inflation.prefix(of: framed, format: format, limit: limit)
}

@Test(arguments: [CompressionLevel.fastest, .smallest])
func `bare streams, cut or changed, are what zlib takes them for`(level: CompressionLevel) throws {
  let packed = try Deflation.bytes(Array(sample[..<5000]), format: .raw, level: level)
  var streams = stride(from: 0, through: packed.count, by: 7).map { Array(packed[..<$0]) }
  var random = SeededRandom(6)
  for n in 0..<600 {
    var changed = packed
    // Half of them where the codes are told.
    let end = n % 2 == 0 ? packed.count : min(packed.count, 60)
    changed[Int(random.next() % UInt64(end))] ^= 1 << UInt8(random.next() % 8)
    streams.append(changed)
  }
  var refused = 0
  for stream in streams {
    let bare = try? Inflation.prefix(of: stream, format: .raw, limit: 6000)
    let expected = byZlib(stream, bare: bare, limit: 6000)
    #expect(bare?.bytes == expected?.bytes && bare?.end == expected?.end)
    refused += bare == nil ? 1 : 0
  }
  #expect(refused > 50)
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

@Test func `SHA-256 is FIPS 180-4's, however the bytes are cut`() {
  var abc = SHA256Digest()
  abc.update(Array("abc".utf8))
  #expect(abc.hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  for length in [1, 3, 63, 64, 65, 1000] {
    var digest = SHA256Digest()
    for start in stride(from: 0, to: 5000, by: length) {
      digest.update(Array(sample[start..<min(5000, start + length)]))
    }
    #expect(digest.hex == SHA256.hex(of: sample[..<5000]))
  }
}

@Test(arguments: [CompressedFormat.raw, .zlib, .gzip])
func `bytes deflated as they come are the stream of all at once`(format: CompressedFormat) throws {
  var random = SeededRandom(5)
  let noise = (0..<300_000).map { _ in UInt8.random(in: 0...15, using: &random) }
  for plain in [[], [7], sample, noise] {
    let whole = try Deflation.bytes(plain, format: format)
    for length in [1000, 65_537, 1 << 20] {
      let stream = try DeflatingStream(format)
      var packed: [UInt8] = []
      for start in stride(from: 0, to: plain.count, by: length) {
        packed += try stream.add(Array(plain[start..<min(plain.count, start + length)]))
      }
      packed += try stream.finish()
      #expect(packed == whole, "\(plain.count) bytes, \(length) at a time")
    }
  }
}
