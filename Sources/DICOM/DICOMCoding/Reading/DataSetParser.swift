import DICOMModel

/// How the elements of a data set, not the pixels, are encoded.
struct Encoding: Hashable {
  var isExplicit: Bool
  var byteOrder: ByteOrder

  static let implicitLittle = Encoding(isExplicit: false, byteOrder: .littleEndian)
  static let explicitLittle = Encoding(isExplicit: true, byteOrder: .littleEndian)
  static let explicitBig = Encoding(isExplicit: true, byteOrder: .bigEndian)
}

/// Reads elements from bytes that may be the beginning of a longer stream.
///
/// All positions count from the start of the stream, where the bytes begin too.
struct DataSetParser {
  let limits: ReadLimits
  /// Bytes of the whole stream; `Int.max` when not known.
  let streamLength: Int
  /// Whether pixel data at the top level ends the parse, or is an element like others.
  let stopsAtPixelData: Bool

  var nonconformances: [ParseNonconformance] = []
  var pixelData: PixelDataLocation?
  /// The items that are open.
  var path: [DataSetError.Step] = []
  /// Elements and items met.
  private(set) var count = 0
  /// Pixel Representation (0028,0103) as last met: it settles `US or SS`.
  var isSigned = false

  init(limits: ReadLimits, streamLength: Int, stopsAtPixelData: Bool) {
    self.limits = limits
    self.streamLength = streamLength
    self.stopsAtPixelData = stopsAtPixelData
  }

  /// What surrounds a run of elements.
  enum Region {
    /// The meta group: ends where another group begins.
    case meta
    /// The data set itself.
    case root
    /// An item with a length.
    case definedItem
    /// An item that a delimiter ends.
    case undefinedItem
  }

  /// Reads elements up to the end, a delimiter or, in the data set itself, the pixel data.
  mutating func elements(
    _ bytes: RawSpan, at position: inout Int, end: Int, encoding: Encoding, in region: Region
  ) throws(DataSetError) -> DataSetNode {
    var elements: [DataElement] = []
    if region == .root { elements.reserveCapacity(128) }
    var previous: Tag?
    var isOrdered = true
    while position < end {
      if region == .root, isTrailing(bytes, at: position, end: end, after: previous) {
        note(.trailingBytes, at: position)
        // The end of an inflated stream is not known before all of it is inflated.
        position = min(end, bytes.byteCount)
        break
      }
      try require(8, bytes: bytes, at: position, end: end)
      let tag = bytes.tag(position, order: encoding.byteOrder)
      if region == .meta, tag.group != 2 {
        return ordered(elements, isOrdered: isOrdered, encoding: encoding)
      }
      if tag.group == 0xFFFE {
        if try endsItem(tag, at: &position, in: region) {
          return ordered(elements, isOrdered: isOrdered, encoding: encoding)
        }
        continue
      }
      try countOne(at: position, tag: tag)
      let start = position
      let header = try header(bytes, tag: tag, at: position, end: end, encoding: encoding)
      if region == .root, Self.isPixelData(tag) {
        pixelData = PixelDataLocation(
          tag: tag, vr: header.vr, offset: header.valueOffset, length: header.length,
          byteOrder: encoding.byteOrder)
        if stopsAtPixelData { break }
      }
      position = header.valueOffset
      let content = try value(
        header, bytes: bytes, at: &position, end: end, encoding: encoding,
        isLenient: region == .root && Self.isPixelData(tag))
      if tag.isGroupLength, region != .meta { continue }
      if let previous, tag <= previous {
        isOrdered = false
        if tag < previous { note(.outOfOrder, at: start, tag: tag) }
      }
      previous = tag
      elements.append(DataElement(tag: tag, vr: header.vr, content: content))
    }
    if region == .undefinedItem { note(.missingItemDelimiter, at: position) }
    return ordered(elements, isOrdered: isOrdered, encoding: encoding)
  }

