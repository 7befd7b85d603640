import Codecs
import DICOMModel
import Foundation
import PixelCoding
import TestSupport
import Testing

/// One of the tiny colour frames of `Tests/Fixtures/codecs`.
struct ColourFixture: Sendable, CustomStringConvertible {
  let file: String
  let syntax: TransferSyntax
  /// What the stream says of its colours.
  let colorModel: ColorModel?
  /// Whether the samples are those before compression.
  var isLossless = true

  static let all = [
    ColourFixture(file: "colour8.rle", syntax: .rleLossless, colorModel: nil),
    ColourFixture(file: "colour8-sv1.jpg", syntax: .jpegLosslessSV1, colorModel: nil),
    ColourFixture(file: "colour8-sv6.jpg", syntax: .jpegLossless, colorModel: nil),
    ColourFixture(file: "colour8-none.jls", syntax: .jpegLSLossless, colorModel: nil),
    ColourFixture(file: "colour8-line.jls", syntax: .jpegLSLossless, colorModel: nil),
    ColourFixture(file: "colour8-sample.jls", syntax: .jpegLSLossless, colorModel: nil),
    ColourFixture(
      file: "colour8-420.jpg", syntax: .jpegBaseline, colorModel: .ybrFull, isLossless: false),
    ColourFixture(file: "colour8-rct.j2k", syntax: .jpeg2000Lossless, colorModel: .rgb),
    ColourFixture(file: "colour8.j2k", syntax: .jpeg2000Lossless, colorModel: nil),
  ]

  var description: String { file }

  func bytes() throws -> [UInt8] {
    try [UInt8](Data(contentsOf: Repository.fixtures.appending(path: "codecs/\(file)")))
  }

  /// The samples before compression, pixel by pixel.
  static func expected() throws -> [UInt8] {
    try [UInt8](Data(contentsOf: Repository.fixtures.appending(path: "codecs/colour8.values")))
  }

  func decode(_ bytes: [UInt8]) throws(PixelCodingError) -> NativeFrame {
    guard let decoder = FrameDecoders.standard[syntax] else {
      throw PixelCodingError.unsupportedTransferSyntax(syntax.name)
    }
    return try decoder.decode(
      bytes,
      format: PixelFormat(
        columns: 20, rows: 14, samplesPerPixel: 3, bitsAllocated: 8, bitsStored: 8, highBit: 7,
        isSigned: false))
  }

  /// The bytes of the samples, whatever the words of the decoder.
  static func samples(_ frame: NativeFrame) -> [UInt8] {
    frame.format.bitsAllocated == 8
      ? frame.bytes : stride(from: 0, to: frame.bytes.count, by: 2).map { frame.bytes[$0] }
  }
}

@Suite struct ColourFixtureTests {
  @Test(arguments: ColourFixture.all)
  func `colours decode pixel by pixel to what was compressed`(fixture: ColourFixture) throws {
    let frame = try fixture.decode(fixture.bytes())
    #expect(frame.colorModel == fixture.colorModel)
    #expect(frame.format.samplesPerPixel == 3)
    guard fixture.isLossless else { return }
    #expect(try ColourFixture.samples(frame) == ColourFixture.expected())
  }

  @Test(arguments: ColourFixture.all)
  func `a colour stream cut anywhere is refused, or only lost its end marker`(
    fixture: ColourFixture
  ) throws {
    let bytes = try fixture.bytes()
    let whole = try fixture.decode(bytes)
    for count in 0..<bytes.count {
      do throws(PixelCodingError) {
        #expect(try fixture.decode(Array(bytes.prefix(count))) == whole, "cut to \(count)")
        #expect(count > bytes.count - 8, "cut to \(count)")
      } catch {
        #expect(!error.description.isEmpty)
      }
    }
  }

  @Test(arguments: ColourFixture.all)
  func `flipped bits of a colour stream give an error or samples`(fixture: ColourFixture) throws {
    var generator = SeededRandom(20_261_128)
    let bytes = try fixture.bytes()
    for _ in 0..<400 {
      var flipped = bytes
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        let wild: [UInt8] = [0, 1, 0x7F, 0x80, 0xFF, flipped[place] ^ 1 << UInt8(place & 7)]
        flipped[place] = wild[Int.random(in: 0..<wild.count, using: &generator)]
      }
      do throws(PixelCodingError) {
        #expect(ColourFixture.samples(try fixture.decode(flipped)).count == 20 * 14 * 3)
      } catch {
        #expect(!error.description.isEmpty)
      }
    }
  }
}
