import COpenJPEG
public import DICOMModel
public import PixelCoding

/// Frames as lossless JPEG 2000 through OpenJPEG, grey or colour.
///
/// The stream says whether samples have a sign. Three colours go through the reversible transform,
/// which Photometric Interpretation has to say (`YBR_RCT`, PS3.5 8.2.4).
public struct JPEG2000Encoder: FrameEncoder {
  /// JPEG 2000 Lossless Only (1.2.840.10008.1.2.4.90).
  public var transferSyntaxes: [TransferSyntax] { [.jpeg2000Lossless] }

  /// Creates an encoder.
  public init() {}

  /// Encodes a frame in one tile.
  ///
  /// - Throws: `PixelCodingError` if samples have more than 16 bits or do not begin at the
  ///   lowest bit; what OpenJPEG says if it fails.
  public func encode(_ frame: NativeFrame) throws(PixelCodingError) -> [UInt8] {
    let format = frame.format
    guard format.bitsAllocated <= 16, format.highBit == format.bitsStored - 1 else {
      throw .badBits(
        allocated: format.bitsAllocated, stored: format.bitsStored, highBit: format.highBit)
    }
    var image = unsafe sagitta_j2k_image(
      width: UInt32(format.columns), height: UInt32(format.rows),
      precision: UInt32(format.bitsStored), bytesPerSample: UInt32(format.bitsAllocated / 8),
      components: UInt32(format.samplesPerPixel), goesOn: nil, caller: nil)
    var failure = sagitta_j2k_failure()
    var stream = unsafe sagitta_j2k_stream()
    // SAFETY: the samples are complete (NativeFrame) and used during the call only; the stream is
    // the shim's until it is given back.
    let done = unsafe frame.bytes.withUnsafeBufferPointer { samples in
      unsafe sagitta_j2k_encode(
        samples.baseAddress, &image, UInt32(format.samplesPerPixel), format.isSigned ? 1 : 0,
        &stream, &failure)
    }
    defer { unsafe sagitta_j2k_release(&stream) }
    guard done == 1 else { throw .unsupportedStream("JPEG 2000: \(text(of: failure.message))") }
    return unsafe [UInt8](UnsafeBufferPointer(start: stream.bytes, count: stream.count))
  }
}
