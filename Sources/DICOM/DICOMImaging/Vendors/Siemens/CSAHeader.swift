import DICOMModel
import Geometry

/// What the Siemens CSA headers of an image say of a mosaic.
///
/// The layout is that of nibabel's description: names of 64 bytes, each with a list of texts.
/// Version 2 begins with `SV10`; version 1 begins with the count and codes lengths otherwise.
struct CSAHeader {
  /// NumberOfImagesInMosaic of the image header, else the length of the slice array in the
  /// protocol, which stands as text in the series header.
  let tileCount: Int?
  /// SliceNormalVector: the direction in which the tiles follow each other.
  let sliceNormal: PatientVector?

  /// Reads (0029,xx10) and (0029,xx20) of `SIEMENS CSA HEADER`; where private creators were
  /// removed, whatever begins with the mark of a CSA header; nil if there is none.
  init?(_ dataSet: DataSet) {
    var values: [String: [String]] = [:]
    let headers = Self.headers(dataSet)
    for header in headers where values["NumberOfImagesInMosaic"]?.isEmpty ?? true {
      // The protocol is long, and of use only where the image header does not say the number.
      var reader = CSAReader(header)
      values.merge(reader.values(of: Self.names)) { first, _ in first }
    }
    guard !headers.isEmpty else { return nil }
    tileCount =
      values["NumberOfImagesInMosaic"]?.first.flatMap { Int($0) }
      ?? (values["MrPhoenixProtocol"] ?? values["MrProtocol"])?.first.flatMap(Self.sliceCount)
    let normal = values["SliceNormalVector"]?.compactMap(Double.init) ?? []
    sliceNormal =
      normal.count == 3 && normal.allSatisfy(\.isFinite)
      ? PatientVector(normal[0], normal[1], normal[2]) : nil
  }

  private static let names: Set<String> = [
    "NumberOfImagesInMosaic", "SliceNormalVector", "MrPhoenixProtocol", "MrProtocol",
  ]

  static let mark = Array("SV10".utf8)

  private static func headers(_ dataSet: DataSet) -> [ArraySlice<UInt8>] {
    if let block = dataSet.privateBlock(0x0029, creator: "SIEMENS CSA HEADER") {
      return [0x10, 0x20].compactMap { dataSet.bytes(block.tag($0)) }
    }
    return dataSet.elements(from: Tag(0x0029, 0x1000), through: Tag(0x0029, 0xFFFF))
      .compactMap { dataSet.bytes($0.tag) }.filter { $0.starts(with: mark) }
  }

  /// The number in the protocol's line `sSliceArray.lSize = 36`.
  private static func sliceCount(_ protocolText: String) -> Int? {
    let name = "sSliceArray.lSize="
    let line = protocolText.split(whereSeparator: \.isNewline).first { $0.hasPrefix(name) }
    return line.flatMap { Int($0.dropFirst(name.count).prefix { $0.isWholeNumber }) }
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
    let isSecond = bytes.starts(with: CSAHeader.mark)
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
      let isWanted = names.contains(name)
      guard let items = items(count, isSecond: isSecond, unit: unit ?? 0, isWanted: isWanted) else {
        return found
      }
      if isWanted { found[name] = items.filter { !$0.isEmpty } }
    }
    return found
  }

  /// The texts of a tag, or nothing of those that are only passed over; nil if they do not fit.
  private mutating func items(
    _ count: Int, isSecond: Bool, unit: Int, isWanted: Bool
  ) -> [String]? {
    var items: [String] = []
    for _ in 0..<count {
      guard let first = number(), let second = number(), number() != nil, number() != nil
      else { return nil }
      let length = isSecond ? second : first - unit
      guard length >= 0, length <= bytes.endIndex - position else { return nil }
      if isWanted, let item = text(length) { items.append(item) } else { position += length }
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

  /// The next bytes as text up to a zero, without blanks and tabs.
  private mutating func text(_ count: Int) -> String? {
    guard bytes.endIndex - position >= count else { return nil }
    let part = bytes[position..<position + count].prefix { $0 != 0 }
    position += count
    return String(decoding: part, as: UTF8.self).filter { $0 != " " && $0 != "\t" }
  }
}
