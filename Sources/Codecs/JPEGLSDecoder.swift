import CCharLS
public import DICOMModel
public import PixelCoding

/// Grey frames of JPEG-LS, lossless and near-lossless, through CharLS.
///
/// The stream has no sign: the format's stored bits say whether there is one. Memory: the frame.
public struct JPEGLSDecoder: FrameDecoder {
  /// JPEG-LS Lossless and Near-Lossless.
  public var transferSyntaxes: [TransferSyntax] { [.jpegLSLossless, .jpegLSNearLossless] }

  /// Creates a decoder.
  public init() {}

  /// Decodes a frame.
  ///
  /// - Throws: ``PixelCodingError`` if the stream is damaged or cut, of another size than the
  ///   format or of several components.
  public func decode(
    _ frame: RawSpan, format: PixelFormat
  ) throws(PixelCodingError) -> NativeFrame {
    try format.checkGrey()
    guard frame.byteCount > 0 else { throw .damaged("the frame is empty", offset: 0) }
    guard let decoder = unsafe charls_jpegls_decoder_create() else {
      throw .damaged("CharLS has no memory", offset: nil)
    }
    defer { unsafe charls_jpegls_decoder_destroy(decoder) }
    // SAFETY: the source stays where it is for the whole closure; the destination is as large as
    // the format, which was compared with the stream's own header.
    return try unsafe frame.withUnsafeBytes { (bytes) throws(PixelCodingError) in
      guard let source = bytes.baseAddress else { throw .damaged("the frame is empty", offset: 0) }
      try unsafe check(charls_jpegls_decoder_set_source_buffer(decoder, source, bytes.count))
      try unsafe check(charls_jpegls_decoder_read_header(decoder))
      var info = charls_frame_info()
      try unsafe check(charls_jpegls_decoder_get_frame_info(decoder, &info))
      let format = try format.ofStream(
        columns: Int(info.width), rows: Int(info.height), components: Int(info.component_count),
        precision: Int(info.bits_per_sample))
      return try unsafe NativeFrame(format: format) { (samples) throws(PixelCodingError) in
        guard let destination = samples.baseAddress else { return }
        try unsafe check(
          charls_jpegls_decoder_decode_to_buffer(decoder, destination, samples.count, 0))
      }
    }
  }

  private func check(_ code: charls_jpegls_errc) throws(PixelCodingError) {
    guard code.rawValue != 0 else { return }
    let words = unsafe charls_get_error_message(code).map { unsafe String(cString: $0) }
    throw .damaged(words ?? "CharLS fails with code \(code.rawValue)", offset: nil)
  }
}
