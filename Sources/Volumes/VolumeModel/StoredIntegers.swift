/// What turns stored integers into values: value = slope · stored + intercept, in double precision,
/// rounded to a float once.
public struct LinearRescale: Hashable, Sendable {
  /// Values for one stored unit.
  public let slope: Double
  /// The value of the stored integer 0.
  public let intercept: Double

  /// Creates a rescale.
  public init(slope: Double, intercept: Double) {
    self.slope = slope
    self.intercept = intercept
  }

  /// The value of a stored integer.
  public func value(of stored: Int) -> Float { Float(Double(stored) * slope + intercept) }
}

/// How the integers of a compact storage become values.
public struct StoredIntegers: Hashable, Sendable {
  /// Whether the 16-bit words are two's complement.
  public let isSigned: Bool
  /// One rescale for all slices, or one for each.
  public let rescales: [LinearRescale]

  /// Creates a description; equal rescales of all slices become one.
  ///
  /// - Precondition: There is a rescale.
  public init(isSigned: Bool, rescales: [LinearRescale]) {
    precondition(!rescales.isEmpty, "integers have a rescale")
    self.isSigned = isSigned
    self.rescales = rescales.allSatisfy { $0 == rescales[0] } ? [rescales[0]] : rescales
  }

  /// The integers that a word can hold.
  public var range: ClosedRange<Int> { isSigned ? -32768...32767 : 0...65535 }

  /// Whether every word of every slice becomes a number.
  public var isFinite: Bool {
    rescales.allSatisfy { rescale in
      rescale.slope != 0 && rescale.value(of: range.lowerBound).isFinite
        && rescale.value(of: range.upperBound).isFinite
    }
  }

  /// The rescale of a slice.
  func rescale(ofSlice k: Int) -> LinearRescale { rescales.count == 1 ? rescales[0] : rescales[k] }

  /// Whether integers are values but for a whole number that is added, which no float rounds: those of
  /// nearly every CT and of most MR images.
  public var areShiftedValues: Bool {
    let rescale = rescales[0]
    return rescales.count == 1 && rescale.slope == 1
      && rescale.intercept == rescale.intercept.rounded() && abs(rescale.intercept) <= 0x1p22
  }
}
