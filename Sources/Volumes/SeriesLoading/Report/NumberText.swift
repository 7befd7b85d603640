extension Double {
  /// The number with at most four decimals, without trailing zeros, for messages.
  package var shortText: String {
    guard isFinite, abs(self) < 1e12 else { return "\(self)" }
    let rounded = (self * 10_000).rounded() / 10_000
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }
}
