import Codecs
import Compression
import DICOMCoding
import DICOMModel
import Faults
import Files
import PixelCoding
import Testing

@Suite struct `Bytes with the worst numbers` {
  @Test(arguments: Worst.counts) func `readers give what is there`(count: Int) throws {
    let reader = try ByteSource.memory([1, 2, 3], name: "a").open()
    for offset in Worst.counts {
      let bytes = try reader.bytes(at: offset, count: count)
      #expect(bytes == (offset == 0 && count > 0 ? [1, 2, 3] : []))
    }
    #expect(try reader.bytes(at: 2, count: count).count == (count > 0 ? 1 : 0))
  }

  @Test(arguments: Worst.counts) func `inflating ends at any limit`(limit: Int) throws {
    let packed = try Deflation.bytes([UInt8](repeating: 5, count: 5000), format: .zlib)
    for expected in [nil, 0, -1, Int.max, Int.min] {
      survive { _ = try Inflation.bytes(packed, format: .zlib, limit: limit, expected: expected) }
    }
    survive { _ = try Inflation.bytes([UInt8](), format: .gzip, limit: limit) }
  }

  @Test(arguments: Worst.counts) func `formats of pixels are possible or refused`(count: Int) {
    for format in [
      (count, 1, 1, 8, 8, 7), (1, count, 1, 8, 8, 7), (1, 1, count, 8, 8, 7),
      (1, 1, 1, count, 8, 7), (1, 1, 1, 16, count, 7), (1, 1, 1, 16, 12, count),
    ] {
      survive {
        let made = try PixelFormat(
          columns: format.0, rows: format.1, samplesPerPixel: format.2, bitsAllocated: format.3,
          bitsStored: format.4, highBit: format.5, isSigned: true)
        #expect(made.frameBytes > 0)
      }
    }
    // What nobody asks for, the compiler leaves out.
    #expect(PixelFormat.canHold(pixels: count, bytes: .max))
  }

  @Test func `decoders refuse nothing at all for the largest frame`() throws {
    let decoders: [any FrameDecoder] = [
      RLEDecoder(), JPEGDecoder(), JPEGLSDecoder(), EightBitJPEGDecoder(), JPEG2000Decoder(),
      DeflatedFrameDecoder(),
    ]
    for samples in [1, 3] {
      let format = try PixelFormat(
        columns: 65535, rows: 65535, samplesPerPixel: samples, bitsAllocated: 8, bitsStored: 8,
        highBit: 7, isSigned: false)
      for decoder in decoders {
        for stream in [[], [0], [0xFF, 0xD8, 0xFF], [UInt8](repeating: 255, count: 99)] {
          #expect(throws: PixelCodingError.self) {
            try decoder.decode(stream as [UInt8], format: format)
          }
        }
      }
    }
  }

  @Test(arguments: Worst.counts) func `parsers end at any limit`(count: Int) throws {
    var limits = ReadLimits()
    limits.depth = count
    limits.elementBytes = count
    limits.elementCount = count
    limits.inflatedBytes = count
    let reader = Part10Reader(limits: limits)
    var set = DataSet()
    set.set(.sopClassUID, string: "1.2.840.10008.5.1.4.1.1.2")
    set.set(.sopInstanceUID, string: "1.2.3")
    let file = try Part10Writer().file(set, transferSyntax: .explicitVRLittleEndian)
    survive { _ = try reader.readWhole(file) }
    survive { _ = try reader.read(prefix: file, streamLength: count) }
    survive { _ = try reader.readWhole([]) }
    let fragments: [UInt8] = [0xFE, 0xFF, 0, 0xE0, 0, 0, 0, 0, 0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]
    survive {
      let pixels = try EncapsulatedPixelData(parsing: fragments[...], offset: 0, limit: count)
      _ = pixels.frames(count: count, extendedOffsets: [count]) { _ in [] }
      _ = pixels.hasWrongTable(count: count, extendedOffsets: [count])
    }
  }
}
