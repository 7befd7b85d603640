import PixelCoding
import Testing
import TestSupport

@Suite struct CodecLosslessTests {
  private static func image(
    _ columns: Int, _ rows: Int, bits: Int, noise: Int, seed: UInt64
  ) -> [[Int]] {
    var generator = SeededRandom(seed)
    let top = 1 << bits
    return (0..<rows).map { y in
      (0..<columns).map { x in
        let smooth = (x * 37 + y * 11) % top
        return max(0, min(top - 1, smooth + Int.random(in: -noise...noise, using: &generator)))
      }
    }
  }

  private static func format(_ image: [[Int]], bits: Int) throws -> PixelFormat {
    try PixelFormat(
      columns: image[0].count, rows: image.count, bitsAllocated: 16, bitsStored: bits,
      highBit: bits - 1, isSigned: false)
  }

  private static func decode(_ stream: [UInt8], _ format: PixelFormat) throws -> [Int] {
    try JPEGDecoder().decode(stream, format: format).storedValues.map(Int.init)
  }

  @Test(arguments: 1...7, [2, 8, 12, 16])
  func `every predictor and precision gives back what was written`(
    predictor: Int, bits: Int
  ) throws {
    for (columns, rows) in [(1, 1), (1, 9), (9, 1), (2, 2), (4, 3), (5, 5), (33, 17)] {
      for noise in [0, 3, 1 << bits] {
        for lengths in [LosslessWriter.balanced, LosslessWriter.steep] {
          let image = Self.image(columns, rows, bits: bits, noise: noise, seed: 5)
          var writer = LosslessWriter(precision: bits, predictor: predictor, lengths: lengths)
          let values = try Self.decode(
            writer.stream(image), Self.format(image, bits: bits))
          #expect(values == image.flatMap(\.self))
        }
      }
    }
  }

  @Test(arguments: 1...7) func `restarts begin anew, also the ninth`(predictor: Int) throws {
    let image = Self.image(13, 21, bits: 12, noise: 40, seed: 9)
    for restartRows in [1, 2, 5] {
      var writer = LosslessWriter(predictor: predictor, restartRows: restartRows)
      let stream = writer.stream(image)
      let format = try Self.format(image, bits: 12)
      #expect(try Self.decode(stream, format) == image.flatMap(\.self))
      // A missing marker is found.
      let marker = try #require(
        stream.indices.last { stream[$0] == 0xFF && stream[$0 + 1] < 0xD8 && stream[$0 + 1] > 0xCF }
      )
      var without = stream
      without.removeSubrange(marker...marker + 1)
      #expect(throws: PixelCodingError.self) { try Self.decode(without, format) }
    }
  }

  @Test(arguments: 0...4) func `a point transform shifts the values up`(shift: Int) throws {
    let image = Self.image(12, 10, bits: 12 - shift, noise: 9, seed: 3)
    var writer = LosslessWriter(predictor: 4, pointTransform: shift)
    let values = try Self.decode(writer.stream(image), Self.format(image, bits: 12))
    #expect(values == image.joined().map { $0 << shift })
  }

  @Test func `the largest difference has a size of its own`() throws {
    let image = [[0, 32768, 0, 65535], [32768, 0, 32767, 0]]
    for predictor in 1...7 {
      var writer = LosslessWriter(precision: 16, predictor: predictor)
      let values = try Self.decode(writer.stream(image), Self.format(image, bits: 16))
      #expect(values == image.flatMap(\.self))
    }
  }

  @Test func `a stream of more bits than are stored is masked to those`() throws {
    let image = [[5, 0xF005], [0x1FFF, 0x2001]]
    var writer = LosslessWriter(precision: 16)
    let values = try Self.decode(writer.stream(image), Self.format(image, bits: 12))
    #expect(values == [5, 5, 0xFFF, 1])
  }

  @Test func `a signed image's sign is its highest stored bit`() throws {
    var writer = LosslessWriter(precision: 12)
    let stream = writer.stream([[0xFFF, 0x800], [0x7FF, 1]])
    for stored in [12, 16] {
      let format = try PixelFormat(
        columns: 2, rows: 2, bitsAllocated: 16, bitsStored: stored, highBit: stored - 1,
        isSigned: true)
      #expect(try Self.decode(stream, format) == [-1, -2048, 2047, 1])
    }
  }

  @Test func `data that go on after the last row are refused`() throws {
    let image = Self.image(8, 8, bits: 12, noise: 400, seed: 1)
    var writer = LosslessWriter()
    let stream = writer.stream(image)
    let long = stream.dropLast(2) + [0x12, 0x34, 0x56, 0xFF, 0xD9]
    #expect(throws: PixelCodingError.self) {
      try Self.decode(Array(long), Self.format(image, bits: 12))
    }
  }

  @Test func `a frame that its bytes cannot hold is refused before anything is allocated`() throws {
    var writer = LosslessWriter()
    var stream = writer.stream([[1, 2], [3, 4]])
    // Rows and columns of the frame header, which stands first.
    stream.replaceSubrange(7..<11, with: [0x1F, 0xFF, 0x1F, 0xFF])
    let format = try PixelFormat(
      columns: 0x1FFF, rows: 0x1FFF, bitsAllocated: 16, bitsStored: 12, highBit: 11,
      isSigned: false)
    #expect(
      throws: PixelCodingError.damaged(
        "\(stream.count) bytes cannot hold the frame", offset: stream.count)
    ) {
      try Self.decode(stream, format)
    }
  }
}
