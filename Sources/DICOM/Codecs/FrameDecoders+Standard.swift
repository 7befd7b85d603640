public import PixelCoding

extension FrameDecoders {
  /// Decoders of every compressed transfer syntax that this package reads, for grey and colour images:
  /// encapsulated uncompressed, RLE, JPEG (baseline, extended, lossless), JPEG-LS, JPEG 2000,
  /// HTJ2K and deflated frames.
  ///
  /// Not read, and refused by name: the retired processes of JPEG (progressive, hierarchical),
  /// the multi-component part of JPEG 2000, JPIP, JPEG XL and video.
  public static let standard = FrameDecoders([
    UncompressedDecoder(), DeflatedFrameDecoder(), RLEDecoder(), JPEGDecoder(),
    EightBitJPEGDecoder(), JPEGLSDecoder(), JPEG2000Decoder(),
  ])
}
