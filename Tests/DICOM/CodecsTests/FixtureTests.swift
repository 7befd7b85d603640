import Codecs
import Compression
import DICOMModel
import PixelCoding
import Testing

@Suite struct FixtureTests {
  @Test(arguments: CodecFixture.all)
  func `a stream decodes to the image it was made of`(fixture: CodecFixture) throws {
    let values = try fixture.decode(fixture.bytes())
    let difference = try #require(largestDifference(values, try fixture.expected()))
    #expect(difference <= fixture.tolerance)
  }

  @Test func `a byte that makes the length even changes nothing`() throws {
    for fixture in CodecFixture.all {
      let bytes = try fixture.bytes()
      #expect(try fixture.decode(bytes + [0]) == fixture.decode(bytes), "\(fixture)")
    }
  }

  @Test func `a frame of another size than the header's is refused`() throws {
    for fixture in CodecFixture.all {
      for (columns, rows) in [(18, 13), (19, 14), (13, 20), (65535, 65535)] {
        let format = try fixture.format(columns: columns, rows: rows)
        #expect(throws: PixelCodingError.self, "\(fixture)") {
          try fixture.decode(fixture.bytes(), format)
        }
      }
    }
  }

  @Test func `a grey stream in a colour image is refused`() throws {
    for fixture in CodecFixture.all {
      #expect(throws: PixelCodingError.self, "\(fixture)") {
        try fixture.decode(fixture.bytes(), fixture.format(samples: 3))
      }
    }
  }

  @Test func `the stream decides how it is decoded, not the transfer syntax`() throws {
    let lossless = CodecFixture("grey12-sv7.jpg", .jpegExtended)
    #expect(try lossless.decode(lossless.bytes()) == lossless.expected())
  }

  @Test func `eight bits through libjpeg equal our own DCT decoder`() throws {
    let fixture = CodecFixture("grey8-baseline.jpg", .jpegBaseline)
    let own = try JPEGDecoder().decode(fixture.bytes(), format: fixture.format()).storedValues
    #expect(try own == fixture.decode(fixture.bytes()))
  }

  @Test func `a JP2 file around a codestream is passed over`() throws {
    let fixture = CodecFixture("grey12.j2k", .jpeg2000)
    let stream = try fixture.bytes()
    let signature: [UInt8] = [0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20, 0x0D, 0x0A, 0x87, 0x0A]
    let box: [UInt8] = [0, 0, 0, 0, 0x6A, 0x70, 0x32, 0x63]
    #expect(try fixture.decode(signature + box + stream) == fixture.expected())
  }

  @Test func `a signed stream of twelve bits fits a header of sixteen`() throws {
    let fixture = CodecFixture("signed12.j2k", .jpeg2000Lossless)
    let format = try PixelFormat(
      columns: 19, rows: 13, bitsAllocated: 16, bitsStored: 16, highBit: 15, isSigned: true)
    #expect(try fixture.decode(fixture.bytes(), format) == fixture.expected())
  }

  @Test(arguments: ["grey12.j2k", "grey12.jls", "grey12-sv1.jpg", "grey12.rle"])
  func `a stream without a sign takes the header's`(file: String) throws {
    let fixture = try #require(CodecFixture.all.first { $0.file == file })
    let format = try PixelFormat(
      columns: 19, rows: 13, bitsAllocated: 16, bitsStored: 12, highBit: 11, isSigned: true)
    let expected = try fixture.expected().map { $0 < 2048 ? $0 : $0 - 4096 }
    #expect(try fixture.decode(fixture.bytes(), format) == expected)
  }

  @Test func `deflated and uncompressed frames are their samples`() throws {
    let format = try PixelFormat(
      columns: 5, rows: 3, bitsAllocated: 16, bitsStored: 16, highBit: 15, isSigned: true)
    let samples = (0..<30).map { UInt8($0 * 7) }
    let deflated = try Deflation.bytes(samples, format: .raw)
    let decoders = FrameDecoders.standard
    let frames: [(TransferSyntax, [UInt8])] = [
      (.deflatedImageFrame, deflated), (.deflatedImageFrame, deflated + [0]),
      (.encapsulatedUncompressed, samples), (.encapsulatedUncompressed, samples + [0]),
    ]
    for (syntax, bytes) in frames {
      let decoder = try #require(decoders[syntax])
      #expect(try decoder.decode(bytes, format: format).bytes.prefix(30) == samples[...])
    }
    let refused: [(TransferSyntax, [UInt8])] = [
      (.deflatedImageFrame, Array(deflated.dropLast(3))),
      (.deflatedImageFrame, try Deflation.bytes(samples + samples, format: .raw)),
      (.deflatedImageFrame, try Deflation.bytes(samples.dropLast(2), format: .raw)),
      (.encapsulatedUncompressed, Array(samples.dropLast())),
      (.encapsulatedUncompressed, samples + samples),
    ]
    for (syntax, bytes) in refused {
      let decoder = try #require(decoders[syntax])
      #expect(throws: PixelCodingError.self) { try decoder.decode(bytes, format: format) }
    }
  }

  @Test func `every other compressed syntax has no decoder`() {
    let read: Set<String> = [
      "1.98", "4.50", "4.51", "4.57", "4.70", "4.80", "4.81", "4.90", "4.91", "4.201", "4.202",
      "4.203", "5", "8.1",
    ]
    for syntax in TransferSyntax.all {
      let isRead = read.contains(String(syntax.uid.dropFirst("1.2.840.10008.1.2.".count)))
      #expect((FrameDecoders.standard[syntax] != nil) == isRead, "\(syntax)")
    }
  }
}
