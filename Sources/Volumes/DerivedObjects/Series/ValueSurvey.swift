/// What the values of a series are like: what decides how they are stored.
struct ValueSurvey: Hashable, Sendable {
  /// The smallest and largest value; nil if there is none.
  private(set) var range: ClosedRange<Float>?
  /// Whether some pixel has no value.
  private(set) var hasGaps = false
  /// Whether all values are whole numbers.
  private(set) var areWhole = true
  /// Whether all values are what the source's words stand for, to the last bit.
  private(set) var areOnSourceSteps: Bool

  /// Looks at values.
  ///
  /// - Parameters:
  ///   - values: Values; those that are not finite are none.
  ///   - source: Slope and intercept of the source, if all its images have one.
  init(_ values: [Float], source: (slope: Double, intercept: Double)?) {
    areOnSourceSteps = source != nil
    var low = Float.infinity
    var high = -Float.infinity
    for value in values {
      guard value.isFinite else {
        hasGaps = true
        continue
      }
      low = min(low, value)
      high = max(high, value)
      if areWhole, value != value.rounded() { areWhole = false }
      if areOnSourceSteps, let source {
        let step = ((Double(value) - source.intercept) / source.slope).rounded()
        areOnSourceSteps = Float(step * source.slope + source.intercept) == value
      }
    }
    range = low <= high ? low...high : nil
  }

  /// What two lots of values are like together.
  func joined(_ other: ValueSurvey) -> ValueSurvey {
    var joined = self
    if let first = range, let second = other.range {
      joined.range =
        min(first.lowerBound, second.lowerBound)...max(first.upperBound, second.upperBound)
    } else {
      joined.range = range ?? other.range
    }
    joined.hasGaps = hasGaps || other.hasGaps
    joined.areWhole = areWhole && other.areWhole
    joined.areOnSourceSteps = areOnSourceSteps && other.areOnSourceSteps
    return joined
  }
}
