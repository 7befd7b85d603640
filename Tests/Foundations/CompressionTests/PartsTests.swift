import Compression
import TestSupport
import Testing
import WorkScheduling

/// Bytes that give every kind of block and of match; long enough for many parts.
private enum Content: CaseIterable {
  /// Floats with noise: short matches, whose bytes come from the window for ever.
  case floats
  /// Letters without a pattern: literals, so that the window is soon forgotten.
  case letters
  /// As letters, in runs that know nothing of each other.
  case runs
  /// Bytes that cannot be packed: no places to be found.
  case noise
  /// By turns packed well and not at all, so that parts become too long.
  case uneven
  /// Members of a length of their own, one after the other.
  case members

  var plain: [UInt8] {
    var random = SeededRandom(11)
    let count = 4 << 20
    return switch self {
    case .floats:
      (0..<count / 4).flatMap { n -> [UInt8] in
        let value = Float(n / 4096 % 500 * 4 + Int(random.next() % 256))
        return unsafe withUnsafeBytes(of: value.bitPattern.littleEndian) { unsafe Array($0) }
      }
    case .letters, .runs, .members:
      (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next() >> 40) & 31 }
    case .noise: (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next() >> 40) }
    case .uneven:
      (0..<2 * count).map { n in
        n >> 20 & 1 == 0 ? 7 : UInt8(truncatingIfNeeded: random.next() >> 40) & 63
      }
    }
  }

  func packed(_ plain: [UInt8]) throws -> [UInt8] {
    switch self {
    case .runs:
      var checksum = Checksum(.crc32)
      var stream = CompressedFormat.gzip.header
      for start in stride(from: 0, to: plain.count, by: 1 << 18) {
        let end = min(start + 1 << 18, plain.count)
        let run = try DeflatedRun(Array(plain[start..<end]), isLast: end == plain.count)
        checksum.append(run.checksum)
        stream += run.bytes
      }
      return stream + CompressedFormat.gzip.trailer(checksum)
    case .members:
      let cuts = [0, 5, 1_000_000, 1_000_001, 3_000_000, plain.count]
      return try zip(cuts, cuts.dropFirst()).flatMap {
        try Deflation.bytes(Array(plain[$0..<$1]), format: .gzip, level: .fastest)
      }
    default: return try Deflation.bytes(plain, format: .gzip, level: .fastest)
    }
  }
}

/// Reads a gzip stream in short parts, of which it then has many: as if much came out of it.
private func inflated(_ packed: [UInt8], workers: Int, output: Int) throws -> [UInt8] {
  try inflated(
    packed, .gzip, output: output, workers: workers, expected: 12 * packed.count)
}

@Test(arguments: Content.allCases)
private func `a stream inflates the same in parts as in order`(content: Content) throws {
  let plain = content.plain
  let packed = try content.packed(plain)
  for (workers, output) in [(1, 1 << 20), (2, 1 << 20), (3, 300_001), (5, 32 << 20)] {
    #expect(try inflated(packed, workers: workers, output: output) == plain)
  }
}

@Test func `damage is an error in parts as in order`() throws {
  let packed = try Content.letters.packed(Content.letters.plain)
  var random = SeededRandom(3)
  for _ in 0..<6 {
    var changed = packed
    changed[20 + Int(random.next() % UInt64(packed.count - 20))] ^= 1 << UInt8(random.next() % 8)
    #expect(throws: CompressionError.self) {
      try inflated(changed, workers: 3, output: 1 << 20)
    }
  }
  let error = #expect(throws: CompressionError.self) {
    try inflated(Array(packed.dropLast(packed.count / 3)), workers: 3, output: 1 << 20)
  }
  #expect(error?.reason == .truncated)
}

@Test func `a stopped run stops inflating in parts`() throws {
  let packed = try Content.letters.packed(Content.letters.plain)
  let cancellation = Cancellation()
  cancellation.request()
  let reader = try InflatingReader(
    .gzip, source: CompressedSource(packed), expected: 12 * packed.count,
    context: WorkContext(workers: 2, cancellation: cancellation))
  var piece = [UInt8](repeating: 0, count: 1 << 20)
  #expect(throws: WorkCancelled.self) {
    _ = try unsafe piece.withUnsafeMutableBytes { try unsafe reader.read(into: $0) }
  }
}
