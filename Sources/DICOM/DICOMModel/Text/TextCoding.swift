extension TextEncoding {
  /// The text of one value, without splitting or trimming.
  public func decode(_ bytes: ArraySlice<UInt8>) -> DecodedText {
    if bytes.allSatisfy({ $0 < 0x80 && $0 != Self.escape }) {
      return DecodedText(string: String(decoding: bytes, as: UTF8.self), undecodableCount: 0)
    }
    if initial == .utf8 { return Self.decodeUTF8(bytes) }
    if initial.yieldsToUTF8, let text = String(validating: bytes, as: UTF8.self),
      !bytes.contains(Self.escape)
    {
      return DecodedText(string: text, undecodableCount: 0)
    }
    if case .multiByte(let set) = initial, set.isWhole {
      return SystemConversion.text(bytes, from: set.converterName, length: set.length)
    }
    var decoder = ISO2022Decoder(bytes.contains(Self.escape) ? initial : unescaped)
    return decoder.decode(bytes)
  }

  /// Text that is declared as UTF-8; where it holds none at all, but bytes that are letters in
  /// Latin-1, it is Latin-1.
  private static func decodeUTF8(_ bytes: ArraySlice<UInt8>) -> DecodedText {
    let string = String(decoding: bytes, as: UTF8.self)
    // A U+FFFD that stands in the file counts too; telling them apart is not worth a second pass.
    let count = string.unicodeScalars.count { $0 == replacement }
    let isLatin = count > 0 && string.unicodeScalars.allSatisfy { $0.isASCII || $0 == replacement }
    guard isLatin, bytes.allSatisfy({ $0 < 0x80 || $0 >= 0xC0 }) else {
      return DecodedText(string: string, undecodableCount: count)
    }
    let letters = bytes.map { Character(Unicode.Scalar($0)) }
    return DecodedText(string: String(letters), undecodableCount: 0)
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
