/// How the values of a series become stored words of 16 bits: value = slope · stored + intercept.
///
/// Whole values that fit are stored as they are, slope 1. Other values get the finest slope that
/// fits among the powers of two, with which whole values stay exact and the words read back as
/// the very floats they stand for.
public struct ValueQuantisation: Hashable, Sendable {
  /// Modality units of one step.
  public let slope: Double
  /// The modality value of stored 0.
  public let intercept: Double
  /// Whether words are two's complement.
  public let isSigned: Bool
  /// The word that stands for "no value here"; nil if every pixel has one.
  public let padding: Int?
  /// The most that a value may change by being stored, in modality units; 0 for values that are
  /// stored exactly.
  public let largestError: Double

  /// What an object class allows.
  struct Rule {
    /// Whether the intercept may be other than 0.
    var allowsIntercept = true
    /// Whether values that are never negative are stored without sign.
    var prefersUnsigned = true
  }

  /// The range of words that values may take.
  var words: ClosedRange<Int> {
    guard isSigned else { return 0...65_535 }
    return (padding == nil ? -32_768 : -32_767)...32_767
  }

  /// Chooses how to store values.
  ///
  /// - Parameters:
  ///   - values: What the values are like.
  ///   - source: Slope and intercept of the source, which are taken if all values lie on its
  ///     steps.
  ///   - rule: What the object class allows.
  init(_ values: ValueSurvey, source: (slope: Double, intercept: Double)?, rule: Rule) {
    let search = QuantisationSearch(values, rule: rule)
    self = search.whole ?? search.onSteps(of: source) ?? search.finest
  }

  fileprivate init(
    slope: Double, intercept: Double, isSigned: Bool, padding: Int?, largestError: Double
  ) {
    self.slope = slope
    self.intercept = intercept
    self.isSigned = isSigned
    self.padding = padding
    self.largestError = largestError
  }

  /// Returns the stored words, little-endian.
  func bytes(of values: [Float]) -> [UInt8] {
    let none = UInt16(truncatingIfNeeded: padding ?? 0)
    let low = Double(words.lowerBound)
    let high = Double(words.upperBound)
    var bytes = [UInt8](repeating: 0, count: 2 * values.count)
    for (n, value) in values.enumerated() {
      var word = none
      if value.isFinite {
        let steps = ((Double(value) - intercept) / slope).rounded(.toNearestOrEven)
        word = UInt16(truncatingIfNeeded: Int(min(max(steps, low), high)))
      }
      bytes[2 * n] = UInt8(truncatingIfNeeded: word)
      bytes[2 * n + 1] = UInt8(truncatingIfNeeded: word >> 8)
    }
    return bytes
  }
}

/// The ways to store values, the better ones first.
private struct QuantisationSearch {
  private let values: ValueSurvey
  private let rule: ValueQuantisation.Rule
  private let low: Double
  private let high: Double
  private let isSigned: Bool

  init(_ values: ValueSurvey, rule: ValueQuantisation.Rule) {
    self.values = values
    self.rule = rule
    let range = values.range ?? 0...0
    (low, high) = (Double(range.lowerBound), Double(range.upperBound))
    // Black surroundings even in viewers that do not know of padding need a negative word.
    isSigned = low < 0 || values.hasGaps || !rule.prefersUnsigned
  }

  /// Whole values as they are; nil if there are others, or they do not fit.
  var whole: ValueQuantisation? { values.areWhole ? fitting(1, isExact: true) : nil }

  /// The source's own steps; nil if values lie between them.
  func onSteps(of source: (slope: Double, intercept: Double)?) -> ValueQuantisation? {
    guard values.areOnSourceSteps, let source, rule.allowsIntercept || source.intercept == 0 else {
      return nil
    }
    return choice(source.slope, intercept: source.intercept, isExact: true)
  }

  /// The finest power of two that fits.
  var finest: ValueQuantisation {
    let span = max(high - low, abs(high), abs(low), Double(Float.leastNormalMagnitude))
    // Too fine to begin with: the span over it is 2¹⁷ at least.
    var exponent = span.exponent - 17
    while true {
      let slope = Double(sign: .plus, exponent: exponent, significand: 1)
      if let found = fitting(slope, isExact: values.areWhole && exponent <= 0) { return found }
      exponent += 1
    }
  }

  /// A slope with an intercept of 0, else with one that centres the values; nil if neither fits.
  private func fitting(_ slope: Double, isExact: Bool) -> ValueQuantisation? {
    if let plain = choice(slope, intercept: 0, isExact: isExact) { return plain }
    guard rule.allowsIntercept else { return nil }
    // A whole number of steps and of units, so that whole values stay exact.
    let unit = max(slope, 1)
    let middle = isSigned ? (low + high) / 2 : low
    return choice(slope, intercept: (middle / unit).rounded(.down) * unit, isExact: isExact)
  }

  /// A slope and an intercept, if all values fit.
  private func choice(
    _ slope: Double, intercept: Double, isExact: Bool
  ) -> ValueQuantisation? {
    let choice = ValueQuantisation(
      slope: slope, intercept: intercept, isSigned: isSigned,
      padding: values.hasGaps ? -32_768 : nil, largestError: isExact ? 0 : slope / 2)
    let words = choice.words
    let first = (low - intercept) / slope
    let last = (high - intercept) / slope
    guard first.rounded() >= Double(words.lowerBound), last.rounded() <= Double(words.upperBound)
    else { return nil }
    return choice
  }
}
