public import DICOMModel
public import WorkScheduling

/// Frames of JPEG-LS, grey or colour, lossless and near-lossless (ISO 14495-1, ITU-T T.87).
///
/// Our own, since the libraries that distributions have go round for ever on some damaged
/// streams. Samples come as words of 16 bits; the stream has no sign, the format's stored bits
/// say whether there is one. Streams with mapping tables, restart intervals or a point transform
/// are refused. Memory: 2 bytes a pixel, and 2 for every possible grey value.
public struct JPEGLSDecoder: FrameDecoder {
  /// JPEG-LS Lossless and Near-Lossless.
  public var transferSyntaxes: [TransferSyntax] { [.jpegLSLossless, .jpegLSNearLossless] }

  /// Creates a decoder.
  public init() {}

  /// Decodes a frame.
  ///
  /// - Throws: ``PixelCodingError`` if the stream is damaged or cut, or of another size than the
  ///   format.
  public func decode(
    _ frame: RawSpan, format: PixelFormat, context: WorkContext
  ) throws(PixelCodingError) -> NativeFrame {
    let header = try JPEGHeader(frame)
    guard header.process == .nearLossless else { throw .unsupportedStream("JPEG as JPEG-LS") }
    return try decode(frame, header: header, format: format, context: context)
  }

  /// Decodes a frame whose header was read.
  func decode(
    _ frame: RawSpan, header: JPEGHeader, format: PixelFormat, context: WorkContext
  ) throws(PixelCodingError) -> NativeFrame {
    let format = try format.ofStream(
      columns: header.columns, rows: header.rows, components: header.components,
      precision: header.precision, wordBits: 16)
    try format.checkHolds(frame.byteCount)
    guard format.samplesPerPixel == 1 else {
      var scan = JPEGLSColorScan(header)
      return try scan.decode(frame, context: context).frame(
        format, colorModel: header.colorModel, context: context)
    }
    let scan = try JPEGLSScan(header)
    return try unsafe NativeFrame(
      format: format, words: frame, context: context, decode: scan.decode)
  }
}
