/// Values in the form in which they are compared.
enum IndexKey {
  /// A name in small letters, its groups apart by `=`, without the empty components at their ends.
  static func name(_ text: String) -> String {
    let groups = text.lowercased().split(separator: "=", omittingEmptySubsequences: false)
    return groups.map(trimmed).joined(separator: "=")
  }

  private static func trimmed(_ group: Substring) -> Substring {
    var group = group
    while let last = group.last, last == "^" || last == " " { group.removeLast() }
    return group
  }

  /// A day as eight digits, years and months as what they begin with; nil for what is no day.
  static func date(_ text: some StringProtocol) -> String? {
    let digits = String(text.filter { $0 != "." && $0 != "-" && $0 != " " })
    guard [4, 6, 8].contains(digits.utf8.count), digits.utf8.allSatisfy(isDigit) else { return nil }
    return digits
  }

  /// A time of the day as thirteen characters, `HHMMSS.FFFFFF`; nil for what is none.
  ///
  /// - Parameters:
  ///   - text: Hours, or hours with all that follows down to parts of a second.
  ///   - isEnd: Whether what is not said is the latest there may be, not the earliest.
  /// - Returns: The characters.
  static func time(_ text: some StringProtocol, isEnd: Bool = false) -> String? {
    let plain = String(text.filter { $0 != ":" && $0 != " " })
    let parts = plain.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let fraction = parts.count > 1 ? String(parts[1].prefix(6)) : ""
    let whole = String(parts[0])
    guard [2, 4, 6].contains(whole.utf8.count),
      whole.utf8.allSatisfy(isDigit), fraction.utf8.allSatisfy(isDigit)
    else { return nil }
    let ending = isEnd ? "235959.999999" : "000000.000000"
    let known = fraction.isEmpty ? whole : "\(whole).\(fraction)"
    return known + ending.dropFirst(known.utf8.count)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
