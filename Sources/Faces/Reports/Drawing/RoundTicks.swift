/// Round numbers inside a range.
enum RoundTicks {
  /// Multiples of 1, 2 or 5 times a power of ten, at most about ten of them.
  static func values(in range: ClosedRange<Double>) -> [Double] {
    let length = range.upperBound - range.lowerBound
    guard length > 0, length.isFinite else { return [] }
    var step = 1e-6
    let factors = [2, 2.5, 2]
    var n = 0
    while length / step > 10, n < 120 {
      step *= factors[n % 3]
      n += 1
    }
    // A hair of tolerance, so that rounding does not lose a tick at an end.
    let first = (range.lowerBound / step - 1e-9).rounded(.up)
    let last = (range.upperBound / step + 1e-9).rounded(.down)
    guard last >= first, last - first < 100 else { return [] }
    return (0...Int(last - first)).map { ((first + Double($0)) * step * 1e6).rounded() / 1e6 }
  }
}
