import Codecs
import Compression
import PixelCoding
import Sagitta
import WorkScheduling

extension MeasuredCall {
  /// Decodes one frame as large as a sheet may be.
  private static func decode(
    _ name: String, with decoder: some FrameDecoder, bits: Int = 16, samples: Int = 1,
    encode: @escaping @Sendable (NativeFrame) throws -> [UInt8]
  ) -> MeasuredCall {
    MeasuredCall(
      "decode one frame of \(name)",
      preparing: { input in
        let side = input.size.columns * 8
        let format = try PixelFormat(
          columns: side, rows: side, samplesPerPixel: samples, bitsAllocated: bits,
          bitsStored: min(bits, 12), highBit: min(bits, 12) - 1, isSigned: false)
        let stream = try encode(NativeFrame(bytes: MeasuredFrames.bytes(format), format: format))
        return { _, context in
          do {
            _ = try decoder.decode(stream, format: format, context: context)
          } catch PixelCodingError.cancelled {
            throw WorkCancelled()
          }
        }
      })
  }

  static let decoding = [
    decode("RLE", with: RLEDecoder()) { try RLEEncoder().encode($0) },
    decode("JPEG-LS", with: JPEGLSDecoder()) { try JPEGLSEncoder().encode($0) },
    decode("JPEG 2000", with: JPEG2000Decoder()) { try JPEG2000Encoder().encode($0) },
    decode("lossless JPEG", with: JPEGDecoder()) { MeasuredFrames.lossless($0.format) },
    decode("lossless JPEG in colour", with: JPEGDecoder(), samples: 3) {
      MeasuredFrames.lossless($0.format)
    },
    decode("JPEG of 8 bits", with: EightBitJPEGDecoder(), bits: 8) { frame in
      let raster = Raster(
        width: frame.format.columns, height: frame.format.rows, samples: .gray8(frame.bytes))
      return try raster.jpegBytes()
    },
    decode("JPEG of 8 bits in Swift", with: JPEGDecoder(), bits: 8) { frame in
      let raster = Raster(
        width: frame.format.columns, height: frame.format.rows, samples: .gray8(frame.bytes))
      return try raster.jpegBytes()
    },
    decode("deflated samples", with: DeflatedFrameDecoder()) { frame in
      try Deflation.bytes(frame.bytes, format: .raw)
    },
  ]
}

/// Streams of frames that are measured.
enum MeasuredFrames {
  /// Noise in the lower bits of a grey.
  static func bytes(_ format: PixelFormat) -> [UInt8] {
    (0..<format.frameBytes).map { place in
      let noise = UInt8(truncatingIfNeeded: (place &* 2_654_435_761) >> 9)
      return format.bitsAllocated == 8 || place & 1 == 0 ? noise & 63 : 4
    }
  }

  /// A lossless stream of one grey: every difference is none, and takes one bit (T.81 Annex H).
  static func lossless(_ format: PixelFormat) -> [UInt8] {
    let components = Array(1...UInt8(format.samplesPerPixel))
    func segment(_ marker: UInt8, _ bytes: [UInt8]) -> [UInt8] {
      [0xFF, marker] + word(bytes.count + 2) + bytes
    }
    func word(_ number: Int) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 255)] }
    var frame = [12] + word(format.rows) + word(format.columns) + [UInt8(components.count)]
    frame += components.flatMap { [$0, 0x11, 0] as [UInt8] }
    let table: [UInt8] = [0, 1] + [UInt8](repeating: 0, count: 15) + [0]
    var scan: [UInt8] = [UInt8(components.count)]
    scan += components.flatMap { [$0, 0] as [UInt8] }
    scan += [1, 0, 0]
    let bits = format.pixelCount * format.samplesPerPixel
    var data = [UInt8](repeating: 0, count: bits / 8)
    if bits % 8 > 0 { data.append(255 >> UInt8(bits % 8)) }
    var stream: [UInt8] = [0xFF, 0xD8]
    stream += segment(0xC3, frame) + segment(0xC4, table) + segment(0xDA, scan)
    return stream + data + [0xFF, 0xD9]
  }
}
