/// Numbers as text: DS and IS values.
enum DecimalString {
  /// The number in a DS or IS value; nil unless all of it, but for padding, is one.
  static func double(_ bytes: ArraySlice<UInt8>) -> Double? {
    let digits = trimmed(bytes)
    return exact(digits) ?? general(digits)
  }

  /// The integer in an IS value; a DS such as `12.0` is taken too.
  static func integer(_ bytes: ArraySlice<UInt8>) -> Int? {
    let digits = trimmed(bytes)
    guard !digits.isEmpty else { return nil }
    if let integer = plainInteger(digits) { return integer }
    return double(digits).flatMap { Int(exactly: $0) }
  }

  private static func plainInteger(_ digits: ArraySlice<UInt8>) -> Int? {
    let isSigned = digits.first == minus || digits.first == plus
    let magnitude = isSigned ? digits.dropFirst() : digits
    guard !magnitude.isEmpty, magnitude.count <= 18 else { return nil }
    var value = 0
    for byte in magnitude {
      guard isDigit(byte) else { return nil }
      value = value * 10 + Int(byte - zero)
    }
    return digits.first == minus ? -value : value
  }

  /// Clinger's fast path.
  ///
  /// Up to 15 digits and a power of ten up to 22 are both exact in a Double,
  /// so one division rounds correctly. Nil when the text is longer, has an exponent or is no number.
  private static func exact(_ digits: ArraySlice<UInt8>) -> Double? {
    var rest = digits
    let isNegative = rest.first == minus
    if isNegative || rest.first == plus { rest = rest.dropFirst() }
    guard !rest.isEmpty, rest.count <= 16 else { return nil }
    var mantissa = 0
    var decimals = 0
    var digitCount = 0
    var hasPoint = false
    for byte in rest {
      if isDigit(byte) {
        mantissa = mantissa * 10 + Int(byte - zero)
        digitCount += 1
        if hasPoint { decimals += 1 }
      } else if byte == point, !hasPoint {
        hasPoint = true
      } else {
        return nil
      }
    }
    guard 1...15 ~= digitCount else { return nil }
    let value = Double(mantissa) / powersOfTen[decimals]
    return isNegative ? -value : value
  }

  private static func general(_ digits: ArraySlice<UInt8>) -> Double? {
    // Swift's parser also takes words and hexadecimal, which DS has not.
    let allowed = digits.allSatisfy {
      isDigit($0) || $0 == point || $0 == minus || $0 == plus || $0 | 0x20 == 0x65
    }
    guard allowed, let value = Double(String(decoding: digits, as: UTF8.self)) else { return nil }
    return value.isFinite ? value : nil
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte &- zero < 10
  }

  private static let zero = UInt8(ascii: "0")
  private static let minus = UInt8(ascii: "-")
  private static let plus = UInt8(ascii: "+")
  private static let point = UInt8(ascii: ".")
  private static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]
}
