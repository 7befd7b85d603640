/// The meaning of text bytes that Specific Character Set (0008,0005) declares (PS3.5 6.1).
///
/// All of the standard's are supported: the default repertoire, ISO_IR 13, 100, 101, 109, 110, 126,
/// 127, 138, 144, 148, 166 and 203, UTF-8 (ISO_IR 192), GB18030 and GBK, and ISO 2022 switching among
/// the single-byte sets and those of pairs (IR 58, 87, 149, 159). The larger tables are the C
/// library's (`iconv`).
public struct TextEncoding: Hashable, Sendable {
  /// The set that a value begins with.
  let initial: CodePage

  /// The upper half of a value without escape sequences.
  ///
  /// Where the standard has nothing there it is the only other set that is declared: some writers
  /// leave its sequence out.
  let unescaped: CodePage

  /// The declared terms, as they stand.
  public let terms: [String]

  /// Whether every declared set can be decoded.
  public let isSupported: Bool

  /// The encoding that these values of Specific Character Set declare; none means ASCII.
  public init(terms: [String]) {
    let pages = terms.map(CodePage.init(term:))
    self.terms = terms
    initial = pages.first ?? .ascii
    isSupported = !pages.contains(.unsupported)
    let others = Set(pages.dropFirst().filter { $0 != .ascii && $0 != .unsupported })
    let isOpen = pages.first == .ascii && others.count == 1
    unescaped = isOpen ? others.first ?? .ascii : pages.first ?? .ascii
  }

  /// UTF-8, ISO_IR 192.
  public static let utf8 = TextEncoding(terms: ["ISO_IR 192"])

  /// The default repertoire, ISO_IR 6.
  public static let ascii = TextEncoding(terms: [])
}

/// Text, and whether all of its bytes had a meaning.
public struct DecodedText: Hashable, Sendable {
  /// The text, with U+FFFD where bytes have no meaning in the declared character set.
  public let string: String

  /// How many characters became U+FFFD.
  public let undecodableCount: Int
}

/// A set of characters by its registration: what the upper half of a byte means.
enum CodePage: Hashable, Sendable {
  case ascii
  case latin1
  case table(Int)
  case katakana
  case utf8
  case multiByte(MultiByteSet)
  case unsupported

  init(term: String) {
    // `ISO IR 100` and `ISO_IR_192` are frequent slips for `ISO_IR 100` and `ISO_IR 192`.
    let number = term.split { $0 == " " || $0 == "_" || $0 == "-" }.last.flatMap { Int($0) }
    switch (term, number) {
    case ("UTF-8", _), ("UTF8", _): self = .utf8
    case ("", _), (_, 6): self = .ascii
    case (_, 100): self = .latin1
    case (_, 13): self = .katakana
    case (_, 192): self = .utf8
    case ("GB18030", _): self = .multiByte(.gb18030)
    case ("GBK", _), ("ISO 2022 GBK", _): self = .multiByte(.gbk)
    // Declared first or alone, the upper half is theirs without an escape sequence.
    case (_, 149): self = .multiByte(.korean)
    case (_, 58): self = .multiByte(.chinese)
    // These live in the lower half, which is ASCII until an escape sequence says otherwise.
    case (_, 87), (_, 159): self = .ascii
    case (_, let number?) where Self.table(number) != nil: self = .table(number)
    default: self = .unsupported
    }
  }

  /// Whether a text of single bytes in this set that is well-formed UTF-8 is UTF-8 beyond doubt.
  ///
  /// Sets of pairs and half-width katakana use the same bytes in ordinary words.
  var yieldsToUTF8: Bool {
    switch self {
    case .ascii, .latin1, .table, .unsupported: true
    case .katakana, .utf8, .multiByte: false
    }
  }

  static func table(_ number: Int) -> [UInt16]? {
    switch number {
    case 101: SingleByteTables.ir101
    case 109: SingleByteTables.ir109
    case 110: SingleByteTables.ir110
    case 126: SingleByteTables.ir126
    case 127: SingleByteTables.ir127
    case 138: SingleByteTables.ir138
    case 144: SingleByteTables.ir144
    case 148: SingleByteTables.ir148
    case 166: SingleByteTables.ir166
    case 203: SingleByteTables.ir203
    default: nil
    }
  }

  /// The character of a byte of 80 or above; nil when it has none.
  func character(_ byte: UInt8) -> Unicode.Scalar? {
    switch self {
    case .ascii, .utf8, .multiByte, .unsupported:
      return nil
    case .latin1:
      return byte >= 0xA0 ? Unicode.Scalar(byte) : nil
    case .katakana:
      // JIS X 0201: A1...DF lie in the order of U+FF61...
      return (0xA1...0xDF).contains(byte) ? Unicode.Scalar(0xFF61 + UInt32(byte) - 0xA1) : nil
    case .table(let number):
      guard byte >= 0xA0, let table = Self.table(number) else { return nil }
      let scalar = table[Int(byte) - 0xA0]
      return scalar == 0xFFFD ? nil : Unicode.Scalar(scalar)
    }
  }

  /// The byte of a character outside ASCII; nil when the set lacks it.
  func byte(_ character: Unicode.Scalar) -> UInt8? {
    (0x80...0xFF).first { self.character($0) == character }
  }
}
