/// What may be odd about a series: the cases that a loader has to tell apart.
///
/// Slices are named by their index along row × column, counted before any goes missing.
public struct SeriesOddities: Hashable, Sendable, Codable {
  /// Slices that have no file.
  public var missingSlices: [Int] = []
  /// Slices with a second file of the same instance, equal to the last byte.
  public var duplicatedSlices: [Int] = []
  /// Slices with a second file of the same SOP Instance UID, but all values one step higher.
  public var conflictingSlices: [Int] = []
  /// Slices with a second instance in the same place, which nothing else tells apart.
  public var repeatedSlices: [Int] = []
  /// How far a slice may lie from its place along the table, in mm, either way.
  public var positionJitter: Double = 0
  /// The stored value, declared as Pixel Padding Value, of all pixels outside the largest
  /// circle; nil pads nothing.
  public var paddingValue: Int?
  /// Whether the bits above the stored ones hold random bits.
  public var hasJunkHighBits = false
  /// Whether every slice has a rescale slope of its own: 1, 1.125, … 1.75 times the format's.
  public var hasSlopePerSlice = false
  /// Whether low values are declared white: MONOCHROME1.
  public var isMonochrome1 = false
  /// Whether Image Position and Orientation are left out.
  public var omitsGeometry = false
  /// Whether a localizer across the slices is among the files.
  public var hasLocalizer = false

  /// Creates the options of a series without oddities.
  public init() {}

  /// All slices that are named.
  var namedSlices: [Int] {
    missingSlices + duplicatedSlices + conflictingSlices + repeatedSlices
  }
}
