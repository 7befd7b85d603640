import DICOMImaging

/// Times of one day that run over midnight, where dates do not say so.
enum ClockOrder {
  private static let day = 86_400.0

  /// Times with a day added to those after midnight.
  ///
  /// Times of day that leave more than half a day empty between two of them, but take the
  /// beginning and the end of the day, were taken around midnight. If they carry one date for
  /// all, the stated start of the series or study has to say that it began in the evening; if they
  /// carry none, it must not say that it began before the first of them.
  ///
  /// - Parameters:
  ///   - seconds: The different times, in s since midnight, or since 1970 if they are dated.
  ///   - start: When the series began, in s since midnight.
  /// - Returns: The first of the times that belong to the day before; nil if none does.
  static func evening(of seconds: [Double], start: Double?) -> Double? {
    let sorted = seconds.sorted()
    guard let first = sorted.first, let last = sorted.last, last - first > day / 2 else {
      return nil
    }
    let midnight = (first / day).rounded(.down) * day
    guard last < midnight + day else { return nil }
    for (time, next) in zip(sorted, sorted.dropFirst()) where next - time > day / 2 {
      guard midnight != 0 else { return isMorning(start, before: first) ? nil : next }
      let isConfirmed = start.map { $0 + midnight > time + day / 2 && $0 + midnight <= next + 3600 }
      return isConfirmed == true ? next : nil
    }
    return nil
  }

  /// Whether a stated start comes before all times of the day; midnight sharp is a start that was
  /// made up.
  private static func isMorning(_ start: Double?, before first: Double) -> Bool {
    start.map { $0 > 0 && $0 <= first } ?? false
  }

  /// Values of slices with a day added to those before an evening.
  static func unrolled(_ values: [DistinctionValue], evening: Double) -> [DistinctionValue] {
    values.map { value in
      if case .number(let seconds) = value, seconds < evening { return .number(seconds + day) }
      return value
    }
  }
}
