extension StackTolerances {
  /// A tolerance for people.
  public struct Entry: Hashable, Sendable {
    /// The word by which it can be set.
    public let key: String
    /// What it is a tolerance of.
    public let name: String
    /// Its value, in ``unit``.
    public let value: Double
    /// `mm`, `°` or `%`.
    public let unit: String
    /// Why it is what it is by default.
    public let reason: String
  }

  /// All tolerances, as a report prints them.
  public var listed: [Entry] {
    Self.properties.map { property in
      // 0.01 is 1 %, not 1.0000000000000002 %.
      let value = (self[keyPath: property.path] * property.factor * 1e9).rounded() / 1e9
      return Entry(
        key: property.key, name: property.name, value: value, unit: property.unit,
        reason: property.reason)
    }
  }

  /// The words by which tolerances can be set, in the order of ``listed``.
  public static var keys: [String] { properties.map(\.key) }

  /// Sets a tolerance.
  ///
  /// - Parameters:
  ///   - key: One of ``keys``.
  ///   - value: Its value in the unit that ``listed`` gives.
  /// - Returns: False, and nothing is changed, if there is no such tolerance or the value is
  ///   negative or no number.
  public mutating func set(_ key: String, to value: Double) -> Bool {
    guard value >= 0, value.isFinite,
      let property = Self.properties.first(where: { $0.key == key })
    else { return false }
    self[keyPath: property.path] = value / property.factor
    return true
  }

  private struct Property {
    let key: String
    let path: WritableKeyPath<StackTolerances, Double>
    let name: String
    let unit: String
    let factor: Double
    let reason: String

    init(
      _ key: String, _ path: WritableKeyPath<StackTolerances, Double>, _ name: String,
      _ unit: String, factor: Double = 1, _ reason: String
    ) {
      self.key = key
      self.path = path
      self.name = name
      self.unit = unit
      self.factor = factor
      self.reason = reason
    }
  }

  private static var properties: [Property] {
    [
      Property(
        "orientation", \.orientationDegrees, "Orientation within a stack", "°",
        "direction cosines rounded to three digits pass, a turned slice does not"),
      Property(
        "directions", \.directionDeviation, "Rounded directions", "% of length 1", factor: 100,
        "cosines of two digits are up to 1.73 % off a right angle; they are set right, with a "
          + "warning"),
      Property(
        "pixel-spacing", \.relativePixelSpacing, "Pixel spacing within a stack", "%", factor: 100,
        "0.05 mm over a picture of 500 mm"),
      Property(
        "pixel-spacing-limit", \.relativePixelSpacingLimit, "Pixel spacing, with a warning", "%",
        factor: 100, "half a pixel at the far edge of 512"),
      Property(
        "same-position", \.samePosition, "Same position", "mm",
        "files round positions to micrometres at best; a hundredth of a pixel if that is less"),
      Property(
        "even", \.relativeSpacing, "Even spacing", "% of the median distance", factor: 100,
        "for every distance, and for every slice's deviation from its even place"),
      Property(
        "even-mm", \.absoluteSpacing, "Even spacing, at least", "mm",
        "very fine stacks whose files round positions"),
      Property(
        "even-limit", \.relativeSpacingLimit, "Even spacing, with a warning",
        "% of the median distance", factor: 100,
        "rounded positions and bed boundaries pass, with the deviation stated; more is irregular"),
      Property(
        "even-limit-pixels", \.pixelSpacingLimit, "The same, if it is more", "% of a pixel",
        factor: 100, "no deviation that a picture could show"),
      Property(
        "line", \.relativeSideways, "Straight line", "% of a pixel", factor: 100,
        "the first pixels of all slices lie on one line"),
      Property(
        "line-limit", \.sidewaysLimit, "Straight line, with a warning", "% of a pixel",
        factor: 100, "reformats wander; from half a pixel on the slices are no stack"),
      Property(
        "tilt", \.shearDegrees, "Tilt", "°",
        "only for saying so: the shear itself is always kept"),
    ]
  }
}
