/// How soon a place answers, in words.
struct EchoTimes {
  private let seconds: [Double]

  init(_ seconds: [Double]) { self.seconds = seconds }

  /// One line.
  func text(of place: String, saying itself: String) -> String {
    let sorted = seconds.sorted()
    let middle = sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    let times = seconds.count > 1 ? " (median of \(seconds.count))" : ""
    return "\(place) answers in \(Self.milliseconds(middle)) ms\(times): \(itself)"
  }

  private static func milliseconds(_ seconds: Double) -> String {
    let tenths = Int((seconds * 10_000).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
