import COpenJPEG
public import DICOMModel
public import PixelCoding
public import WorkScheduling

/// Frames of JPEG 2000 and HTJ2K through OpenJPEG.
///
/// The stream knows whether its samples have a sign; what the format says of it decides how
/// they are read afterwards. A colour transform that the stream states is undone, and the frame is then
/// RGB whatever Photometric Interpretation says. Memory: the frame, and 8 bytes a sample of
/// OpenJPEG's.
public struct JPEG2000Decoder: FrameDecoder {
  /// JPEG 2000 and High-Throughput JPEG 2000, lossless and lossy.
  public var transferSyntaxes: [TransferSyntax] {
    [.jpeg2000Lossless, .jpeg2000, .htj2kLossless, .htj2kLosslessRPCL, .htj2k]
  }

  /// Creates a decoder.
  public init() {}

  /// Decodes a frame.
  ///
  /// - Throws: `PixelCodingError` if the stream is damaged or cut, or of another size than the
  ///   format.
  public func decode(
    _ frame: RawSpan, format: PixelFormat, context: WorkContext
  ) throws(PixelCodingError) -> NativeFrame {
    let header = try JPEG2000Header(frame)
    let format = try format.ofStream(
      columns: header.columns, rows: header.rows, components: header.components,
      precision: header.precision, isExtended: header.isSigned)
    try format.checkHolds(frame.byteCount)
    var image = unsafe sagitta_j2k_image(
      width: UInt32(header.columns), height: UInt32(header.rows),
      precision: UInt32(header.precision), bytesPerSample: UInt32(format.bitsAllocated / 8),
      components: UInt32(header.components), goesOn: nil, caller: nil)
    return try unsafe NativeFrame(
      format: format, colorModel: header.isColorTransformed ? .rgb : nil
    ) { (samples) throws(PixelCodingError) in
      var failure = sagitta_j2k_failure()
      // SAFETY: the pointers are used during the call only; the samples have room for the image
      // that the shim insists on.
      let done = unsafe context.lent { goesOn, caller in
        unsafe image.goesOn = goesOn
        unsafe image.caller = caller
        return unsafe frame.withUnsafeBytes { bytes in
          let stream = unsafe UnsafeRawBufferPointer(rebasing: bytes[header.codestream])
          return unsafe sagitta_j2k_decode(
            stream.bindMemory(to: UInt8.self).baseAddress, stream.count, &image,
            samples.bindMemory(to: UInt8.self).baseAddress, &failure)
        }
      }
      guard done == 1 else {
        if context.isCancelled { throw .cancelled }
        throw .damaged(text(of: failure.message), offset: nil)
      }
    }
  }
}
