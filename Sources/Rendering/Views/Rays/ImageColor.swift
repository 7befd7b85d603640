/// A colour by name or as `#rrggbb`: in JSON that text.
public struct ImageColor: Hashable, Sendable, CustomStringConvertible {
  /// 0xRRGGBB.
  private let bits: Int

  private static let names = [
    "black": 0x000000, "white": 0xffffff, "grey": 0x808080, "gray": 0x808080,
  ]

  /// Reads `black`, `white`, `grey`, `gray`, or six hexadecimal digits; nil for anything else.
  public init?(_ text: String) {
    let digits = text.drop { $0 == "#" }
    let isHex = digits.count == 6 && digits.allSatisfy { $0.isASCII && $0.isHexDigit }
    guard let bits = Self.names[text.lowercased()] ?? (isHex ? Int(digits, radix: 16) : nil) else {
      return nil
    }
    self.bits = bits
  }

  /// Red, green and blue, 0…1.
  public var parts: SIMD3<Double> {
    SIMD3(Double(bits >> 16 & 255), Double(bits >> 8 & 255), Double(bits & 255)) / 255
  }

  /// `#rrggbb`.
  public var description: String {
    let digits = String(bits, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }
}

extension ImageColor: Codable {
  /// Reads the text.
  ///
  /// - Throws: `DecodingError` for a text that is no colour.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let color = ImageColor(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a colour is black, white, grey or #rrggbb")
    }
    self = color
  }

  /// Writes `#rrggbb`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
