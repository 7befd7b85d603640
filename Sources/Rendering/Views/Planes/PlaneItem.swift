public import VolumeModel

/// A plane to be made: what it shows, and which of how many it is.
public struct PlaneItem: Hashable, Sendable {
  /// Where the values come from.
  public enum Source: Hashable, Sendable {
    /// Samples of a plane in the patient.
    case plane(PlaneGeometry)
    /// A slice as it is stored, by its number from 0.
    case storedSlice(Int)
  }

  /// What the plane shows: `axial`, `coronal`, `sagittal`, `native`, `mpr`; names of files begin
  /// with it.
  public let kind: String
  /// Its number, from 0.
  public let index: Int
  /// Of how many it is one, whether or not the others are made; nil where that means nothing.
  public let total: Int?
  /// Half of what the plane stands for along its normal, in mm: places beyond are other planes'.
  public let reach: Double
  /// Where the values come from.
  public let source: Source

  /// Creates a plane to be made.
  ///
  /// - Parameters:
  ///   - kind: What it shows.
  ///   - index: Its number, from 0.
  ///   - total: Of how many it is one; nil where that means nothing.
  ///   - reach: Half of what it stands for along its normal, in mm.
  ///   - source: Where the values come from.
  public init(kind: String, index: Int, total: Int? = nil, reach: Double = 0, source: Source) {
    self.kind = kind
    self.index = index
    self.total = total
    self.reach = reach
    self.source = source
  }

  /// `axial-0000`: names of files count from 0.
  public var name: String { Self.name(kind, number: index) }

  /// A number as names of files have it: four digits or more.
  public static func digits(of number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// The name of a file by its kind and number, from 0.
  public static func name(_ kind: String, number: Int) -> String {
    "\(kind)-\(digits(of: number))"
  }

  /// Where the plane lies, that of a stored slice in its volume's grid.
  package func plane(in grid: GridGeometry) -> PlaneGeometry {
    switch source {
    case .plane(let plane): plane
    case .storedSlice(let slice): grid.plane(ofSlice: slice)
    }
  }
}
