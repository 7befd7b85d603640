import DICOMModel

/// One pass over the items of encapsulated pixel data, fed with the bytes that it asks for.
struct FragmentWalk {
  private(set) var fragments: [Range<Int>] = []
  private(set) var basicOffsets: [Int] = []
  private(set) var firstItemOffset = 0
  private(set) var nonconformances: [EncapsulatedPixelData.Nonconformance] = []

  /// The bytes wanted next; nil when the walk is over.
  private(set) var wanted: Range<Int>?

  private enum Stage {
    case tableHeader, table, fragments
  }

  private let length: Int
  private let offset: Int
  private let limit: Int
  private var stage = Stage.tableHeader

  /// A walk over so many bytes; errors say where by adding the offset.
  init(length: Int, offset: Int, limit: Int) {
    self.length = length
    self.offset = offset
    self.limit = limit
    wanted = 0..<min(8, length)
  }

  /// Takes the bytes of ``wanted``; fewer of them are taken for the end.
  mutating func take(_ bytes: [UInt8]) throws(DataSetError) {
    guard let place = wanted?.lowerBound else { return }
    switch stage {
    case .tableHeader:
      guard let table = item(bytes, at: place) else {
        let found = Self.tag(bytes) ?? .sequenceDelimiter
        throw DataSetError(
          reason: .itemExpected(found: found), offset: offset, path: [], tag: .pixelData)
      }
      stage = .table
      wanted = table
      firstItemOffset = table.upperBound
    case .table:
      readTable(bytes)
      stage = .fragments
      wantHeader(at: firstItemOffset)
    case .fragments:
      guard let fragment = item(bytes, at: place) else { return end(bytes, at: place) }
      guard fragments.count < limit else {
        throw DataSetError(
          reason: .tooManyElements(limit: limit), offset: offset + place, path: [],
          tag: .pixelData)
      }
      fragments.append(fragment)
      wantHeader(at: fragment.upperBound)
    }
  }

  private mutating func wantHeader(at position: Int) {
    wanted = position..<min(position + 8, length)
  }

  /// The value of the item whose header this is, cut at the end of the bytes; nil if it is none.
  private mutating func item(_ header: [UInt8], at position: Int) -> Range<Int>? {
    guard header.count == 8, Self.tag(header) == .item else { return nil }
    let stated = header.withRawSpan { Int($0.uint32(4, order: .littleEndian)) }
    let start = position + 8
    if stated > length - start { nonconformances.append(.lastFragmentCut) }
    return start..<start + min(stated, length - start)
  }

  private static func tag(_ header: [UInt8]) -> Tag? {
    header.count < 4 ? nil : header.withRawSpan { $0.tag(0, order: .littleEndian) }
  }

  private mutating func end(_ header: [UInt8], at position: Int) {
    wanted = nil
    guard header.count < 8 || Self.tag(header) != .sequenceDelimiter else { return }
    nonconformances.append(length - position < 8 ? .missingDelimiter : .trailingBytes)
  }

  private mutating func readTable(_ table: [UInt8]) {
    if !table.count.isMultiple(of: 4) { nonconformances.append(.oddBasicOffsetTable) }
    basicOffsets = table.withRawSpan { bytes in
      (0..<bytes.byteCount / 4).map { Int(bytes.uint32($0 * 4, order: .littleEndian)) }
    }
  }
}
