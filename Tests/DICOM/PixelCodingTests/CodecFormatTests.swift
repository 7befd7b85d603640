import PixelCoding
import Testing

@Suite struct CodecFormatTests {
  private static func format(
    _ allocated: Int, _ stored: Int, _ high: Int, signed: Bool = false
  ) throws -> PixelFormat {
    try PixelFormat(
      columns: 4, rows: 4, bitsAllocated: allocated, bitsStored: stored, highBit: high,
      isSigned: signed)
  }

  /// Header, precision of the stream, then bits allocated, stored and high bit of the samples.
  @Test(arguments: [
    ([16, 12, 11], 12, [16, 12, 11]),
    // Words of 16 bits as they were, the junk above the value included.
    ([16, 12, 11], 16, [16, 12, 11]),
    ([16, 12, 15], 16, [16, 12, 15]),
    // The value alone.
    ([16, 12, 15], 12, [16, 12, 11]),
    ([16, 16, 15], 12, [16, 12, 11]),
    ([16, 16, 15], 8, [8, 8, 7]),
    ([8, 8, 7], 8, [8, 8, 7]),
    ([32, 32, 31], 17, [32, 17, 16]),
  ])
  func `the stream's precision decides where the value lies`(
    header: [Int], precision: Int, samples: [Int]
  ) throws {
    let format = try Self.format(header[0], header[1], header[2]).ofStream(
      columns: 4, rows: 4, components: 1, precision: precision)
    #expect([format.bitsAllocated, format.bitsStored, format.highBit] == samples)
  }

  @Test func `a sign that the decoder extends lies above the stream's precision`() throws {
    let format = try Self.format(16, 16, 15, signed: true).ofStream(
      columns: 4, rows: 4, components: 1, precision: 12, isExtended: true)
    #expect(format.bitsStored == 16 && format.highBit == 15 && format.isSigned)
  }

  @Test func `more bits than are allocated contradict the header`() throws {
    #expect(throws: PixelCodingError.self) {
      try Self.format(8, 8, 7).ofStream(columns: 4, rows: 4, components: 1, precision: 12)
    }
  }

  @Test func `a frame over the limit is refused before it is allocated`() throws {
    let huge = try PixelFormat(
      columns: 65535, rows: 65535, bitsAllocated: 16, bitsStored: 16, highBit: 15, isSigned: false)
    #expect(
      throws: PixelCodingError.tooLarge(
        pixels: 65535 * 65535, limit: PixelFormat.maximumCompressedPixels)
    ) {
      try huge.ofStream(columns: 65535, rows: 65535, components: 1, precision: 16)
    }
  }
}
