import DICOMModel

/// The fragments of compressed pixel data, and which of them make up a frame (PS3.5 A.4).
public struct EncapsulatedPixelData: Hashable, Sendable {
  /// The fragments' values in order, the Basic Offset Table excluded, without item headers.
  ///
  /// Ranges count from the same origin as the `offset` given to the reader.
  public let fragments: [Range<Int>]

  /// The Basic Offset Table: bytes from ``firstItemOffset`` to the item header of each frame.
  public let basicOffsets: [Int]

  /// Where the item header of the first fragment is.
  public let firstItemOffset: Int

  /// What was wrong and got over.
  public let nonconformances: [Nonconformance]

  /// Something wrong in the fragments that reading got over.
  public enum Nonconformance: String, Hashable, Sendable, CustomStringConvertible {
    /// The delimiter at the end is missing.
    case missingDelimiter
    /// The last fragment is longer than the bytes; it was cut.
    case lastFragmentCut
    /// Bytes follow the fragments that are no item.
    case trailingBytes
    /// The length of the Basic Offset Table is no multiple of four.
    case oddBasicOffsetTable

    /// What is wrong, in words.
    public var description: String {
      switch self {
      case .missingDelimiter: "the pixel data ends without its delimiter"
      case .lastFragmentCut: "the last fragment of the pixel data is cut"
      case .trailingBytes: "bytes that are no fragment follow the pixel data's fragments"
      case .oddBasicOffsetTable: "the Basic Offset Table ends within a number"
      }
    }
  }

  /// Walks over the items of a pixel data value.
  ///
  /// The bytes begin at the first item; the delimiter and what follows it may be there. `offset` is
  /// added to all ranges: the value's offset in the file, say. Throws if there is no item at the
  /// beginning, or there are more fragments than the limit.
  public init(
    parsing bytes: RawSpan, offset: Int = 0, limit: Int = 1 << 22
  ) throws(DataSetError) {
    var walk = FragmentWalk(length: bytes.byteCount, offset: offset, limit: limit)
    while let range = walk.wanted {
      try walk.take(bytes.extracting(range).copy(first: range.count))
    }
    self.init(walk, offset: offset)
  }

  /// Walks over the items of a pixel data value; as for a span.
  public init(
    parsing bytes: ArraySlice<UInt8>, offset: Int = 0, limit: Int = 1 << 22
  ) throws(DataSetError) {
    self = try bytes.withRawSpan { (span) throws(DataSetError) in
      try EncapsulatedPixelData(parsing: span, offset: offset, limit: limit)
    }
  }

  /// Walks over the items of a pixel data value whose bytes are not at hand, reading their headers.
  ///
  /// `read` answers the bytes of a range of the value, which has `length` bytes; the walk asks for
  /// eight of each item, and for the Basic Offset Table. Otherwise as for a span; what `read`
  /// throws is thrown on.
  public init(
    length: Int, offset: Int = 0, limit: Int = 1 << 22, read: (Range<Int>) throws -> [UInt8]
  ) throws {
    var walk = FragmentWalk(length: length, offset: offset, limit: limit)
    while let range = walk.wanted { try walk.take(try read(range)) }
    self.init(walk, offset: offset)
  }

  private init(_ walk: FragmentWalk, offset: Int) {
    fragments = walk.fragments.map { $0.lowerBound + offset..<$0.upperBound + offset }
    basicOffsets = walk.basicOffsets
    firstItemOffset = walk.firstItemOffset + offset
    nonconformances = walk.nonconformances
  }
}
