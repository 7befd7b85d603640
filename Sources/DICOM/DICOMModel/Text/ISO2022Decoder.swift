/// Reads one value of text in which escape sequences change the sets (ISO 2022, PS3.5 6.1.2).
///
/// The lower half of the bytes, G0, is ASCII or a set of pairs; the upper half, G1, is a
/// single-byte set or a set of pairs.
struct ISO2022Decoder {
  private let initial: CodePage
  private var upper: CodePage
  /// The pairs that the lower half holds; nil while it is ASCII.
  private var lower: MultiByteSet?
  /// Whether the lower half is JIS X 0201 katakana.
  private var lowerIsKatakana = false
  private var text = ""
  private var undecodableCount = 0
  /// Characters of one set that wait to be converted together.
  private var pending: [UInt8] = []
  private var pendingSet = MultiByteSet.japanese

  init(_ initial: CodePage) {
    self.initial = initial
    upper = initial
  }

  mutating func decode(_ bytes: ArraySlice<UInt8>) -> DecodedText {
    var rest = bytes
    while let byte = rest.popFirst() {
      if byte == TextEncoding.escape {
        switchSet(&rest)
      } else if byte < 0x80 {
        readLower(byte, rest: &rest)
      } else if case .multiByte(let set) = upper {
        append(byte, rest.popFirst(), of: set)
      } else {
        append(upper.character(byte))
      }
    }
    flush()
    return DecodedText(string: text, undecodableCount: undecodableCount)
  }

  private mutating func readLower(_ byte: UInt8, rest: inout ArraySlice<UInt8>) {
    if let lower {
      append(byte, rest.popFirst(), of: lower)
    } else if lowerIsKatakana {
      append(CodePage.katakana.character(byte | 0x80))
    } else {
      if Self.delimiters.contains(byte) { upper = initial }
      append(Unicode.Scalar(byte))
    }
  }

  /// PS3.5 6.1.2.5.3: every set is back at the initial one after these.
  private static let delimiters: Set<UInt8> = [0x09, 0x0A, 0x0C, 0x0D, 0x5E, 0x3D]

  private mutating func append(_ character: Unicode.Scalar?) {
    flush()
    if character == nil { undecodableCount += 1 }
    text.unicodeScalars.append(character ?? TextEncoding.replacement)
  }

  private mutating func append(_ first: UInt8, _ second: UInt8?, of set: MultiByteSet) {
    guard let second else { return append(nil) }
    if pendingSet != set { flush() }
    pendingSet = set
    pending += set.converted(first, second)
  }

  private mutating func flush() {
    guard !pending.isEmpty else { return }
    let length = pendingSet.converted(0, 0).count
    let found = SystemConversion.text(pending[...], from: pendingSet.converterName) { _ in length }
    pending = []
    text += found.string
    undecodableCount += found.undecodableCount
  }

  /// PS3.3 C.12.1.1.2, Tables C.12-3 and C.12-4; unknown sequences make the set unsupported.
  private mutating func switchSet(_ rest: inout ArraySlice<UInt8>) {
    guard let kind = rest.popFirst() else { return }
    if kind == 0x24 {
      let (set, isUpper, count) = MultiByteSet.designated(rest)
      rest = rest.dropFirst(count)
      if isUpper { upper = set.map(CodePage.multiByte) ?? .unsupported } else { lower = set }
      return
    }
    guard let final = rest.popFirst() else { return }
    switch (kind, final) {
    case (0x28, _): (lower, lowerIsKatakana) = (nil, final == 0x49)
    case (0x29, 0x49): upper = .katakana
    case (0x2D, _): upper = Self.upperSets[final].map(CodePage.init(term:)) ?? .unsupported
    default: upper = .unsupported
    }
  }

  private static let upperSets: [UInt8: String] = [
    0x41: "100", 0x42: "101", 0x43: "109", 0x44: "110", 0x4C: "144", 0x47: "127", 0x46: "126",
    0x48: "138", 0x4D: "148", 0x54: "166", 0x62: "203",
  ]
}
