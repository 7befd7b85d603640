import PixelCoding
import Testing
import TestSupport

@Suite struct CodecRLETests {
  /// A frame from the segments' contents.
  private static func frame(_ segments: [[UInt8]]) -> [UInt8] {
    var header = [segments.count]
    var offset = 64
    for segment in segments {
      header.append(offset)
      offset += segment.count
    }
    header += repeatElement(0, count: 16 - header.count)
    return header.flatMap { number in (0..<4).map { UInt8(number >> (8 * $0) & 0xFF) } }
      + segments.joined()
  }

  /// Packs bytes in runs of random kinds and lengths, wasteful ones among them.
  private static func pack(_ bytes: [UInt8], _ generator: inout SeededRandom) -> [UInt8] {
    var packed: [UInt8] = []
    var place = 0
    while place < bytes.count {
      if Int.random(in: 0..<20, using: &generator) == 0 { packed.append(128) }
      let equal = bytes[place...].prefix(128).prefix { $0 == bytes[place] }.count
      if equal > 1, Bool.random(using: &generator) {
        let count = Int.random(in: 2...equal, using: &generator)
        packed += [UInt8(257 - count), bytes[place]]
        place += count
      } else {
        let count = min(Int.random(in: 1...128, using: &generator), bytes.count - place)
        packed += [UInt8(count - 1)] + bytes[place..<place + count]
        place += count
      }
    }
    return packed + (packed.count.isMultiple(of: 2) ? [] : [0])
  }

  private static func format(_ columns: Int, _ rows: Int, bits: Int) throws -> PixelFormat {
    try PixelFormat(
      columns: columns, rows: rows, bitsAllocated: bits, bitsStored: bits, highBit: bits - 1,
      isSigned: false)
  }

  @Test(arguments: [8, 16, 32], 1...5)
  func `whatever runs make up a plane, the samples come out`(bits: Int, seed: UInt64) throws {
    var generator = SeededRandom(seed)
    for (columns, rows) in [(1, 1), (3, 5), (16, 9), (130, 3), (64, 64)] {
      let levels = Int.random(in: 1...6, using: &generator)
      let samples = (0..<columns * rows).map { _ in
        (0..<bits / 8).map { _ in UInt8(Int.random(in: 0..<levels, using: &generator) * 31) }
      }
      // Least significant byte first in memory, last in the frame.
      let segments = (0..<bits / 8).reversed().map { byte in
        Self.pack(samples.map { $0[byte] }, &generator)
      }
      let decoded = try RLEDecoder().decode(
        Self.frame(segments), format: Self.format(columns, rows, bits: bits))
      #expect(decoded.bytes == samples.flatMap(\.self))
    }
  }

  @Test func `planes that are short, long or out of place are refused`() throws {
    let format = try Self.format(4, 2, bits: 16)
    let good: [UInt8] = [7, 1, 2, 3, 4, 5, 6, 7, 8, 0]
    #expect(try RLEDecoder().decode(Self.frame([good, good]), format: format).bytes.count == 16)
    let bad: [[[UInt8]]] = [
      [good], [good, good, good],  // one byte a sample, and three
      [good, [6, 1, 2, 3, 4, 5, 6, 7]],  // a pixel is missing
      [good, [7, 1, 2, 3]],  // a literal run is cut
      [good, [249, 1, 250]],  // a run without its byte
      [good, [8, 1, 2, 3, 4, 5, 6, 7, 8, 9]],  // a run past the end
      [good, [7, 1, 2, 3, 4, 5, 6, 7, 8, 3, 1, 2, 3, 4]],  // more runs
      [good, []],
    ]
    for segments in bad {
      #expect(throws: PixelCodingError.self, "\(segments)") {
        try RLEDecoder().decode(Self.frame(segments), format: format)
      }
    }
    var swapped = Self.frame([good, good])
    swapped[4] = 74
    swapped[8] = 64
    #expect(throws: PixelCodingError.damaged("segment 1 lies at 74..<64", offset: 4)) {
      try RLEDecoder().decode(swapped, format: format)
    }
  }

  @Test func `an offset is that of the byte in the frame`() throws {
    let frame = Self.frame([[7, 1, 2, 3]])
    let format = try Self.format(4, 2, bits: 8)
    #expect(throws: PixelCodingError.damaged("a literal run is cut", offset: 64)) {
      try RLEDecoder().decode(frame, format: format)
    }
  }
}
