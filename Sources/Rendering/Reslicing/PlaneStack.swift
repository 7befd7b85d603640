import Geometry
public import VolumeModel
public import WorkScheduling

/// Parallel planes of one size, one behind the other as the viewer looks.
public struct PlaneStack: Hashable, Sendable {
  /// The plane closest to the viewer.
  public let first: PlaneGeometry
  /// The number of planes.
  public let count: Int
  /// From a plane to the next along right × down, in mm.
  public let spacing: Double

  /// Creates a stack centred on a plane.
  ///
  /// - Parameters:
  ///   - center: The plane in the middle.
  ///   - count: The number of planes.
  ///   - spacing: From a plane to the next, in mm.
  ///   - limits: How many planes and pixels there may be.
  /// - Throws: ``ReslicingError`` if the count or the spacing is not above 0, or there are
  ///   too many planes or pixels.
  public init(
    around center: PlaneGeometry, count: Int, spacing: Double, limits: WorkLimits = WorkLimits()
  ) throws(ReslicingError) {
    try ImageLayout.check(Double(count), name: "number of planes")
    try ImageLayout.check(spacing, name: "spacing of planes")
    try ReslicingError.check(planes: count, limits: limits)
    let pixels = Double(center.width) * Double(center.height) * Double(count)
    try ReslicingError.check(pixels, limit: limits.stackPixels)
    let reach = center.normal * (Double(count - 1) * spacing)
    guard (center.center + reach).isFinite, (center.center - reach).isFinite else {
      throw .notFinite("extent of the stack")
    }
    first = center.moved(away: -Double(count - 1) / 2 * spacing)
    self.count = count
    self.spacing = spacing
  }

  /// Returns where a plane lies, counted away from the viewer from 0.
  ///
  /// - Throws: ``ReslicingError/indexOutOfRange(index:count:)``.
  public func plane(_ index: Int) throws(ReslicingError) -> PlaneGeometry {
    guard index >= 0, index < count else { throw .indexOutOfRange(index: index, count: count) }
    return first.moved(away: Double(index) * spacing)
  }

  /// Pixels of all planes.
  public var pixelCount: Int { first.width * first.height * count }

  /// The stack as a grid: i along right, j along down, k away from the viewer.
  ///
  /// - Throws: `GridGeometryError` never for the planes of this package.
  public var grid: GridGeometry {
    get throws(GridGeometryError) {
      let map = AffineMap<VoxelSpace, PatientSpace>(
        x: first.right * first.pixelWidth, y: first.down * first.pixelHeight,
        z: first.normal * spacing, origin: first.firstPixel)
      return try GridGeometry(
        dimensions: GridDimensions(columns: first.width, rows: first.height, slices: count),
        voxelToPatient: map)
    }
  }
}

extension OrthogonalPlan {
  /// All planes.
  ///
  /// - Throws: ``ReslicingError/tooManyPixels(_:limit:)``.
  public var stack: PlaneStack {
    get throws(ReslicingError) {
      try PlaneStack(around: center, count: count, spacing: spacing)
    }
  }
}
