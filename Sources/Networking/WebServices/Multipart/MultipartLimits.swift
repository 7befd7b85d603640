/// Bounds of what is taken of a body of several parts.
public struct MultipartLimits: Hashable, Sendable {
  /// Parts.
  public var parts: Int
  /// Bytes of the headers of a part.
  public var headerBytes: Int
  /// Bytes of a part.
  public var partBytes: Int
  /// Bytes before the first part.
  public var preambleBytes: Int

  /// Creates bounds.
  public init(
    parts: Int = 1_000_000, headerBytes: Int = 1 << 14, partBytes: Int = 1 << 40,
    preambleBytes: Int = 1 << 16
  ) {
    self.parts = parts
    self.headerBytes = headerBytes
    self.partBytes = partBytes
    self.preambleBytes = preambleBytes
  }
}
