/// Checks that fields of several requests share.
enum RequestField {
  /// Throws unless a number is nil or finite.
  static func checkFinite(_ number: Double?, field: String) throws(RayRequestError) {
    guard number?.isFinite != false else { throw RayRequestError(.notFinite, field: field) }
  }

  /// Throws unless a number is nil, or finite and above 0.
  static func checkPositive(_ number: Double?, field: String) throws(RayRequestError) {
    try checkFinite(number, field: field)
    if let number, number <= 0 { throw RayRequestError(.notPositive(number), field: field) }
  }
}
