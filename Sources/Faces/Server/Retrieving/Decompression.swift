import Archive
import Codecs
import DICOMCoding
import DICOMModel
import PixelCoding
import WorkScheduling

/// Instances whose frames were compressed without loss, with native pixels.
struct Decompression: Sendable {
  private let frames: StoredFrames
  private let dataSet: DataSet
  private let decoder: any FrameDecoder

  /// Whether frames of a syntax are what they were, once they are decoded.
  static func isLossless(_ syntax: TransferSyntax) -> Bool {
    lossless.contains(syntax) && FrameDecoders.standard[syntax] != nil
  }

  private static let lossless: Set<TransferSyntax> = [
    .encapsulatedUncompressed, .deflatedImageFrame, .rleLossless, .jpegLossless, .jpegLosslessSV1,
    .jpegLSLossless, .jpeg2000Lossless, .htj2kLossless, .htj2kLosslessRPCL,
  ]

  /// Prepares an instance.
  ///
  /// - Parameters:
  ///   - instance: The instance.
  ///   - dataSet: All of its attributes.
  /// - Throws: ``ServiceFailure``.
  init(_ instance: ArchivedInstance, _ dataSet: DataSet) throws {
    guard let decoder = FrameDecoders.standard[instance.transferSyntax] else {
      throw FrameLayout.noImage
    }
    self.decoder = decoder
    self.dataSet = dataSet
    frames = try StoredFrames(instance, attributes: dataSet)
  }

  /// A frame's native bytes.
  static func frame(_ frame: Int, of frames: StoredFrames, context: WorkContext) throws -> [UInt8] {
    guard let decoder = FrameDecoders.standard[frames.instance.transferSyntax] else {
      throw FrameLayout.noImage
    }
    return try decoder.decode(
      frames.bytes(ofFrame: frame), format: frames.layout.format(), context: context
    ).bytes
  }

  /// The data set with native pixels.
  func dataSet(context: WorkContext) throws -> DataSet {
    var pixels: [UInt8] = []
    var isRGB = false
    let format = try frames.layout.format()
    for frame in 1...frames.count {
      let decoded = try decoder.decode(
        frames.bytes(ofFrame: frame), format: format, context: context)
      pixels += decoded.bytes.prefix(decoded.format.frameBytes)
      isRGB = decoded.colorModel == .rgb
    }
    var result = dataSet
    result.set(
      .pixelData, vr: frames.layout.bitsAllocated > 8 ? .ow : .ob, bytes: pixels)
    result.remove(.extendedOffsetTable)
    result.remove(Tag(0x7FE0, 0x0002))
    if frames.layout.samples > 1 { result.set(.planarConfiguration, vr: .us, integer: 0) }
    // The reversible transforms of JPEG 2000 are undone by its decoder.
    let photometric = result.string(.photometricInterpretation)
    if isRGB || photometric == "YBR_RCT" {
      result.set(.photometricInterpretation, vr: .cs, string: "RGB")
    }
    return result
  }
}
