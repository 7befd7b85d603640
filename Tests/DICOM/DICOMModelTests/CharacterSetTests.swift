import DICOMModel
import TestSupport
import Testing

/// Names from the examples of PS3.5, and traps: what Specific Character Set says, bytes, text.
enum CharacterSetCases {
  static let all: [(terms: String, bytes: [UInt8], text: String)] = [
    // PS3.5 H.3.1, H.3.2, I.2, K.2 and J.1, J.2.
    (
      #"\ISO 2022 IR 87"#,
      bytes(
        "Yamada^Tarou=", esc, "$B;3ED", esc, "(B^", esc, "$BB@O:", esc, "(B=", esc, "$B$d$^$@", esc,
        "(B^", esc, "$B$?$m$&", esc, "(B"), "Yamada^Tarou=山田^太郎=やまだ^たろう"
    ),
    (
      #"ISO 2022 IR 13\ISO 2022 IR 87"#,
      [0xD4, 0xCF, 0xC0, 0xDE, 0x5E, 0xC0, 0xDB, 0xB3, 0x3D]
        + bytes(esc, "$B;3ED", esc, "(J^", esc, "$BB@O:", esc, "(J=", esc, "$B$d$^$@", esc, "(J^")
        + bytes(esc, "$B$?$m$&", esc, "(J"), "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう"
    ),
    (
      #"\ISO 2022 IR 149"#,
      bytes("Hong^Gildong=", esc, "$)C") + [0xFB, 0xF3, 0x5E] + bytes(esc, "$)C")
        + [0xD1, 0xCE, 0xD4, 0xD7, 0x3D] + bytes(esc, "$)C") + [0xC8, 0xAB, 0x5E]
        + bytes(esc, "$)C") + [0xB1, 0xE6, 0xB5, 0xBF], "Hong^Gildong=洪^吉洞=홍^길동"
    ),
    (
      #"\ISO 2022 IR 58"#,
      bytes("Zhang^XiaoDong=", esc, "$)A") + [0xD5, 0xC5, 0x5E] + bytes(esc, "$)A")
        + [0xD0, 0xA1, 0xB6, 0xAB, 0x3D], "Zhang^XiaoDong=张^小东="
    ),
    (
      "GB18030", bytes("Wang^XiaoDong=") + [0xCD, 0xF5, 0x5E, 0xD0, 0xA1, 0xB6, 0xAB, 0x3D],
      "Wang^XiaoDong=王^小东="
    ),
    (
      "GBK", bytes("Wang^XiaoDong=") + [0xCD, 0xF5, 0x5E, 0xD0, 0xA1, 0xB6, 0xAB, 0x3D],
      "Wang^XiaoDong=王^小东="
    ),
    // Four bytes for one character, and one that GBK lacks.
    ("GB18030", [0x81, 0x30, 0x84, 0x36, 0x41], "¥A"),
    // JIS X 0212 has an escape sequence of four bytes.
    (#"\ISO 2022 IR 87\ISO 2022 IR 159"#, bytes(esc, "$(D", "0!", esc, "(B."), "丂."),
    // Korean alone needs no escape sequence, as many writers have it.
    ("ISO 2022 IR 149", [0xC8, 0xAB, 0x5E, 0xB1, 0xE6], "홍^길"),
    // Half a character, and a pair without meaning.
    ("GBK", [0x41, 0xCD], "A\u{FFFD}"),
    (#"\ISO 2022 IR 149"#, bytes(esc, "$)C") + [0xFE, 0xFE, 0x41], "\u{FFFD}A"),
  ]

  static let esc = "\u{1B}"

  private static func bytes(_ texts: String...) -> [UInt8] { texts.flatMap { Array($0.utf8) } }
}

@Suite struct CharacterSetTests {
  static func decoded(_ terms: String, _ bytes: [UInt8]) -> DataSet {
    var set = DataSet()
    set.set(.specificCharacterSet, strings: [terms])
    set.set(.patientName, bytes: bytes)
    return set
  }

  @Test(arguments: CharacterSetCases.all)
  func `characters of several bytes are read`(terms: String, bytes: [UInt8], text: String) {
    #expect(Self.decoded(terms, bytes).string(.patientName) == text)
    #expect(Self.decoded(terms, bytes).textEncoding.isSupported)
  }

  @Test func `a backslash within a character separates nothing`() {
    // GBK 81 5C, JIS X 0208 row 5C, four bytes of GB 18030 and a real separator.
    let cases: [(String, [UInt8], [String])] = [
      ("GBK", [0x81, 0x5C, 0x5C, 0x41], ["乗", "A"]),
      ("GB18030", [0x81, 0x30, 0x84, 0x36, 0x5C, 0x81, 0x5C], ["¥", "乗"]),
      (
        #"\ISO 2022 IR 87"#,
        Array("\u{1B}$B\\0\u{1B}(B\\A\u{1B}$B0\\\u{1B}(B".utf8), ["椣", "A移"]
      ),
    ]
    let otherNames = DICOMModel.Tag(0x0010, 0x1001)
    for (terms, bytes, texts) in cases {
      var set = Self.decoded(terms, [])
      set.set(otherNames, vr: .pn, bytes: bytes)
      let found = set.strings(otherNames)
      #expect(found?.count == texts.count, "\(terms): \(found ?? [])")
      #expect(found?.first == set.string(otherNames))
    }
  }

  @Test func `any bytes are a text in every character set`() {
    var random = SeededRandom(11)
    let sets = CharacterSetCases.all.map(\.terms) + ["", "ISO_IR 100", "ISO_IR 192", "nonsense"]
    for terms in sets {
      for _ in 0..<300 {
        let bytes = (0..<Int.random(in: 0...24, using: &random)).map { _ -> UInt8 in
          // Escape sequences and their letters are frequent here.
          let special: [UInt8] = [0x1B, 0x24, 0x28, 0x29, 0x42, 0x43, 0x44, 0x5C]
          let any = UInt8.random(in: .min ... .max, using: &random)
          return Bool.random(using: &random)
            ? special.randomElement(using: &random) ?? any : any
        }
        let set = Self.decoded(terms, bytes)
        #expect((set.strings(.patientName) ?? []).first ?? "" == set.string(.patientName) ?? "")
      }
    }
  }

  @Test(.needsPeers) func `other programs read the same texts`() throws {
    struct Answer: Decodable { let texts: [String] }
    // What has no meaning is each program's own affair; pydicom 3.0.2 leaves the escape sequences
    // of IR 58 in the text.
    let cases = CharacterSetCases.all.filter {
      !$0.text.contains("\u{FFFD}") && !$0.terms.hasSuffix("IR 58")
    }
    let words = cases.map { entry in
      let digits = entry.bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
      return entry.terms + ":" + digits.joined()
    }
    let answer: Answer = try Peers.answer(of: "character_sets", words.joined(separator: ";"))
    for (entry, text) in zip(cases, answer.texts) {
      #expect(Self.decoded(entry.terms, entry.bytes).string(.patientName) == text, "\(entry.terms)")
    }
  }
}
