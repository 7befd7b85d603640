/// The values between black and white, as they are asked for: two numbers, or all values.
public enum WindowRange: Codable, Hashable, Sendable {
  /// From the smallest to the largest valid value.
  case full
  /// The value in the middle, and the distance between black and white.
  case values(center: Double, width: Double)

  /// Reads `"full"` or `[centre, width]`.
  ///
  /// - Throws: `DecodingError` for anything else.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let numbers = try? container.decode(SIMD2<Double>.self) {
      self = .values(center: numbers.x, width: numbers.y)
      return
    }
    guard try container.decode(String.self) == "full" else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "neither [centre, width] nor \"full\"")
    }
    self = .full
  }

  /// Writes `"full"` or `[centre, width]`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .full: try container.encode("full")
    case .values(let center, let width): try container.encode(SIMD2(center, width))
    }
  }
}
