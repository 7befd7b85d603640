extension DecimalString {
  /// The DS text of a number: the shortest that reads back equal if it fits in 16 bytes, else the
  /// closest that fits.
  ///
  /// - Precondition: the number is finite.
  static func text(_ value: Double) -> String {
    precondition(value.isFinite, "DS holds finite numbers only")
    let shortest = Decimal(value)
    for count in stride(from: shortest.digits.count, through: 1, by: -1) {
      let text = shortest.rounded(to: count).text
      if text.utf8.count <= maximumLength { return text }
    }
    return "0"
  }

  /// PS3.5 6.2: a DS value has at most 16 bytes.
  private static let maximumLength = 16
}

/// A decimal number: a point, the digits, times ten to the exponent.
private struct Decimal {
  var isNegative: Bool
  var digits: [Int]
  var exponent: Int

  /// The shortest digits that read back as the same Double.
  init(_ value: Double) {
    isNegative = value.sign == .minus && value != 0
    digits = []
    exponent = 0
    var seenPoint = false
    let parts = abs(value).description.split(separator: "e")
    for character in parts[0].utf8 {
      if character == UInt8(ascii: ".") {
        seenPoint = true
      } else {
        digits.append(Int(character) - 48)
        if !seenPoint { exponent += 1 }
      }
    }
    if parts.count > 1 { exponent += Int(parts[1]) ?? 0 }
    normalise()
  }

  /// Without zeros at either end; zero itself is the single digit 0.
  private mutating func normalise() {
    while digits.count > 1, digits.first == 0 {
      digits.removeFirst()
      exponent -= 1
    }
    while digits.count > 1, digits.last == 0 { digits.removeLast() }
    if digits == [0] { exponent = 1 }
  }

  /// Rounded half up to so many digits.
  func rounded(to count: Int) -> Decimal {
    guard count < digits.count else { return self }
    var result = self
    let roundsUp = digits[count] >= 5
    result.digits = Array(digits[..<count])
    if roundsUp {
      var place = count - 1
      while place >= 0, result.digits[place] == 9 {
        result.digits[place] = 0
        place -= 1
      }
      if place >= 0 {
        result.digits[place] += 1
      } else {
        result.digits.insert(1, at: 0)
        result.exponent += 1
      }
    }
    result.normalise()
    return result
  }

  /// The shorter of fixed and exponent notation.
  var text: String {
    let number = digits.map(String.init).joined()
    let sign = isNegative ? "-" : ""
    let scientific = sign + scientificNumber(number)
    guard -16...16 ~= exponent else { return scientific }
    let fixed: String
    if exponent <= 0 {
      fixed = "0." + String(repeating: "0", count: -exponent) + number
    } else if exponent >= digits.count {
      fixed = number + String(repeating: "0", count: exponent - digits.count)
    } else {
      fixed = number.prefix(exponent) + "." + number.dropFirst(exponent)
    }
    return fixed.utf8.count + sign.utf8.count <= max(scientific.utf8.count, 10)
      ? sign + fixed : scientific
  }

  private func scientificNumber(_ number: String) -> String {
    let tail = number.dropFirst()
    return number.prefix(1) + (tail.isEmpty ? "" : ".") + tail + "E\(exponent - 1)"
  }
}
