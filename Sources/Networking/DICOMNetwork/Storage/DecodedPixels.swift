import Codecs
import DICOMCoding
import DICOMImaging
import DICOMModel
import PixelCoding
import WorkScheduling

extension TransferSyntax {
  /// Whether every decoder makes the same samples of its streams: what is decoded then is what was
  /// encoded, or what everybody shows of it.
  var isDecodedExactly: Bool {
    [
      .encapsulatedUncompressed, .jpegLossless, .jpegLosslessSV1, .jpegLSLossless,
      .jpegLSNearLossless, .jpeg2000Lossless, .htj2kLossless, .htj2kLosslessRPCL, .rleLossless,
      .deflatedImageFrame,
    ].contains(self)
  }
}

extension DataSet {
  /// The data set with its compressed frames decoded.
  ///
  /// - Parameter syntax: The syntax of its frames, one that is decoded exactly.
  /// - Returns: The same samples, uncompressed.
  /// - Throws: ``DecodingError`` or an error of the decoder if the frames are not what the data set says.
  func withDecodedPixels(_ syntax: TransferSyntax) throws -> DataSet {
    guard let stored = bytes(.pixelData), let decoder = FrameDecoders.standard[syntax] else {
      throw DecodingError(description: "there is no pixel data that can be decoded")
    }
    let pixels = try ImagePixels(self)
    let encapsulated = try EncapsulatedPixelData(parsing: stored, offset: stored.startIndex)
    let frames = encapsulated.frames(
      count: pixels.frameCount, extendedOffsets: integers(.extendedOffsetTable) ?? []
    ) { Array(stored[$0].prefix(12)) }
    guard let frames = frames?.frames else {
      throw DecodingError(description: "its fragments cannot be told apart into frames")
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(pixels.frameBytes * frames.count)
    var color: ColorModel?
    for frame in frames {
      let stream = frame.fragments.flatMap { stored[$0] }
      let native = try decoder.decode(stream, format: pixels.format)
      guard native.format == pixels.format else {
        throw DecodingError(description: "its frames are not stored as the data set says")
      }
      bytes += native.bytes.prefix(pixels.frameBytes)
      color = native.colorModel ?? color
    }
    return replacingPixels(bytes, color: color, of: pixels)
  }

  private func replacingPixels(
    _ bytes: [UInt8], color: ColorModel?, of pixels: ImagePixels
  ) -> DataSet {
    var decoded = self
    decoded.remove(.extendedOffsetTable)
    decoded.remove(.extendedOffsetTableLengths)
    decoded.set(.pixelData, vr: pixels.format.bitsAllocated == 8 ? .ob : .ow, bytes: bytes)
    guard pixels.format.samplesPerPixel > 1 else { return decoded }
    decoded.set(.planarConfiguration, integer: 0)
    let photometric: String? =
      switch color {
      case .rgb: "RGB"
      case .ybrFull: "YBR_FULL"
      case nil: pixels.photometricInterpretation == "YBR_RCT" ? "RGB" : nil
      }
    if let photometric { decoded.set(.photometricInterpretation, string: photometric) }
    return decoded
  }
}

/// Compressed pixels cannot be decoded.
struct DecodingError: Error, CustomStringConvertible {
  let description: String
}
