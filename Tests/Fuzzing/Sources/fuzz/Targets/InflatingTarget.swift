import Compression
import WorkScheduling

extension FuzzTarget {
  /// Inflates a bare stream as zlib does: the same bytes, or an error from both.
  static let inflating = FuzzTarget(name: "inflating") { bytes in
    let most = 1 << 18
    guard let expected = try? Inflation.prefix(of: bytes, format: .raw, limit: most) else {
      precondition(ours(bytes, most) == nil, "zlib refuses it")
      return
    }
    guard expected.end != .limitReached else { return }
    let bytes = ours(bytes, most)
    precondition((bytes == nil) == (expected.end == .inputExhausted), "zlib's end is another")
    if let bytes { precondition(bytes == expected.bytes, "zlib's bytes are others") }
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

  /// All that comes out; nil if it is refused.
  private static func ours(_ packed: [UInt8], _ most: Int) -> [UInt8]? {
    var plain = [UInt8](repeating: 0, count: most + 1)
    let count = try? plain.withUnsafeMutableBytes {
      try InflatingReader(
        .raw, source: CompressedSource(packed), context: WorkContext(workers: 1)
      ).read(into: $0)
    }
    return count.map { Array(plain[..<$0]) }
  }
}
