import Compression
import WorkScheduling

extension FuzzTarget {
  /// Inflates a bare stream as zlib does: the same bytes, or an error from both.
  ///
  /// Where a stream ends close to what makes it none, one of them may refuse it already while the other
  /// takes it for cut.
  static let inflating = FuzzTarget(name: "inflating") { bytes in
    let most = 1 << 18
    let bare = try? Inflation.prefix(of: bytes, format: .raw, limit: most)
    let expected = byZlib(bytes, bare: bare, limit: most)
    guard let bare, let expected else {
      let other = bare ?? expected
      precondition(other == nil || other?.end == .inputExhausted, "only one of them refuses it")
      precondition(inParts(bytes, most) == nil, "one of them refuses it")
      return
    }
    precondition(bare.end == expected.end, "zlib's end is another")
    // The last literal of a cut stream waits for the one behind it, of which some bits are missing.
    let missing = expected.end == .inputExhausted ? 0...1 : 0...0
    precondition(
      missing ~= expected.bytes.count - bare.bytes.count
        && expected.bytes.starts(with: bare.bytes), "zlib's bytes are others")
    guard expected.end != .limitReached else { return }
    let all = inParts(bytes, most)
    precondition((all == nil) == (expected.end == .inputExhausted), "zlib's end is another")
    if let all { precondition(all == expected.bytes, "zlib's bytes are others") }
  } seeds: { _ in
    let texts: [[UInt8]] = [
      [], Array("a text, a text, another text".utf8), Array(repeating: 7, count: 2000),
      (0..<3000).map { UInt8(truncatingIfNeeded: $0 * $0 >> 5) },
    ]
    return try texts.flatMap { text in
      try [CompressionLevel.fastest, .smallest].map {
        try Deflation.bytes(text, format: .raw, level: $0)
      } + [DeflatedRun(text, isLast: true).bytes]
    }
  }

  /// What zlib makes of the stream, with a header before it and the checksum of what came out behind it.
  private static func byZlib(
    _ stream: [UInt8], bare: Inflation.Prefix?, limit: Int
  ) -> Inflation.Prefix? {
    let format = CompressedFormat.zlib
    var framed = format.header + stream
    if let bare, bare.end == .complete {
      let checksum = Checksum(of: bare.bytes, kind: .adler32)
      framed = format.header + stream[..<bare.consumed] + format.trailer(checksum)
    }
    return try? Inflation.prefix(of: framed, format: format, limit: limit)
  }

  /// All that comes out of the reader of files; nil if it is refused.
  private static func inParts(_ packed: [UInt8], _ most: Int) -> [UInt8]? {
    var plain = [UInt8](repeating: 0, count: most + 1)
    let count = try? plain.withUnsafeMutableBytes {
      try InflatingReader(
        .raw, source: CompressedSource(packed), context: WorkContext(workers: 1)
      ).read(into: $0)
    }
    return count.map { Array(plain[..<$0]) }
  }
}
