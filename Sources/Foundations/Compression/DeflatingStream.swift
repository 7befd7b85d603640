/// Deflates bytes as they come: the same stream as of all of them at once.
public final class DeflatingStream {
  private var stream: DeflateStream

  /// Begins a stream.
  ///
  /// - Throws: ``CompressionError`` if memory is lacking.
  public init(
    _ format: CompressedFormat, level: CompressionLevel = .standard
  ) throws(CompressionError) {
    stream = try DeflateStream(format, level: level)
  }

  deinit { stream.close() }

  /// Adds bytes.
  ///
  /// - Returns: What is ready, often nothing.
  /// - Throws: ``CompressionError``.
  public func add(_ plain: [UInt8]) throws(CompressionError) -> [UInt8] {
    try stream.step(plain, isLast: false)
  }

  /// Ends the stream; nothing may be added afterwards.
  ///
  /// - Returns: The rest of it.
  /// - Throws: ``CompressionError``.
  public func finish() throws(CompressionError) -> [UInt8] {
    try stream.step([], isLast: true)
  }
}
