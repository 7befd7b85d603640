/// Percent coding of addresses (RFC 3986 2.1).
enum PercentCoding {
  /// A text with everything coded but unreserved characters.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - others: Characters that stay as well.
  /// - Returns: The coded text.
  static func encoded(_ text: String, keeping others: String = "") -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var coded: [UInt8] = []
    for byte in text.utf8 {
      if isUnreserved(byte) || others.utf8.contains(byte) {
        coded.append(byte)
      } else {
        coded += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: coded, as: UTF8.self)
  }

  /// What a coded text means; a percent sign that codes nothing stays.
  ///
  /// - Parameters:
  ///   - text: The coded text.
  ///   - plusIsBlank: Whether `+` stands for a blank, as in queries.
  /// - Returns: The text.
  static func decoded(_ text: some StringProtocol, plusIsBlank: Bool = false) -> String {
    let coded = Array(text.utf8)
    var bytes: [UInt8] = []
    var n = 0
    while n < coded.count {
      if coded[n] == 0x25, n + 2 < coded.count, let high = digit(coded[n + 1]),
        let low = digit(coded[n + 2])
      {
        bytes.append(high << 4 | low)
        n += 3
      } else {
        bytes.append(plusIsBlank && coded[n] == 0x2B ? 0x20 : coded[n])
        n += 1
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
    default: false
    }
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}
