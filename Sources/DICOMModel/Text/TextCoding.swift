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
    if case .multiByte(let set) = initial, set.isWhole {
      return SystemConversion.text(bytes, from: set.converterName, length: set.length)
    }
    var decoder = ISO2022Decoder(bytes.contains(Self.escape) ? initial : unescaped)
    return decoder.decode(bytes)
  }

  /// The bytes of a text, with `?` for characters that the first declared set lacks.
  public func encode(_ text: String) -> [UInt8] {
    if initial == .utf8 || text.utf8.allSatisfy({ $0 < 0x80 }) { return Array(text.utf8) }
    if case .multiByte(let set) = initial, set.isWhole {
      return SystemConversion.bytes(text, to: set.converterName)
    }
    return text.unicodeScalars.map { character in
      character.isASCII
        ? UInt8(character.value) : initial.byte(character) ?? UInt8(ascii: "?")
    }
  }

  static let escape: UInt8 = 0x1B
  static let replacement: Unicode.Scalar = "\u{FFFD}"
}
