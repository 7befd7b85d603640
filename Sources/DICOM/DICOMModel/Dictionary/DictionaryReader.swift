/// Binary search in the constant text of ``DictionaryTable``: the one unsafe file of this module.
enum DictionaryReader {
  private static let recordSize = 18

  /// Position of a tag's record, by binary search over the eight hexadecimal digits.
  static func record(of tag: UInt32) -> Int? {
    let key = hexadecimal(tag)
    var low = 0
    var high = DictionaryTable.count
    while low < high {
      let middle = (low + high) >> 1
      if recordKey(middle) < key { low = middle + 1 } else { high = middle }
    }
    return low < DictionaryTable.count && recordKey(low) == key ? low : nil
  }

  /// The representation in a tag's record, with choices settled as ``DataDictionary/vr(_:)`` says.
  static func vr(of tag: UInt32) -> VR? {
    guard let record = record(of: tag) else { return nil }
    let first = indexByte(record, position: 8)
    let second = indexByte(record, position: 9)
    return VR(first, second) ?? choices(first, second)[0]
  }

  /// Whether the record says `US or SS`.
  static func isUnsignedOrSigned(record: Int) -> Bool {
    indexByte(record, position: 8) == UInt8(ascii: "X")
      && indexByte(record, position: 9) == UInt8(ascii: "S")
  }

  /// The whole entry of a record.
  static func entry(_ tag: Tag, record: Int) -> DataDictionary.Entry {
    let nameOffset = (12..<17).reduce(0) { $0 << 4 | digit(indexByte(record, position: $1)) }
    let line = names(from: nameOffset)
    return entry(
      tag, vr: choices(indexByte(record, position: 8), indexByte(record, position: 9)),
      multiplicity: indexByte(record, position: 10), retired: indexByte(record, position: 11),
      keyword: String(decoding: line.prefix { $0 != bar }, as: UTF8.self),
      name: String(decoding: line.drop { $0 != bar }.dropFirst(), as: UTF8.self))
  }

  /// The entry of a repeating group, such as (60xx,3000), if the tag belongs to one.
  static func repeater(_ tag: Tag) -> DataDictionary.Entry? {
    let key = hexadecimal(tag.rawValue)
    let digits = stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: key >> $0) }
    for line in repeaters where zip(line, digits).allSatisfy({ $0 == $1 || $0 == anyDigit }) {
      let words = line.dropFirst(13).split(separator: bar)
      return entry(
        tag, vr: choices(line[8], line[9]), multiplicity: line[10], retired: line[11],
        keyword: String(decoding: words[0], as: UTF8.self),
        name: String(decoding: words[1], as: UTF8.self))
    }
    return nil
  }

  /// The tag whose keyword has these bytes.
  static func tag(keyword: [UInt8]) -> Tag? {
    for record in 0..<DictionaryTable.count {
      let offset = (12..<17).reduce(0) { $0 << 4 | digit(indexByte(record, position: $1)) }
      if name(at: offset, is: keyword) {
        return Tag(
          rawValue: (0..<8).reduce(0) { $0 << 4 | UInt32(digit(indexByte(record, position: $1))) })
      }
    }
    return nil
  }

  private static let bar = UInt8(ascii: "|")
  private static let anyDigit = UInt8(ascii: "x")

  private static let repeaters = text(DictionaryTable.repeaters)
    .split(separator: UInt8(ascii: "\n")).map(Array.init)

  private static func entry(
    _ tag: Tag, vr: [VR], multiplicity: UInt8, retired: UInt8, keyword: String, name: String
  ) -> DataDictionary.Entry {
    DataDictionary.Entry(
      tag: tag, vr: vr[0], alternatives: vr,
      multiplicity: DictionaryTable.multiplicities[Int(multiplicity) - 65],
      isRetired: retired == UInt8(ascii: "R"), keyword: keyword, name: name)
  }

  private static func choices(_ first: UInt8, _ second: UInt8) -> [VR] {
    if let vr = VR(first, second) { return [vr] }
    switch second {
    case UInt8(ascii: "S"): return [.us, .ss]
    case UInt8(ascii: "B"): return [.ow, .ob]
    case UInt8(ascii: "W"): return [.ow, .us]
    case UInt8(ascii: "L"): return [.ow, .us, .ss]
    default: return [.un]
    }
  }

  private static func digit(_ letter: UInt8) -> Int {
    Int(letter < 0x41 ? letter - 0x30 : letter - 0x37)
  }

  /// The eight upper-case hexadecimal digits of a tag as one number that sorts as the tag does.
  private static func hexadecimal(_ tag: UInt32) -> UInt64 {
    var nibbles = UInt64(tag)
    nibbles = (nibbles | nibbles << 16) & 0x0000_FFFF_0000_FFFF
    nibbles = (nibbles | nibbles << 8) & 0x00FF_00FF_00FF_00FF
    nibbles = (nibbles | nibbles << 4) & 0x0F0F_0F0F_0F0F_0F0F
    // 1 in every byte whose nibble is ten or more; such digits are letters, 7 further on in ASCII.
    let letters = (nibbles + 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
    return nibbles + 0x3030_3030_3030_3030 + letters * 7
  }

  private static func recordKey(_ record: Int) -> UInt64 {
    // SAFETY: callers keep record below count, and a record has 18 >= 8 constant bytes.
    let start = unsafe UnsafeRawPointer(DictionaryTable.index.utf8Start)
    return unsafe UInt64(
      bigEndian: start.loadUnaligned(fromByteOffset: record * recordSize, as: UInt64.self))
  }

  private static func indexByte(_ record: Int, position: Int) -> UInt8 {
    precondition(record < DictionaryTable.count && position < recordSize)
    // SAFETY: the position lies in the record, and the table has count records.
    return unsafe DictionaryTable.index.utf8Start[record * recordSize + position]
  }

  private static func names(from offset: Int) -> [UInt8] {
    let table = DictionaryTable.names
    var end = offset
    // SAFETY: the end stays below the table's size.
    while end < table.utf8CodeUnitCount, unsafe table.utf8Start[end] != 0x0A { end += 1 }
    return unsafe Array(
      UnsafeBufferPointer(start: table.utf8Start + offset, count: end - offset))
  }

  private static func name(at offset: Int, is keyword: [UInt8]) -> Bool {
    let table = DictionaryTable.names
    guard offset + keyword.count < table.utf8CodeUnitCount else { return false }
    // SAFETY: the guard keeps every position, the closing bar's too, inside the table.
    let start = unsafe table.utf8Start + offset
    guard unsafe start[keyword.count] == bar else { return false }
    return keyword.indices.allSatisfy { unsafe start[$0] == keyword[$0] }
  }

  private static func text(_ table: StaticString) -> [UInt8] {
    // SAFETY: pointer and count belong to the same constant string.
    unsafe Array(UnsafeBufferPointer(start: table.utf8Start, count: table.utf8CodeUnitCount))
  }
}
