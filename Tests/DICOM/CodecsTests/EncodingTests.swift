import Codecs
import DICOMModel
import PixelCoding
import Testing
import TestSupport

@Suite struct EncodingTests {
  @Test(arguments: [1, 8, 12, 16], [false, true])
  func `what JPEG 2000 encodes is what it decodes to`(bits: Int, isSigned: Bool) throws {
    var generator = SeededRandom(UInt64(bits))
    for (columns, rows) in [(1, 1), (1, 9), (19, 13), (65, 64), (300, 2)] {
      let format = try PixelFormat(
        columns: columns, rows: rows, bitsAllocated: bits > 8 ? 16 : 8, bitsStored: bits,
        highBit: bits - 1, isSigned: isSigned)
      var bytes: [UInt8] = []
      for n in 0..<columns * rows {
        // A ramp with noise, cut to the bits that are stored.
        let value = (n * 5 + Int.random(in: 0..<40, using: &generator)) & (1 << bits - 1)
        bytes.append(UInt8(value & 255))
        if bits > 8 { bytes.append(UInt8(value >> 8)) }
      }
      let frame = NativeFrame(bytes: bytes, format: format)
      let stream = try JPEG2000Encoder().encode(frame)
      let decoded = try JPEG2000Decoder().decode(stream, format: format)
      #expect(decoded.storedValues == frame.storedValues, "\(columns)×\(rows)")
    }
  }

  @Test func `there is an encoder for each syntax that is written, and no other`() {
    let written: Set<TransferSyntax> = [.rleLossless, .jpegLSLossless, .jpeg2000Lossless]
    for syntax in TransferSyntax.all {
      #expect((FrameEncoders.standard[syntax] != nil) == written.contains(syntax), "\(syntax)")
    }
  }
}
