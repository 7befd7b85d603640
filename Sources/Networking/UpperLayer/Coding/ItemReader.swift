/// Reads numbers and items, big-endian, out of a unit or an item of it.
struct ItemReader {
  private let bytes: ArraySlice<UInt8>
  private var position: Int
  /// What is read, for errors.
  private let name: String

  init(_ bytes: ArraySlice<UInt8>, of name: String) {
    self.bytes = bytes
    position = bytes.startIndex
    self.name = name
  }

  var isAtEnd: Bool { position == bytes.endIndex }

  mutating func skip(_ count: Int) throws(UpperLayerError) { _ = try take(count) }

  mutating func take(_ count: Int) throws(UpperLayerError) -> ArraySlice<UInt8> {
    guard count <= bytes.endIndex - position else { throw UpperLayerError(.cut(name)) }
    defer { position += count }
    return bytes[position..<position + count]
  }

  mutating func byte() throws(UpperLayerError) -> UInt8 {
    try take(1).first ?? 0
  }

  mutating func word() throws(UpperLayerError) -> UInt16 {
    try take(2).reduce(0) { $0 << 8 | UInt16($1) }
  }

  mutating func longWord() throws(UpperLayerError) -> UInt32 {
    try take(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Bytes behind a length of 16 bits.
  mutating func run() throws(UpperLayerError) -> ArraySlice<UInt8> {
    try take(Int(word()))
  }

  /// An item: its type, and a reader of what is in it.
  mutating func item(_ name: String) throws(UpperLayerError) -> (type: UInt8, content: ItemReader) {
    let type = try byte()
    try skip(1)
    return (type, ItemReader(try run(), of: name))
  }

  /// All that is left, or its beginning, as text without padding.
  mutating func text(atMost most: Int = .max) -> String {
    defer { position = bytes.endIndex }
    return Self.text(bytes[position...].prefix(most))
  }

  mutating func text(_ count: Int) throws(UpperLayerError) -> String {
    Self.text(try take(count))
  }

  /// Text without the spaces and zeros around it, which mean nothing.
  ///
  /// It should be ASCII. A character for each byte, whatever it is, keeps what others make of it:
  /// titles go back as they came.
  static func text(_ bytes: ArraySlice<UInt8>) -> String {
    func isPadding(_ byte: UInt8) -> Bool { byte == 0 || byte == 0x20 }
    guard let first = bytes.firstIndex(where: { !isPadding($0) }),
      let last = bytes.lastIndex(where: { !isPadding($0) })
    else { return "" }
    return String(String.UnicodeScalarView(bytes[first...last].map { Unicode.Scalar($0) }))
  }
}
