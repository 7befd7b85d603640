/// How much a stranger's data set may ask for.
///
/// Whatever the limits, reading allocates at most the bytes at hand (one copy) and 64 bytes for
/// every eight of them, since an element or item takes at least eight bytes of the stream.
public struct ReadLimits: Hashable, Sendable {
  /// Sequences within sequences.
  ///
  /// Structured reports reach about 15.
  public var depth: Int

  /// Bytes of one value, pixel data excepted.
  public var elementBytes: Int

  /// Elements and items in one data set, nested ones included.
  ///
  /// An enhanced object has about 50 for each frame.
  public var elementCount: Int

  /// Bytes of a deflated data set once inflated.
  public var inflatedBytes: Int

  /// Bytes before the pixel data, of a deflated data set once inflated, where the rest is left
  /// unread.
  ///
  /// An enhanced object has about 2 KB for each frame.
  public var headerBytes: Int

  /// Limits that no sensible object meets.
  public init(
    depth: Int = 64, elementBytes: Int = 1 << 30, elementCount: Int = 1 << 23,
    inflatedBytes: Int = 1 << 32, headerBytes: Int = 1 << 28
  ) {
    self.depth = depth
    self.elementBytes = elementBytes
    self.elementCount = elementCount
    self.inflatedBytes = inflatedBytes
    self.headerBytes = headerBytes
  }
}
