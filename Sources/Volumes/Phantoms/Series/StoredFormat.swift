/// How modality values become stored values (PS3.3 C.7.6.3, C.8.2.1).
public struct StoredFormat: Hashable, Sendable, Codable {
  /// Bits of a value, up to 16; 16 are allocated, the high bit is the last stored one.
  public var bitsStored: Int
  /// Whether stored values are two's complement.
  public var isSigned: Bool
  /// Modality units of one step of the stored value.
  public var slope: Double
  /// The modality value of stored 0.
  public var intercept: Double

  /// Creates a format; the default is CT's usual one.
  ///
  /// - Parameters:
  ///   - bitsStored: Bits of a value, 1 to 16.
  ///   - isSigned: Whether stored values are two's complement.
  ///   - slope: Modality units of one step.
  ///   - intercept: The modality value of stored 0.
  public init(
    bitsStored: Int = 12, isSigned: Bool = false, slope: Double = 1, intercept: Double = -1024
  ) {
    self.bitsStored = bitsStored
    self.isSigned = isSigned
    self.slope = slope
    self.intercept = intercept
  }

  /// 12 of 16 bits, unsigned, slope 1, intercept −1024.
  public static let unsigned12 = StoredFormat()

  /// 16 bits, signed, slope 1, intercept 0.
  public static let signed16 = StoredFormat(bitsStored: 16, isSigned: true, intercept: 0)

  /// The stored values that fit.
  public var range: ClosedRange<Int> {
    isSigned
      ? -(1 << (bitsStored - 1))...(1 << (bitsStored - 1)) - 1 : 0...(1 << bitsStored) - 1
  }

  /// Returns the closest stored value that fits.
  func stored(_ value: Double) -> Int {
    let steps = ((value - intercept) / slope).rounded()
    return Int(min(max(steps, Double(range.lowerBound)), Double(range.upperBound)))
  }

  /// Returns the word of a stored value; the bits above the stored ones are 0.
  func word(_ stored: Int) -> UInt16 {
    UInt16(truncatingIfNeeded: stored) & UInt16(truncatingIfNeeded: (1 << bitsStored) - 1)
  }

  /// Returns the same format with another slope.
  func with(slope: Double) -> StoredFormat {
    var other = self
    other.slope = slope
    return other
  }
}
