/// Deflating bytes.
public enum Deflation {
  /// One complete stream.
  public static func bytes(
    _ plain: RawSpan, format: CompressedFormat, level: CompressionLevel = .standard
  ) throws(CompressionError) -> [UInt8] {
    try deflate(plain, format: format, level: level, isLast: true)
  }

  /// One complete stream.
  public static func bytes(
    _ plain: [UInt8], format: CompressedFormat, level: CompressionLevel = .standard
  ) throws(CompressionError) -> [UInt8] {
    try plain.withRawSpan { (span) throws(CompressionError) in
      try bytes(span, format: format, level: level)
    }
  }
}
