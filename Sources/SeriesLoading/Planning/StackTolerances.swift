/// What counts as equal when slices are grouped and lined up.
///
/// Every tolerance that decides something is named here, printed in the report, and stands with
/// the finding it leads to.
public struct StackTolerances: Hashable, Sendable {
  /// Largest angle between the row directions, and between the column directions, of slices in
  /// one stack, in degrees.
  ///
  /// Direction cosines rounded to three digits are 0.05° off, two such files 0.1°.
  public var orientationDegrees = 0.1

  /// Largest relative difference of pixel spacings within a stack.
  public var relativePixelSpacing = 1e-4

  /// Positions closer than this along the normal are the same place, in mm.
  public var samePosition = 1e-3

  /// Largest deviation of a gap, and of a slice from its evenly spaced place, as a part of
  /// the median gap.
  public var relativeSpacing = 0.01

  /// The same in mm, for stacks so fine that files round their positions.
  public var absoluteSpacing = 1e-3

  /// Largest distance of a slice's first pixel from the straight line through the first and
  /// the last one, as a part of the pixel spacing, if that is more than the deviation along
  /// the normal allows.
  public var relativeSideways = 0.02

  /// Shear, in degrees, above which a stack is said to be tilted.
  public var shearDegrees = 0.1

  /// Creates the default tolerances.
  public init() {}

  /// The deviation in mm that is tolerated for a median gap.
  public func spacing(for median: Double) -> Double {
    max(relativeSpacing * median, absoluteSpacing)
  }
}

extension StackTolerances {
  /// A tolerance for people.
  public struct Entry: Hashable, Sendable {
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
    [
      Entry(
        name: "Orientation within a stack", value: orientationDegrees, unit: "°",
        reason: "direction cosines rounded to three digits pass, a turned slice does not"),
      Entry(
        name: "Pixel spacing within a stack", value: relativePixelSpacing * 100, unit: "%",
        reason: "0.05 mm over a picture of 500 mm"),
      Entry(
        name: "Same position", value: samePosition, unit: "mm",
        reason: "files round positions to micrometres at best"),
      Entry(
        name: "Even spacing", value: relativeSpacing * 100, unit: "% of the median distance",
        reason: "for every distance, and for every slice's deviation from its even place"),
      Entry(
        name: "Even spacing, at least", value: absoluteSpacing, unit: "mm",
        reason: "very fine stacks whose files round positions"),
      Entry(
        name: "Straight line", value: relativeSideways * 100, unit: "% of a pixel",
        reason: "the first pixels of all slices lie on one line"),
      Entry(
        name: "Tilt", value: shearDegrees, unit: "°",
        reason: "only for saying so: the shear itself is always kept"),
    ]
  }
}
