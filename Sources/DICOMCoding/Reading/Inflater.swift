/// Raw inflation (RFC 1951), passed in so that this module links no C library.
public struct Inflater: Sendable {
  /// What came out.
  public struct Output: Sendable {
    /// The inflated bytes, at most as many as were asked for.
    public var bytes: [UInt8]
    /// Why they are not more.
    public var end: End

    /// Bytes and why they are not more.
    public init(bytes: [UInt8], end: End) {
      self.bytes = bytes
      self.end = end
    }
  }

  /// Why inflation stopped.
  public enum End: Hashable, Sendable {
    /// The deflate stream is complete.
    case complete
    /// As many bytes as were asked for are there.
    case limitReached
    /// The input ends before the deflate stream does.
    case inputExhausted
  }

  let inflate: @Sendable (_ deflated: RawSpan, _ limit: Int) throws -> Output

  /// An inflater that answers the first `limit` bytes, or all if there are fewer.
  public init(
    _ inflate: @escaping @Sendable (_ deflated: RawSpan, _ limit: Int) throws -> Output
  ) {
    self.inflate = inflate
  }
}

/// Raw deflation (RFC 1951) of a whole data set, passed in as the inflater is.
public struct Deflater: Sendable {
  let deflate: @Sendable (RawSpan) throws -> [UInt8]

  /// A deflater.
  public init(_ deflate: @escaping @Sendable (RawSpan) throws -> [UInt8]) {
    self.deflate = deflate
  }
}
