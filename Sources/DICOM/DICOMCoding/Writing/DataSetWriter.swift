public import DICOMModel

/// A data set cannot be written, and why.
public struct WriteError: Error, Hashable, CustomStringConvertible {
  /// What was wrong.
  public enum Reason: Hashable, Sendable {
    /// A value or sequence has 2^32 - 1 bytes or more.
    case tooLong(byteCount: Int)
    /// The syntax is deflated, and the writer was given no deflater.
    case noDeflater
    /// The deflater refused; its own words.
    case deflationFailed(String)
    /// The data set lacks what the meta group needs.
    case missing
  }

  /// What was wrong.
  public let reason: Reason

  /// The attribute, if it is about one.
  public let tag: Tag?

  /// One line: reason and tag.
  public var description: String {
    let words =
      switch reason {
      case .tooLong(let count): "a value of \(count) bytes is too long"
      case .noDeflater: "the transfer syntax is deflated and there is no deflater"
      case .deflationFailed(let words): "deflating failed: \(words)"
      case .missing: "a needed attribute is missing"
      }
    return tag.map { "\(words), in \($0)" } ?? words
  }
}

/// Writes the elements of a data set in one encoding.
struct DataSetWriter {
  let encoding: Encoding
  private(set) var bytes: [UInt8] = []

  init(_ encoding: Encoding, capacity: Int = 0) {
    self.encoding = encoding
    bytes.reserveCapacity(capacity)
  }

  /// Writes all elements; groups that belong elsewhere (0000, 0002, FFFE) and group lengths not.
  mutating func write(_ dataSet: DataSet) throws(WriteError) {
    for element in dataSet.elements where Self.belongs(element.tag) {
      try write(element, of: dataSet)
    }
  }

  /// Writes one element, whatever its group.
  mutating func write(_ element: DataElement, of dataSet: DataSet) throws(WriteError) {
    if let items = dataSet.items(element.tag) {
      return try write(items, as: element.tag)
    }
    guard let value = dataSet.bytes(element.tag) else { return }
    if element.isEncapsulated {
      header(element.tag, vr: element.vr == .un ? .ob : element.vr, length: .max)
      bytes += value
      delimiter()
      return
    }
    let count = value.count + (value.count.isMultiple(of: 2) ? 0 : 1)
    guard count < UInt32.max else {
      throw WriteError(reason: .tooLong(byteCount: count), tag: element.tag)
    }
    // PS3.5 6.2.2: a value too long for a 16-bit length goes as UN.
    let fits = !encoding.isExplicit || element.vr.hasLongLength || count <= 0xFFFE
    header(element.tag, vr: fits ? element.vr : .un, length: UInt32(count))
    append(
      value, wordSize: element.vr.wordSize,
      from: dataSet.byteOrder, to: fits ? encoding.byteOrder : .littleEndian)
    if count > value.count { bytes.append(element.vr.padding) }
  }

  private static func belongs(_ tag: Tag) -> Bool {
    !tag.isGroupLength && tag.group > 2 && tag.group != 0xFFFE
  }

  /// Writes a sequence with lengths, which are filled in once the items are written.
  private mutating func write(_ items: [DataSet], as tag: Tag) throws(WriteError) {
    header(tag, vr: .sq, length: 0)
    let start = bytes.count
    for item in items {
      self.tag(.item)
      append(UInt32(0))
      let itemStart = bytes.count
      for element in item.elements where !element.tag.isGroupLength {
        try write(element, of: item)
      }
      try fillLength(before: itemStart, tag: tag)
    }
    try fillLength(before: start, tag: tag)
  }

  private mutating func fillLength(before start: Int, tag: Tag) throws(WriteError) {
    let count = bytes.count - start
    guard count < UInt32.max else { throw WriteError(reason: .tooLong(byteCount: count), tag: tag) }
    for index in 0..<4 {
      let shift = UInt32(encoding.byteOrder == .littleEndian ? index : 3 - index) * 8
      bytes[start - 4 + index] = UInt8(truncatingIfNeeded: UInt32(count) >> shift)
    }
  }

  mutating func header(_ tag: Tag, vr: VR, length: UInt32) {
    self.tag(tag)
    guard encoding.isExplicit else { return append(length) }
    bytes += vr.code.utf8
    if vr.hasLongLength {
      bytes += [0, 0]
      append(length)
    } else {
      append(UInt16(truncatingIfNeeded: length))
    }
  }

  private mutating func delimiter() {
    tag(.sequenceDelimiter)
    append(UInt32(0))
  }

  private mutating func tag(_ tag: Tag) {
    append(tag.group)
    append(tag.element)
  }

  private mutating func append<Word: FixedWidthInteger>(_ word: Word) {
    let ordered = encoding.byteOrder == .littleEndian ? word : word.byteSwapped
    for shift in stride(from: 0, to: Word.bitWidth, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: ordered >> Word(shift)))
    }
  }

  private mutating func append(
    _ value: ArraySlice<UInt8>, wordSize: Int, from source: ByteOrder, to target: ByteOrder
  ) {
    guard wordSize > 1, source != target, value.count.isMultiple(of: wordSize) else {
      bytes += value
      return
    }
    for start in stride(from: value.startIndex, to: value.endIndex, by: wordSize) {
      bytes += value[start..<start + wordSize].reversed()
    }
  }
}
