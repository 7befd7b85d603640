import DICOMModel

extension DataSetParser {
  /// Reads or passes over the value that a header announces.
  ///
  /// When lenient, a value that the stream cuts short is taken as far as it goes.
  mutating func value(
    _ header: ElementHeader, bytes: RawSpan, at position: inout Int, end: Int,
    encoding: Encoding, isLenient: Bool
  ) throws(DataSetError) -> DataElement.Content {
    guard let length = header.length else {
      return try undefinedLengthValue(
        header, bytes: bytes, at: &position, end: end, encoding: encoding, isLenient: isLenient)
    }
    let start = position
    var count = length
    if isLenient, count > end - position {
      note(.pixelDataTruncated, at: position, tag: header.tag)
      count = end - position
    }
    try require(count, bytes: bytes, at: position, end: end, tag: header.tag)
    guard isLenient || count <= limits.elementBytes else {
      let reason = DataSetError.Reason.valueTooLong(byteCount: count, limit: limits.elementBytes)
      throw error(reason, at: position, tag: header.tag)
    }
    position += count
    let inner = itemEncoding(header, encoding: encoding)
    if holdsItems(header, bytes: bytes, at: start, count: count, order: inner.byteOrder),
      let items = try itemsOrBytes(header, bytes: bytes, at: start, count: count, encoding: inner)
    {
      return .storedItems(items)
    }
    if header.tag == .pixelRepresentation, count == 2 {
      isSigned = bytes.uint16(start, order: encoding.byteOrder) == 1
    }
    return .stored(offset: start, count: count)
  }

  private mutating func undefinedLengthValue(
    _ header: ElementHeader, bytes: RawSpan, at position: inout Int, end: Int,
    encoding: Encoding, isLenient: Bool
  ) throws(DataSetError) -> DataElement.Content {
    switch header.vr {
    case .sq, .un:
      let inner = itemEncoding(header, encoding: encoding)
      return .storedItems(
        try sequence(
          header.tag, bytes: bytes, at: &position, end: end, encoding: inner, isDefined: false))
    case .ob, .ow, .of, .od:
      return try fragments(
        header.tag, bytes: bytes, at: &position, end: end, encoding: encoding, isLenient: isLenient)
    default:
      throw error(.undefinedLength(header.vr), at: position, tag: header.tag)
    }
  }

  /// CP-246: what a UN element of an explicit encoding holds is Implicit VR Little Endian.
  private func itemEncoding(_ header: ElementHeader, encoding: Encoding) -> Encoding {
    if header.isImplicit {
      return Encoding(isExplicit: false, byteOrder: encoding.byteOrder)
    }
    return header.vr == .un ? .implicitLittle : encoding
  }

  /// Whether a value of known length is to be tried as a sequence.
  private func holdsItems(
    _ header: ElementHeader, bytes: RawSpan, at start: Int, count: Int, order: ByteOrder
  ) -> Bool {
    if header.vr == .sq { return true }
    guard header.vr == .un, count >= 8, bytes.tag(start, order: order) == .item else {
      return false
    }
    return header.isImplicit || DataDictionary.vr(header.tag) == .sq
  }

  /// The items of a value of known length, or nil when it is none: then its bytes are kept.
  private mutating func itemsOrBytes(
    _ header: ElementHeader, bytes: RawSpan, at start: Int, count: Int, encoding: Encoding
  ) throws(DataSetError) -> [DataSetNode]? {
    var position = start
    do {
      return try sequence(
        header.tag, bytes: bytes, at: &position, end: start + count, encoding: encoding,
        isDefined: true)
    } catch {
      switch error.reason {
      case .nestedTooDeep, .tooManyElements, .valueTooLong: throw error
      default: break
      }
      if header.vr == .sq { note(.malformedSequence, at: error.offset, tag: header.tag) }
      return nil
    }
  }

  /// Reads items up to the end or the delimiter.
  private mutating func sequence(
    _ sequence: Tag, bytes: RawSpan, at position: inout Int, end: Int, encoding: Encoding,
    isDefined: Bool
  ) throws(DataSetError) -> [DataSetNode] {
    guard path.count < limits.depth else {
      throw error(.nestedTooDeep(limit: limits.depth), at: position, tag: sequence)
    }
    path.append(DataSetError.Step(tag: sequence, item: 0))
    defer { path.removeLast() }
    var items: [DataSetNode] = []
    while position < end {
      try require(8, bytes: bytes, at: position, end: end)
      let tag = bytes.tag(position, order: encoding.byteOrder)
      switch tag {
      case .item:
        path[path.count - 1] = DataSetError.Step(tag: sequence, item: items.count)
        items.append(try item(bytes, at: &position, end: end, encoding: encoding, isCut: isDefined))
      case .sequenceDelimiter:
        position += 8
        return items
      case .itemDelimiter:
        note(.strayDelimiter, at: position)
        position += 8
      default:
        guard !isDefined, !items.isEmpty else {
          throw error(.itemExpected(found: tag), at: position)
        }
        note(.missingSequenceDelimiter, at: position)
        return items
      }
    }
    if !isDefined { note(.missingSequenceDelimiter, at: position) }
    return items
  }

  /// Reads one item, its header included.
  ///
  /// An item that leaves its sequence is cut, unless it is the stream that ends too soon.
  private mutating func item(
    _ bytes: RawSpan, at position: inout Int, end: Int, encoding: Encoding, isCut: Bool
  ) throws(DataSetError) -> DataSetNode {
    try countOne(at: position, tag: .item)
    let length = bytes.uint32(position + 4, order: encoding.byteOrder)
    position += 8
    guard length != .max else {
      return try elements(bytes, at: &position, end: end, encoding: encoding, in: .undefinedItem)
    }
    var count = Int(length)
    if count > end - position {
      guard isCut || end != streamLength else {
        let reason = DataSetError.Reason.truncated(needed: count, available: end - position)
        throw error(reason, at: position)
      }
      note(.itemLengthBeyondParent, at: position)
      count = end - position
    }
    let itemEnd = position + count
    return try elements(bytes, at: &position, end: itemEnd, encoding: encoding, in: .definedItem)
  }

  /// Passes over the fragments of compressed pixel data, the delimiter included.
  private mutating func fragments(
    _ tag: Tag, bytes: RawSpan, at position: inout Int, end: Int, encoding: Encoding,
    isLenient: Bool
  ) throws(DataSetError) -> DataElement.Content {
    let start = position
    while position < end {
      if isLenient, end - position < 8 { break }
      try require(8, bytes: bytes, at: position, end: end, tag: tag)
      let found = bytes.tag(position, order: encoding.byteOrder)
      let length = bytes.uint32(position + 4, order: encoding.byteOrder)
      if found == .sequenceDelimiter {
        let content = DataElement.Content.storedFragments(offset: start, count: position - start)
        position += 8
        return content
      }
      guard found == .item, length != .max else {
        if isLenient, position > start { break }
        throw error(.itemExpected(found: found), at: position, tag: tag)
      }
      if isLenient, Int(length) > end - position - 8 {
        note(.pixelDataTruncated, at: position, tag: tag)
        position = end
        break
      }
      try require(8 + Int(length), bytes: bytes, at: position, end: end, tag: tag)
      position += 8 + Int(length)
    }
    note(.missingSequenceDelimiter, at: position, tag: tag)
    // What follows broken fragments is not worth a guess.
    let content = DataElement.Content.storedFragments(offset: start, count: position - start)
    if isLenient { position = end }
    return content
  }
}
