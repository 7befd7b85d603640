extension StackTolerances {
  /// A tolerance for people.
  public struct Entry: Hashable, Sendable {
    /// The word by which it can be set.
    public let key: String
    /// What it is a tolerance of.
    public let name: String
    /// Its value, in ``unit``.
    public fileprivate(set) var value: Double
    /// `mm`, `°` or `%`.
    public let unit: String
    /// Why it is what it is by default.
    public let reason: String
  }

  /// All tolerances, as a report prints them.
  public var listed: [Entry] {
    Self.properties.map { property in
      var entry = property.entry
      // 0.01 is 1 %, not 1.0000000000000002 %.
      entry.value = (self[keyPath: property.path] * property.factor * 1e9).rounded() / 1e9
      return entry
    }
  }

  /// The words by which tolerances can be set, in the order of ``listed``.
  public static var keys: [String] { properties.map(\.entry.key) }

  /// Sets a tolerance.
  ///
  /// - Parameters:
  ///   - key: One of ``keys``.
  ///   - value: Its value in the unit that ``listed`` gives.
  /// - Returns: False, and nothing is changed, if there is no such tolerance or the value is
  ///   negative or no number.
  public mutating func set(_ key: String, to value: Double) -> Bool {
    guard value >= 0, value.isFinite,
      let property = Self.properties.first(where: { $0.entry.key == key })
    else { return false }
    self[keyPath: property.path] = value / property.factor
    return true
  }

  /// The same as they are used: 0 for what is negative or no number, and no more than makes sense.
  var used: StackTolerances {
    var used = self
    for property in Self.properties {
      let value = self[keyPath: property.path]
      used[keyPath: property.path] = value > 0 ? min(value, 1e9) : 0
    }
    return used
  }

  private struct Property {
    let path: WritableKeyPath<StackTolerances, Double>
    let factor: Double
    let entry: Entry

    init(
      _ key: String, path: WritableKeyPath<StackTolerances, Double>, name: String,
      unit: String, factor: Double = 1, reason: String
    ) {
      self.path = path
      self.factor = factor
      entry = Entry(key: key, name: name, value: 0, unit: unit, reason: reason)
    }
  }

  private static var properties: [Property] {
    [
      Property(
        "orientation", path: \.orientationDegrees, name: "Orientation within a stack", unit: "°",
        reason: "direction cosines rounded to three digits pass, a turned slice does not"),
      Property(
        "directions", path: \.directionDeviation, name: "Rounded directions", unit: "% of length 1",
        factor: 100,
        reason:
          "cosines of two digits are up to 1.73 % off a right angle; they are set right, with a "
          + "warning"),
      Property(
        "pixel-spacing", path: \.relativePixelSpacing, name: "Pixel spacing within a stack",
        unit: "%", factor: 100,
        reason: "0.05 mm over a picture of 500 mm"),
      Property(
        "pixel-spacing-limit", path: \.relativePixelSpacingLimit,
        name: "Pixel spacing, with a warning", unit: "%",
        factor: 100, reason: "half a pixel at the far edge of 512"),
      Property(
        "same-position", path: \.samePosition, name: "Same position", unit: "mm",
        reason:
          "files round positions to micrometres at best; a hundredth of a pixel if that is less"),
      Property(
        "even", path: \.relativeSpacing, name: "Even spacing", unit: "% of the median distance",
        factor: 100,
        reason: "for every distance, and for every slice's deviation from its even place"),
      Property(
        "even-mm", path: \.absoluteSpacing, name: "Even spacing, at least", unit: "mm",
        reason: "very fine stacks whose files round positions"),
      Property(
        "even-limit", path: \.relativeSpacingLimit, name: "Even spacing, with a warning",
        unit: "% of the median distance", factor: 100,
        reason:
          "rounded positions and bed boundaries pass, with the deviation stated; more is irregular"),
      Property(
        "even-limit-pixels", path: \.pixelSpacingLimit, name: "The same, if it is more",
        unit: "% of a pixel",
        factor: 100, reason: "no deviation that a picture could show"),
      Property(
        "line", path: \.relativeSideways, name: "Straight line", unit: "% of a pixel", factor: 100,
        reason: "the first pixels of all slices lie on one line"),
      Property(
        "line-limit", path: \.sidewaysLimit, name: "Straight line, with a warning",
        unit: "% of a pixel",
        factor: 100, reason: "reformats wander; from half a pixel on the slices are no stack"),
      Property(
        "tilt", path: \.shearDegrees, name: "Tilt", unit: "°",
        reason: "only for saying so: the shear itself is always kept"),
    ]
  }
}
