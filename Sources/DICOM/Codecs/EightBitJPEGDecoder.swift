import CJPEG
public import DICOMModel
public import PixelCoding
public import WorkScheduling

/// Frames of JPEG Baseline and Extended, grey or of three colours: DCT of 8 bits through libjpeg-turbo, everything
/// else through `JPEGDecoder`.
///
/// Colours stay as the stream has them; the frame says whether they are RGB or YCbCr. Memory: a byte
/// a sample, and libjpeg's rows.
public struct EightBitJPEGDecoder: FrameDecoder {
  /// JPEG Baseline and Extended (process 2 and 4).
  public var transferSyntaxes: [TransferSyntax] { [.jpegBaseline, .jpegExtended] }

  /// Creates a decoder.
  public init() {}

  /// Decodes a frame.
  ///
  /// - Throws: `PixelCodingError` as `JPEGDecoder` does; what libjpeg warns of is damage.
  public func decode(
    _ frame: RawSpan, format: PixelFormat, context: WorkContext
  ) throws(PixelCodingError) -> NativeFrame {
    let header = try JPEGHeader(frame)
    guard header.process == .sequentialDCT, header.precision == 8 else {
      return try JPEGDecoder().decode(
        frame, header: header, format: format, context: context)
    }
    guard [1, 3].contains(format.samplesPerPixel) else {
      throw .unsupportedSamplesPerPixel(format.samplesPerPixel)
    }
    let format = try format.ofStream(
      columns: header.columns, rows: header.rows, components: header.components, precision: 8)
    // A block of 64 pixels takes two bits at least; libjpeg would fill what is missing with grey.
    guard frame.byteCount >= format.pixelCount / 256 else {
      throw .damaged("\(frame.byteCount) bytes cannot hold the frame", offset: frame.byteCount)
    }
    var image = unsafe sagitta_jpeg_image(
      width: UInt32(header.columns), height: UInt32(header.rows),
      components: Int32(header.components), goesOn: nil, caller: nil)
    return try unsafe NativeFrame(
      format: format, colorModel: header.colorModel
    ) { (samples) throws(PixelCodingError) in
      var failure = sagitta_jpeg_failure()
      // SAFETY: both pointers are used during the call only; there is a byte for every sample.
      let done = unsafe context.lent { goesOn, caller in
        unsafe image.goesOn = goesOn
        unsafe image.caller = caller
        return unsafe frame.withUnsafeBytes { bytes in
          unsafe sagitta_jpeg_decode(
            bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count, &image,
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
