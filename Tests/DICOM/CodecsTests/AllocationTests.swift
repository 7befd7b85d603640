import Codecs
import DICOMModel
import PixelCoding
import Testing

/// A stream that promises pixels which its bytes cannot hold is refused before a decoder allocates
/// for them.
@Suite struct AllocationTests {
  /// Size and precision in the frame header of JPEG, JPEG-LS and JPEG 2000 fixtures.
  private static func enlarged(_ fixture: CodecFixture, to size: Int) throws -> [UInt8] {
    var bytes = try fixture.bytes()
    let word = [UInt8(size >> 8), UInt8(size & 0xFF)]
    if fixture.file.hasSuffix(".j2k") {
      // Grid and tile size, 32 bits each, across and down.
      for start in [8, 12, 24, 28] {
        bytes.replaceSubrange(start..<start + 4, with: [0, 0] + word)
      }
    } else if !fixture.file.hasSuffix(".rle") {
      let frames: [UInt8] = [0xC0, 0xC1, 0xC3, 0xF7]
      let marker = try #require(
        bytes.indices.dropLast().first { bytes[$0] == 0xFF && frames.contains(bytes[$0 + 1]) })
      bytes.replaceSubrange(marker + 5..<marker + 9, with: word + word)
    }
    return bytes
  }

  @Test(arguments: CodecFixture.all)
  func `a few bytes hold no frame of 8192 × 8192`(fixture: CodecFixture) throws {
    let bytes = try Self.enlarged(fixture, to: 8192)
    let format = try fixture.format(columns: 8192, rows: 8192)
    let error = #expect(throws: PixelCodingError.self) { try fixture.decode(bytes, format) }
    #expect(error?.description.contains("cannot hold") == true, "\(String(describing: error))")
  }

  @Test func `a blank slice is believed from a hundred bytes, and more from more`() {
    #expect(PixelFormat.canHold(pixels: 2048 * 2048, bytes: 100))
    #expect(!PixelFormat.canHold(pixels: 4096 * 4096, bytes: 100))
    #expect(PixelFormat.canHold(pixels: 4096 * 4096, bytes: 3072))
  }
}
