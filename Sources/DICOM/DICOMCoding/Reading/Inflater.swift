import DICOMModel

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

extension Inflater {
  /// What some writers put around a deflated data set, although it has to be bare (PS3.5 A.5).
  public enum Wrapper: Hashable, Sendable {
    /// RFC 1950.
    case zlib
    /// RFC 1952.
    case gzip

    /// Recognises a wrapper by its first bytes; nil if the stream is bare.
    public init?(_ bytes: RawSpan) {
      guard bytes.byteCount >= 5 else { return nil }
      if bytes.uint16(0, order: .bigEndian) == 0x1F8B, bytes.byte(2) == 8 {
        self = .gzip
        return
      }
      // A bare stream may begin alike with a block of stored bytes: its length stands twice.
      let isStored = bytes.uint16(1, order: .littleEndian) == ~bytes.uint16(3, order: .littleEndian)
      let header = bytes.uint16(0, order: .bigEndian)
      guard header & 0x0F20 == 0x0800, header >> 12 <= 7, header % 31 == 0, !isStored else {
        return nil
      }
      self = .zlib
    }
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
