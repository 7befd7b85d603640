/// Writes numbers and items, big-endian.
struct ItemWriter {
  private(set) var bytes: [UInt8] = []

  mutating func byte(_ value: UInt8) { bytes.append(value) }

  mutating func word(_ value: UInt16) {
    bytes += [UInt8(value >> 8), UInt8(truncatingIfNeeded: value)]
  }

  mutating func longWord(_ value: UInt32) {
    word(UInt16(value >> 16))
    word(UInt16(truncatingIfNeeded: value))
  }

  mutating func raw(_ value: some Sequence<UInt8>) { bytes += value }

  /// Text of a fixed length, with spaces behind it.
  mutating func text(_ value: String, padded count: Int) {
    let bytes = Self.bytes(of: value).prefix(count)
    raw(bytes)
    raw(repeatElement(0x20, count: count - bytes.count))
  }

  /// Bytes behind a length of 16 bits.
  ///
  /// - Precondition: There are so few; all that is written is this side's own.
  mutating func run(_ value: some Collection<UInt8>) {
    precondition(value.count <= UInt16.max, "an item has at most 65535 bytes")
    word(UInt16(value.count))
    raw(value)
  }

  /// An item of some type.
  mutating func item(_ type: UInt8, _ fill: (inout ItemWriter) -> Void) {
    var content = ItemWriter()
    fill(&content)
    byte(type)
    byte(0)
    run(content.bytes)
  }

  mutating func item(_ type: UInt8, text: String) {
    item(type) { $0.raw(Self.bytes(of: text)) }
  }

  /// The bytes that ``ItemReader/text(_:)`` reads as a text.
  static func bytes(of text: String) -> [UInt8] {
    text.unicodeScalars.map { UInt8(exactly: $0.value) ?? UInt8(ascii: "?") }
  }
}
