import DICOMModel

/// The colours of stored values (PS3.3 C.7.6.3.1.5, C.7.9).
struct PaletteTable: Hashable, Sendable {
  /// The stored value of the first entry; smaller ones get that entry too.
  let first: Int
  /// Red, green and blue of each entry in turn, 8 bits each.
  let entries: [UInt8]
  /// What was odd and got over.
  let nonconformance: String?

  /// Reads the palette of an image; nil if there is none.
  ///
  /// - Throws: A sentence if its tables make no sense.
  init?(_ dataSet: DataSet, isSigned: Bool) throws(PaletteProblem) {
    guard dataSet.contains(.redPaletteColorLookupTableDescriptor) else { return nil }
    var channels: [Channel] = []
    for tags in Channel.all {
      channels.append(try Channel(dataSet, tags: tags, isSigned: isSigned))
    }
    let count = channels.map(\.values.count).min() ?? 0
    guard count > 0, Set(channels.map(\.first)).count == 1 else {
      throw PaletteProblem("the tables of red, green and blue do not fit each other")
    }
    first = channels[0].first
    // All three say how many bits they have, and the largest entry knows better.
    let largest = channels.flatMap(\.values).max() ?? 0
    let bits = channels[0].bits
    let isNarrow = bits > 8 && largest < 256
    let shift = bits <= 8 || isNarrow ? 0 : bits - 8
    nonconformance =
      isNarrow && largest > 0
      ? "the palette says \(bits) bits, but no entry is above 255: its entries are taken for 8 bits"
      : nil
    var entries = [UInt8](repeating: 0, count: 3 * count)
    for n in 0..<count {
      for (channel, table) in channels.enumerated() {
        entries[3 * n + channel] = UInt8(truncatingIfNeeded: min(table.values[n] >> shift, 255))
      }
    }
    self.entries = entries
  }

  /// The colours of stored values, pixel by pixel.
  func colors(of stored: [Int32]) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 3 * stored.count)
    let last = entries.count / 3 - 1
    for (pixel, value) in stored.enumerated() {
      let entry = 3 * min(max(Int(value) - first, 0), last)
      bytes[3 * pixel] = entries[entry]
      bytes[3 * pixel + 1] = entries[entry + 1]
      bytes[3 * pixel + 2] = entries[entry + 2]
    }
    return bytes
  }
}

/// A palette makes no sense.
struct PaletteProblem: Error {
  let message: String

  init(_ message: String) { self.message = message }
}

extension PaletteTable {
  /// One of the three tables.
  struct Channel {
    let first: Int
    let bits: Int
    let values: [Int]

    /// Descriptor, plain data and segmented data of red, green and blue.
    static let all: [(descriptor: Tag, data: Tag, segments: Tag)] = (0..<3).map { (n: UInt16) in
      (Tag(0x0028, 0x1101 + n), Tag(0x0028, 0x1201 + n), Tag(0x0028, 0x1221 + n))
    }

    init(
      _ dataSet: DataSet, tags: (descriptor: Tag, data: Tag, segments: Tag), isSigned: Bool
    ) throws(PaletteProblem) {
      // The VR follows Pixel Representation only in part: count and bits are never negative.
      guard let words = dataSet.integers(tags.descriptor, as: .us), words.count == 3,
        let signed = dataSet.integers(tags.descriptor, as: .ss), (1...16).contains(words[2])
      else { throw PaletteProblem("a palette's descriptor makes no sense") }
      let count = words[0] == 0 ? 65_536 : words[0]
      first = isSigned ? signed[1] : words[1]
      bits = words[2]
      if let entries = Self.plain(dataSet, tag: tags.data, count: count, bits: bits) {
        values = entries
      } else if dataSet.contains(tags.segments) {
        values = try PaletteSegments.expanded(
          Self.words(dataSet, tag: tags.segments, bits: bits), bytesPerUnit: bits <= 8 ? 1 : 2,
          count: count)
      } else {
        throw PaletteProblem("a palette has fewer entries than its descriptor says (\(count))")
      }
    }

    /// Entries as words or, of 8 bits, as bytes; nil if there are too few.
    private static func plain(
      _ dataSet: DataSet, tag: Tag, count: Int, bits: Int
    ) -> [Int]? {
      guard let bytes = dataSet.bytes(tag) else { return nil }
      if bytes.count >= 2 * count, let words = dataSet.integers(tag, as: .us) {
        return Array(words.prefix(count))
      }
      guard bytes.count >= count, bits <= 8 else { return nil }
      return Array(byteEntries(dataSet, tag: tag).prefix(count))
    }

    /// Segments are bytes where entries are (C.7.9.2).
    private static func words(_ dataSet: DataSet, tag: Tag, bits: Int) -> [Int] {
      bits <= 8 ? byteEntries(dataSet, tag: tag) : dataSet.integers(tag, as: .us) ?? []
    }

    /// Bytes in the order of the entries: those of big-endian words lie swapped.
    private static func byteEntries(_ dataSet: DataSet, tag: Tag) -> [Int] {
      guard let words = dataSet.integers(tag, as: .us) else {
        return (dataSet.bytes(tag) ?? []).map { Int($0) }
      }
      return words.flatMap { [$0 & 0xFF, $0 >> 8] }
    }
  }
}
