/// Mutations of text: headers of lines, JSON, command lines.
enum TextMutation {
  /// Numbers that break arithmetic, and words that are none.
  static let numbers = [
    "0", "-1", "1", "2", "255", "256", "65535", "65536", "2147483647", "2147483648",
    "-2147483649", "4294967296", "9223372036854775807", "-9223372036854775808",
    "18446744073709551616", "1e308", "-1e308", "1e-320", "1e999", "nan", "inf", "-inf", "0.5",
    "-0.0", "1e18", "", "0x10", "1.5.2", "00012",
  ]

  /// Changes one number of a text, or one of its pieces.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - separator: What divides its pieces: lines, words, members.
  ///   - words: Pieces that mean something.
  ///   - random: What decides.
  /// - Returns: Another text.
  static func mutated(
    _ text: [UInt8], separator: UInt8, words: [String], random: inout FuzzRandom
  ) -> [UInt8] {
    var pieces = text.split(separator: separator, omittingEmptySubsequences: false).map(Array.init)
    switch random.below(6) {
    case 0, 1, 2: return withOtherNumber(text, random: &random)
    case 3:
      let place = random.below(pieces.count)
      pieces.insert(pieces[random.below(pieces.count)], at: place)
    case 4 where pieces.count > 1: pieces.remove(at: random.below(pieces.count))
    default:
      guard !words.isEmpty else { return withOtherNumber(text, random: &random) }
      let word = Array(random.one(of: words).utf8)
      let place = random.below(pieces.count)
      if random.below(2) == 0 { pieces[place] = word } else { pieces.insert(word, at: place) }
    }
    return Array(pieces.joined(separator: [separator]))
  }

  /// One number of the text becomes another one.
  private static func withOtherNumber(_ text: [UInt8], random: inout FuzzRandom) -> [UInt8] {
    let digits = text.indices.filter { isDigit(text[$0]) }
    guard !digits.isEmpty else { return text }
    var first = random.one(of: digits)
    var end = first
    while first > 0, isOfNumber(text[first - 1]) { first -= 1 }
    while end < text.count, isOfNumber(text[end]) { end += 1 }
    var changed = text
    changed.replaceSubrange(first..<end, with: Array(random.one(of: numbers).utf8))
    return changed
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isOfNumber(_ byte: UInt8) -> Bool {
    isDigit(byte) || [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+")].contains(byte)
  }
}
