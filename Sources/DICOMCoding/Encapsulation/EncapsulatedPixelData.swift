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
  public let oddities: [Oddity]

  /// Something wrong in the fragments that reading got over.
  public enum Oddity: String, Hashable, Sendable {
    /// The delimiter at the end is missing.
    case missingDelimiter
    /// The last fragment is longer than the bytes; it was cut.
    case lastFragmentCut
    /// Bytes follow the fragments that are no item.
    case trailingBytes
    /// The length of the Basic Offset Table is no multiple of four.
    case oddBasicOffsetTable
  }

  /// Walks over the items of a pixel data value.
  ///
  /// The bytes begin at the first item; the delimiter and what follows it may be there. `offset` is
  /// added to all ranges: the value's offset in the file, say. Throws if there is no item at the
  /// beginning, or there are more fragments than the limit.
  public init(
    parsing bytes: RawSpan, offset: Int = 0, limit: Int = 1 << 22
  ) throws(DataSetError) {
    var walk = FragmentWalk(limit: limit)
    try walk.run(bytes, offset: offset)
    fragments = walk.fragments.map { $0.lowerBound + offset..<$0.upperBound + offset }
    basicOffsets = walk.basicOffsets
    firstItemOffset = walk.firstItemOffset + offset
    oddities = walk.oddities
  }

  /// Walks over the items of a pixel data value; as for a span.
  public init(
    parsing bytes: ArraySlice<UInt8>, offset: Int = 0, limit: Int = 1 << 22
  ) throws(DataSetError) {
    self = try bytes.withRawSpan { (span) throws(DataSetError) in
      try EncapsulatedPixelData(parsing: span, offset: offset, limit: limit)
    }
  }
}

/// One pass over the items.
private struct FragmentWalk {
  let limit: Int
  var fragments: [Range<Int>] = []
  var basicOffsets: [Int] = []
  var firstItemOffset = 0
  var oddities: [EncapsulatedPixelData.Oddity] = []

  init(limit: Int) {
    self.limit = limit
  }

  mutating func run(_ bytes: RawSpan, offset: Int) throws(DataSetError) {
    guard let table = item(bytes, at: 0) else {
      let found =
        bytes.byteCount >= 4 ? bytes.tag(0, .littleEndian) : Tag.sequenceDelimiter
      throw DataSetError(
        reason: .itemExpected(found: found), offset: offset, path: [], tag: .pixelData)
    }
    readTable(bytes, table)
    var position = table.upperBound
    firstItemOffset = position
    while let fragment = item(bytes, at: position) {
      guard fragments.count < limit else {
        throw DataSetError(
          reason: .tooManyElements(limit: limit), offset: position + offset, path: [],
          tag: .pixelData)
      }
      fragments.append(fragment)
      position = fragment.upperBound
    }
    let left = bytes.byteCount - position
    if left < 4 || bytes.tag(position, .littleEndian) != .sequenceDelimiter {
      oddities.append(left < 8 ? .missingDelimiter : .trailingBytes)
    }
  }

  /// The value of the item at a position, cut at the end of the bytes; nil when there is none.
  private mutating func item(_ bytes: RawSpan, at position: Int) -> Range<Int>? {
    guard position <= bytes.byteCount - 8, bytes.tag(position, .littleEndian) == .item else {
      return nil
    }
    let start = position + 8
    let length = Int(bytes.uint32(position + 4, .littleEndian))
    if length > bytes.byteCount - start { oddities.append(.lastFragmentCut) }
    return start..<start + min(length, bytes.byteCount - start)
  }

  private mutating func readTable(_ bytes: RawSpan, _ table: Range<Int>) {
    if !table.count.isMultiple(of: 4) { oddities.append(.oddBasicOffsetTable) }
    basicOffsets = (0..<table.count / 4).map {
      Int(bytes.uint32(table.lowerBound + $0 * 4, .littleEndian))
    }
  }
}
