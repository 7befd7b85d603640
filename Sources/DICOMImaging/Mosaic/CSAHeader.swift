import DICOMModel
import Geometry

/// What a Siemens CSA image header says of a mosaic.
///
/// The layout is that of nibabel's description: names of 64 bytes, each with a list of texts.
/// Version 2 begins with `SV10`; version 1 begins with the count and codes lengths otherwise.
struct CSAHeader {
  /// NumberOfImagesInMosaic.
  let tileCount: Int?
  /// SliceNormalVector: the direction in which the tiles follow each other.
  let sliceNormal: PatientVector?

  /// Reads (0029,1010); nil if it is not there.
  init?(_ dataSet: DataSet) {
    guard let block = dataSet.privateBlock(0x0029, "SIEMENS CSA HEADER"),
      let bytes = dataSet.bytes(block.tag(0x10))
    else { return nil }
    var reader = CSAReader(bytes)
    let values = reader.values(of: ["NumberOfImagesInMosaic", "SliceNormalVector"])
    tileCount = values["NumberOfImagesInMosaic"]?.first.flatMap { Int($0) }
    let normal = values["SliceNormalVector"]?.compactMap(Double.init) ?? []
    sliceNormal =
      normal.count == 3 && normal.allSatisfy(\.isFinite)
      ? PatientVector(normal[0], normal[1], normal[2]) : nil
  }
}

/// Walks over the bytes of a CSA header; whatever does not fit ends the walk.
private struct CSAReader {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  /// More tags or items than any scanner writes; a limit for damaged counts.
  private static let mostTags = 512
  private static let mostItems = 1024

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  mutating func values(of names: Set<String>) -> [String: [String]] {
    let isSecond = bytes.starts(with: Array("SV10".utf8))
    if isSecond { position += 8 }
    var found: [String: [String]] = [:]
    guard let tags = number(), (1...Self.mostTags).contains(tags), number() != nil else {
      return found
    }
    var unit: Int?
    for _ in 0..<tags {
      guard let name = text(64), number() != nil, text(4) != nil, number() != nil,
        let count = number(), (0...Self.mostItems).contains(count), number() != nil
      else { return found }
      // Version 1 adds the first tag's number of items to every length.
      if unit == nil { unit = isSecond ? 0 : count }
      guard let items = items(count, isSecond, unit ?? 0) else { return found }
      if names.contains(name) { found[name] = items.filter { !$0.isEmpty } }
    }
    return found
  }

  private mutating func items(_ count: Int, _ isSecond: Bool, _ unit: Int) -> [String]? {
    var items: [String] = []
    for _ in 0..<count {
      guard let first = number(), let second = number(), number() != nil, number() != nil
      else { return nil }
      let length = isSecond ? second : first - unit
      guard length >= 0, length <= bytes.endIndex - position, let item = text(length)
      else { return nil }
      items.append(item)
      position = min(bytes.endIndex, position + (4 - length % 4) % 4)
    }
    return items
  }

  /// The next 32-bit number, little-endian.
  private mutating func number() -> Int? {
    guard bytes.endIndex - position >= 4 else { return nil }
    let word = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[position + $1]) << UInt32($1 * 8) }
    position += 4
    return Int(Int32(bitPattern: word))
  }

  /// The next bytes as text up to a zero, without blanks around it.
  private mutating func text(_ count: Int) -> String? {
    guard bytes.endIndex - position >= count else { return nil }
    let part = bytes[position..<position + count].prefix { $0 != 0 }
    position += count
    return String(decoding: part, as: UTF8.self).filter { $0 != " " }
  }
}
