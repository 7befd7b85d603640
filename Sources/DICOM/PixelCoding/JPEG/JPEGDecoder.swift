public import DICOMModel
public import WorkScheduling

/// Frames of JPEG: lossless with any predictor, grey or colour, and sequential DCT of 8 or 12
/// bits, grey.
///
/// The stream's own start of frame decides, whatever the transfer syntax says. Progressive,
/// hierarchical and arithmetic-coded streams are refused. Samples come as words of 16 bits.
/// Memory: 2 bytes a pixel. A pixel of a lossless stream takes a bit at least, a DCT block two,
/// so that a stream too short for the frame is refused before that.
public struct JPEGDecoder: FrameDecoder {
  /// JPEG Baseline, Extended (process 2 and 4), Lossless and Lossless SV1.
  public var transferSyntaxes: [TransferSyntax] {
    [.jpegBaseline, .jpegExtended, .jpegLossless, .jpegLosslessSV1]
  }

  /// Creates a decoder.
  public init() {}

  /// Decodes a frame.
  ///
  /// - Throws: ``PixelCodingError`` if the stream is damaged or cut, of another size than the
  ///   format, or of a process that is not read.
  public func decode(
    _ frame: RawSpan, format: PixelFormat, context: WorkContext
  ) throws(PixelCodingError) -> NativeFrame {
    try decode(frame, header: JPEGHeader(frame), format: format, context: context)
  }

  /// Decodes a frame whose header was read.
  package func decode(
    _ frame: RawSpan, header: JPEGHeader, format: PixelFormat, context: WorkContext
  ) throws(PixelCodingError) -> NativeFrame {
    switch header.process {
    case .other(let name): throw .unsupportedStream(name)
    case .nearLossless:
      return try JPEGLSDecoder().decode(
        frame, header: header, format: format, context: context)
    case .lossless, .sequentialDCT: break
    }
    let format = try format.ofStream(
      columns: header.columns, rows: header.rows, components: header.components,
      precision: header.precision, wordBits: 16)
    if header.process == .lossless, format.samplesPerPixel > 1 {
      try checkLength(
        frame, least: header.dataOffset + format.pixelCount * format.samplesPerPixel / 8)
      var scan = try LosslessColorScan(header)
      return try scan.decode(frame, context: context)
        .frame(format, colorModel: header.colorModel, context: context)
    }
    try format.checkGrey()
    if header.process == .lossless {
      let scan = try LosslessScan(header)
      try checkLength(frame, least: header.dataOffset + format.pixelCount / 8)
      return try unsafe NativeFrame(
        format: format, words: frame, context: context, decode: scan.decode)
    }
    let scan = try DCTScan(header)
    try checkLength(frame, least: scan.leastBytes)
    return try unsafe NativeFrame(
      format: format, words: frame, context: context, decode: scan.decode)
  }

  private func checkLength(_ frame: RawSpan, least: Int) throws(PixelCodingError) {
    guard frame.byteCount >= least else {
      throw .damaged("\(frame.byteCount) bytes cannot hold the frame", offset: frame.byteCount)
    }
  }
}