  static func isPixelData(_ tag: Tag) -> Bool {
    tag == .pixelData || tag == .floatPixelData || tag == .doubleFloatPixelData
  }

  /// Makes sure that so many bytes are in the region, and at hand.
  func require(
    _ count: Int, bytes: RawSpan, at position: Int, end: Int, tag: Tag? = nil
  ) throws(DataSetError) {
    guard count <= end - position else {
      let available = max(0, end - position)
      throw error(
        end == streamLength
          ? .truncated(needed: count, available: available)
          : .lengthBeyondParent(needed: count, available: available), at: position, tag: tag)
    }
    guard count <= bytes.byteCount - position else {
      throw error(.needsMore(bytes: position + count), at: position, tag: tag)
    }
  }

  mutating func countOne(at position: Int, tag: Tag) throws(DataSetError) {
    count += 1
    guard count <= limits.elementCount else {
      throw error(.tooManyElements(limit: limits.elementCount), at: position, tag: tag)
    }
  }

  func error(
    _ reason: DataSetError.Reason, at position: Int, tag: Tag? = nil
  ) -> DataSetError {
    DataSetError(reason: reason, offset: position, path: path, tag: tag)
  }

  mutating func note(_ code: ParseNonconformance.Code, at position: Int, tag: Tag? = nil) {
    guard nonconformances.count < Self.maximumNonconformances else { return }
    nonconformances.append(ParseNonconformance(code: code, offset: position, path: path, tag: tag))
  }

  /// More than these say nothing new, and would let a hostile file grow the list.
  private static let maximumNonconformances = 1000

  /// Whether a delimiter or item tag ends the item; if not, it was stray and is passed over.
  private mutating func endsItem(
    _ tag: Tag, at position: inout Int, in region: Region
  ) throws(DataSetError) -> Bool {
    switch (tag, region) {
    case (.itemDelimiter, .undefinedItem):
      position += 8
      return true
    case (.sequenceDelimiter, .undefinedItem), (.item, .undefinedItem):
      note(.missingItemDelimiter, at: position)
      return true
    case (.item, .definedItem):
      note(.wrongItemLength, at: position)
      return true
    case (.itemDelimiter, _), (.sequenceDelimiter, _):
      note(.strayDelimiter, at: position)
      position += 8
      return false
    default:
      throw error(.misplacedItem, at: position, tag: tag)
    }
  }

  /// Whether nothing but zeros is left: whole elements of zeros, or too few bytes for one.
  private func isTrailing(
    _ bytes: RawSpan, at position: Int, end: Int, after previous: Tag?
  ) -> Bool {
    guard previous != nil, position < bytes.byteCount, bytes.byte(position) == 0 else {
      return false
    }
    let last = min(position + 8, min(end, bytes.byteCount))
    guard last == end || last == position + 8 else { return false }
    return (position..<last).allSatisfy { bytes.byte($0) == 0 }
  }

  /// Elements in tag order, the first of every tag.
  private mutating func ordered(
    _ elements: [DataElement], isOrdered: Bool, encoding: Encoding
  ) -> DataSetNode {
    guard !isOrdered else {
      return DataSetNode(elements: elements, byteOrder: encoding.byteOrder)
    }
    let indices = elements.indices.sorted { left, right in
      (elements[left].tag.rawValue, left) < (elements[right].tag.rawValue, right)
    }
    var unique: [DataElement] = []
    unique.reserveCapacity(elements.count)
    for index in indices {
      if elements[index].tag == unique.last?.tag {
        note(.duplicateTag, at: offset(of: elements[index]), tag: elements[index].tag)
      } else {
        unique.append(elements[index])
      }
    }
    return DataSetNode(elements: unique, byteOrder: encoding.byteOrder)
  }

  private func offset(of element: DataElement) -> Int {
    switch element.content {
    case .stored(let offset, _), .storedFragments(let offset, _): offset
    default: 0
    }
  }
}
