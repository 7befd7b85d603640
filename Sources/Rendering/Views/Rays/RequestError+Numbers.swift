extension RequestError {
  /// Only labels are to be seen, and there are none.
  static var noLabels: RequestError {
    RequestError(
      .incomplete, field: "labelsOnly", sentence: "`labelsOnly` belongs to `overlay`")
  }

  /// Throws unless a number is nil or finite.
  static func checkFinite(_ number: Double?, field: String) throws(RequestError) {
    guard number?.isFinite != false else {
      throw RequestError(.outOfRange, field: field, sentence: "`\(field)` is not a finite number")
    }
  }

  /// Throws unless a number is nil, or finite and above 0.
  static func checkPositive(_ number: Double?, field: String) throws(RequestError) {
    try checkFinite(number, field: field)
    guard let number, number <= 0 else { return }
    throw RequestError(
      .outOfRange, field: field, sentence: "`\(field)` \(number.displayText) is not above 0")
  }

  /// Throws unless a number is nil, or at least 1 and no more than is ever made.
  static func check(
    _ number: Int?, atMost limit: Int, field: String
  ) throws(RequestError) {
    guard let number, !(1...limit).contains(number) else { return }
    throw RequestError(
      number < 1 ? .outOfRange : .overLimit, field: field,
      sentence: "`\(field)` \(number) is not between 1 and \(limit)")
  }

  /// Throws unless there are so many finite numbers.
  static func check(
    _ numbers: [Double], count: Int, field: String
  ) throws(RequestError) {
    guard numbers.count == count else {
      throw RequestError(
        .outOfRange, field: field, sentence: "`\(field)` has \(numbers.count) numbers, not \(count)"
      )
    }
    for number in numbers { try checkFinite(number, field: field) }
  }
}
