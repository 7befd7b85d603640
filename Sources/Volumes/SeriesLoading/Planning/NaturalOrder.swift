/// Compares names as people do: runs of digits by their value.
enum NaturalOrder {
  static func isBefore(_ a: String, _ b: String) -> Bool {
    let p = pieces(a)
    let q = pieces(b)
    for (x, y) in zip(p, q) where x != y { return x < y }
    return p.count != q.count ? p.count < q.count : a < b
  }

  /// Digits runs padded to equal length, so that they compare as numbers.
  private static func pieces(_ text: String) -> [String] {
    var pieces: [String] = []
    var digits = ""
    func flush() {
      guard !digits.isEmpty else { return }
      let value = digits.drop { $0 == "0" }
      pieces.append(String(repeating: "0", count: max(0, 20 - value.count)) + value)
      digits = ""
    }
    for character in text {
      if character.isASCII, character.isNumber {
        digits.append(character)
      } else {
        flush()
        pieces.append(String(character))
      }
    }
    flush()
    return pieces
  }
}
