/// The characters of a text in XML.
enum XMLCharacters {
  /// The text in UTF-8, whatever its declaration says that it is in.
  static func unicode(_ bytes: [UInt8]) throws(WebServiceError) -> [UInt8] {
    let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    switch encoding(bytes) {
    case nil, "utf-8", "us-ascii":
      guard String(validating: bytes, as: UTF8.self) != nil else {
        throw XMLScanner.damaged("its text is not in UTF-8")
      }
      return bytes
    case "iso-8859-1":
      return bytes.flatMap { $0 < 0x80 ? [$0] : [0xC0 | $0 >> 6, 0x80 | $0 & 0x3F] }
    case .some: throw XMLScanner.damaged("its text is not in UTF-8")
    }
  }

  /// What the declaration says of the encoding, in small letters.
  private static func encoding(_ bytes: [UInt8]) -> String? {
    let head = bytes.prefix(200)
    guard head.starts(with: "<?xml".utf8), let end = head.firstIndex(of: UInt8(ascii: ">"))
    else { return nil }
    let words = String(decoding: head[..<end], as: UTF8.self).lowercased()
      .split { "\"'= \t\r\n?".contains($0) }
    guard let place = words.firstIndex(of: "encoding"), place + 1 < words.count else { return nil }
    return String(words[place + 1])
  }

  /// References to characters replaced by these.
  static func replaced(_ bytes: ArraySlice<UInt8>) throws(WebServiceError) -> String {
    var result: [UInt8] = []
    var rest = bytes
    while let mark = rest.firstIndex(of: UInt8(ascii: "&")) {
      result += rest[..<mark]
      guard let end = rest[mark...].prefix(12).firstIndex(of: UInt8(ascii: ";")),
        let character = character(String(decoding: rest[mark + 1..<end], as: UTF8.self))
      else { throw XMLScanner.damaged("a reference means nothing") }
      result += String(character).utf8
      rest = rest[(end + 1)...]
    }
    return String(decoding: result + rest, as: UTF8.self)
  }

  private static func character(_ name: String) -> Character? {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default: break
    }
    guard name.hasPrefix("#") else { return nil }
    let digits = name.dropFirst()
    let number = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    return number.flatMap { Unicode.Scalar($0) }.map { Character($0) }
  }
}
