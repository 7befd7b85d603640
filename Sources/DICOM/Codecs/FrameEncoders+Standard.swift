public import PixelCoding

extension FrameEncoders {
  /// Encoders of every compressed transfer syntax that this package writes, all lossless: RLE,
  /// JPEG-LS and JPEG 2000.
  public static let standard = FrameEncoders([RLEEncoder(), JPEGLSEncoder(), JPEG2000Encoder()])
}
