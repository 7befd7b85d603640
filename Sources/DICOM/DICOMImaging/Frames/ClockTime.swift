/// A moment of a DA, TM or DT value (PS3.5 6.2); time zones are not looked at, since the
/// frames of one series share theirs.
struct ClockTime: Hashable {
  /// Seconds since the beginning of 1970, or since midnight if no date is given.
  let seconds: Double

  /// A date as `20220711`, if there is one, and a time as `121417.02`.
  init?(date: String?, time: String) {
    guard let ofDay = Self.secondsOfDay(time) else { return nil }
    guard let date, !date.isEmpty else {
      seconds = ofDay
      return
    }
    guard let days = Self.days(date) else { return nil }
    seconds = Double(days) * 86_400 + ofDay
  }

  /// A date and time in one, as `20220711121417.02+0100`.
  init?(dateTime: String) {
    let local = dateTime.prefix { $0 != "+" && $0 != "-" }
    guard local.utf8.count >= 8 else { return nil }
    let time = String(local.dropFirst(8))
    self.init(date: String(local.prefix(8)), time: time.isEmpty ? "00" : time)
  }

  /// The days from the beginning of 1970 to this one, negative before.
  private static func days(_ date: String) -> Int? {
    let digits = date.filter { $0 != "." }
    guard digits.utf8.count == 8, let number = Int(digits), number > 0 else { return nil }
    let year = number / 10_000
    let month = number / 100 % 100
    let day = number % 100
    guard (1...12).contains(month), (1...31).contains(day) else { return nil }
    // Years that begin in March put the leap day last.
    let shifted = month > 2 ? year : year - 1
    let ofYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + ofYear - 719_468
  }

  private static func secondsOfDay(_ time: String) -> Double? {
    let digits = time.filter { $0 != ":" }
    let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let whole = parts[0]
    guard [2, 4, 6].contains(whole.utf8.count), whole.utf8.allSatisfy({ (48...57).contains($0) })
    else { return nil }
    let padded = whole + String(repeating: "0", count: 6 - whole.utf8.count)
    guard let number = Int(padded) else { return nil }
    var fraction = 0.0
    if parts.count == 2, !parts[1].isEmpty {
      guard let value = Double("0." + parts[1]), value.isFinite else { return nil }
      fraction = value
    }
    return Double(number / 10_000 * 3600 + number / 100 % 100 * 60 + number % 100) + fraction
  }
}
