/// A checksum of a run of bytes, which can be continued with that of the next run: parts may be
/// summed in parallel.
public struct Checksum: Hashable, Sendable {
  /// How it is computed.
  public enum Kind: Hashable, Sendable {
    /// Of gzip, ZIP and PNG.
    case crc32
    /// Of zlib streams.
    case adler32
  }

  /// How it is computed.
  public let kind: Kind
  /// The sum.
  public let value: UInt32
  /// How many bytes were summed.
  public let count: Int

  /// The checksum of no bytes.
  public init(_ kind: Kind) {
    self.init(kind: kind, value: kind == .crc32 ? 0 : 1, count: 0)
  }

  /// A checksum that somebody else computed.
  public init(_ kind: Kind, value: UInt32, count: Int) {
    self.init(kind: kind, value: value, count: count)
  }

  init(kind: Kind, value: UInt32, count: Int) {
    self.kind = kind
    self.value = value
    self.count = count
  }
}
