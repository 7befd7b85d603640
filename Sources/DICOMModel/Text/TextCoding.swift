extension TextEncoding {
  /// The text of one value, without splitting or trimming.
  public func decode(_ bytes: ArraySlice<UInt8>) -> DecodedText {
    if bytes.allSatisfy({ $0 < 0x80 && $0 != Self.escape }) {
      return DecodedText(string: String(decoding: bytes, as: UTF8.self), undecodableCount: 0)
    }
    if initial == .utf8 {
      let string = String(decoding: bytes, as: UTF8.self)
      // A U+FFFD that stands in the file counts too; telling them apart is not worth a second pass.
      let count = string.unicodeScalars.count { $0 == Self.replacement }
      return DecodedText(string: string, undecodableCount: count)
    }
    var decoder = SingleByteDecoder(initial)
    return decoder.decode(bytes)
  }

  /// The bytes of a text, with `?` for characters that the first declared set lacks.
  public func encode(_ text: String) -> [UInt8] {
    if initial == .utf8 || text.utf8.allSatisfy({ $0 < 0x80 }) { return Array(text.utf8) }
    return text.unicodeScalars.map { character in
      character.isASCII
        ? UInt8(character.value) : initial.byte(character) ?? UInt8(ascii: "?")
    }
  }

  static let escape: UInt8 = 0x1B
  static let replacement: Unicode.Scalar = "\u{FFFD}"
}

/// Reads one value in ISO 2022 single-byte sets: the upper half changes with escape sequences.
private struct SingleByteDecoder {
  private let initial: CodePage
  private var upper: CodePage
  private var lowerIsMultiByte = false
  private var text = String.UnicodeScalarView()
  private var undecodableCount = 0

  init(_ initial: CodePage) {
    self.initial = initial
    upper = initial
  }

  mutating func decode(_ bytes: ArraySlice<UInt8>) -> DecodedText {
    var rest = bytes
    while let byte = rest.popFirst() {
      if byte == TextEncoding.escape {
        switchSet(&rest)
      } else if Self.delimiters.contains(byte), !lowerIsMultiByte {
        upper = initial
        append(Unicode.Scalar(byte))
      } else if byte < 0x80 {
        append(lowerIsMultiByte ? nil : Unicode.Scalar(byte))
      } else {
        append(upper.character(byte))
      }
    }
    return DecodedText(string: String(text), undecodableCount: undecodableCount)
  }

  /// PS3.5 6.1.2.5.3: every set is back at the initial one after these.
  private static let delimiters: Set<UInt8> = [0x09, 0x0A, 0x0C, 0x0D, 0x5E, 0x3D]

  private mutating func append(_ character: Unicode.Scalar?) {
    if character == nil { undecodableCount += 1 }
    text.append(character ?? TextEncoding.replacement)
  }

  /// PS3.3 C.12.1.1.2, Tables C.12-3 and C.12-4; unknown sequences make the set unsupported.
  private mutating func switchSet(_ rest: inout ArraySlice<UInt8>) {
    guard let kind = rest.popFirst(), let final = rest.popFirst() else { return }
    switch (kind, final) {
    case (0x28, _): lowerIsMultiByte = false
    case (0x29, 0x49): upper = .katakana
    case (0x2D, _): upper = Self.upperSets[final].map(CodePage.init(term:)) ?? .unsupported
    case (0x24, 0x28), (0x24, 0x29):
      rest = rest.dropFirst()
      if final == 0x28 { lowerIsMultiByte = true } else { upper = .unsupported }
    case (0x24, _): lowerIsMultiByte = true
    default: upper = .unsupported
    }
  }

  private static let upperSets: [UInt8: String] = [
    0x41: "100", 0x42: "101", 0x43: "109", 0x44: "110", 0x4C: "144", 0x47: "127", 0x46: "126",
    0x48: "138", 0x4D: "148", 0x54: "166", 0x62: "203",
  ]
}
