extension Int {
  /// A number as a whole one within a range, rounded towards zero; no number is the range's lower end.
  ///
  /// Conversions of numbers that nobody has checked end the process; this one does not.
  package init(_ number: Double, clampedTo range: ClosedRange<Int>) {
    guard number > Double(range.lowerBound) else {
      self = range.lowerBound
      return
    }
    self = number < Double(range.upperBound) ? Int(number) : range.upperBound
  }
}
