public import VolumeModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension DisplayWindow {
  /// Returns the grey of a value: 0 is black, `white` is white.
  ///
  /// PS3.3 C.11.2.1.2.1 (linear), C.11.2.1.3.2 (linear exact) and C.11.2.1.3.1 (sigmoid), rounded
  /// to the nearest whole number, half up. NaN is black.
  ///
  /// - Parameters:
  ///   - value: In the volume's unit.
  ///   - white: The largest grey: 255 or 65535.
  /// - Returns: A whole number in 0…`white`.
  public func grey(of value: Float, white: Double) -> Double {
    var grey = 0.0
    forEachGrey(of: CollectionOfOne(value), white: white) { grey = Double($0) }
    return grey
  }

  /// Calls `body` with the grey of every value, in order.
  @inline(__always)
  func forEachGrey(
    of values: some Sequence<Float>, white: Double, body: (UInt32) -> Void
  ) {
    switch function {
    case .linear:
      // Made for whole numbers: half a step aside, and one step fewer than the width.
      straight(values, middle: center - 0.5, span: width - 1, white: white, body: body)
    case .linearExact:
      straight(values, middle: center, span: width, white: white, body: body)
    case .sigmoid:
      for value in values {
        body(Self.rounded(white / (1 + exp(-4 * (Double(value) - center) / width)), white: white))
      }
    }
  }

  /// The straight line; values beyond its ends saturate, which is what the standard's first
  /// two cases say.
  @inline(__always)
  private func straight(
    _ values: some Sequence<Float>, middle: Double, span: Double, white: Double,
    body: (UInt32) -> Void
  ) {
    guard span > 0 else {
      // Width 1 is a threshold; the line would divide 0 by 0.
      for value in values { body(Double(value) > middle ? Self.rounded(white, white: white) : 0) }
      return
    }
    for value in values {
      body(Self.rounded(((Double(value) - middle) / span + 0.5) * white, white: white))
    }
  }

  /// The nearest whole number, half up, in 0...white; 0 for NaN.
  ///
  /// Written so that it becomes a few vector instructions: adding 2⁵² rounds to a whole number
  /// (ties to even) and leaves it in the low bits; ties that went down are then put up.
  @inline(__always)
  private static func rounded(_ grey: Double, white: Double) -> UInt32 {
    let positive = grey > 0 ? grey : 0
    let limited = positive < white ? positive : white
    let shift = 4_503_599_627_370_496.0
    let nearest = (limited + shift) - shift
    let halfUp = limited - nearest >= 0.5 ? nearest + 1 : nearest
    return UInt32(truncatingIfNeeded: (halfUp + shift).bitPattern)
  }
}
