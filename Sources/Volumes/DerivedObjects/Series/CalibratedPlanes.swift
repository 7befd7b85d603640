import Geometry
public import VolumeModel

/// Planes of modality values in the patient, in the order in which they are numbered.
public struct CalibratedPlanes: Sendable {
  /// Where the planes lie.
  public let geometries: [PlaneGeometry]
  /// Millimetres across each plane that its values stand for.
  public let thickness: Double
  /// For slices written as they are, which slices of the volume they are.
  public let slices: StoredSlices?

  /// Which slices of a volume planes are.
  public struct StoredSlices: Hashable, Sendable {
    /// The slice of each plane.
    public let indices: [Int]
    /// How many slices the volume has.
    public let volumeCount: Int

    /// Names the slices of planes.
    public init(indices: [Int], volumeCount: Int) {
      self.indices = indices
      self.volumeCount = volumeCount
    }
  }

  /// Planes that are in memory together, in order.
  let lots: [Range<Int>]
  /// Makes a lot ready, and returns what gives the values of its planes, row by row; NaN where there
  /// is none.
  let ready: @Sendable (Range<Int>) throws -> @Sendable (Int) -> [Float]

  /// Planes whose values are in memory.
  ///
  /// - Parameters:
  ///   - images: The planes.
  ///   - thickness: Millimetres across a plane that its values stand for: of a slab its
  ///     thickness; nil for the distance of the planes, or the pixel width of a single one.
  ///   - slices: Of stored slices, which slices of the volume they are.
  ///
  /// ``CalibratedSeries`` refuses planes unless there are as many `slices`.
  public init(_ images: [PlaneImage], thickness: Double? = nil, slices: StoredSlices? = nil) {
    geometries = images.map(\.geometry)
    self.slices = slices
    self.thickness =
      thickness ?? Self.spacing(of: geometries) ?? geometries.first?.pixelWidth ?? 1
    lots = [0..<images.count]
    ready = { _ in { images[$0].values } }
  }

  /// Planes that are made twice, some at a time: to choose how values are stored, and to be stored.
  ///
  /// - Parameters:
  ///   - geometries: Where the planes lie.
  ///   - thickness: As of planes in memory.
  ///   - slices: As of planes in memory.
  ///   - lots: The planes that are made together, in order.
  ///   - making: Makes a lot, with the same values each time.
  ///
  /// ``CalibratedSeries`` refuses planes unless the lots hold each once, and each lot is made whole.
  public init(
    _ geometries: [PlaneGeometry], thickness: Double? = nil, slices: StoredSlices? = nil,
    lots: [Range<Int>], making: @escaping @Sendable (Range<Int>) throws -> [PlaneImage]
  ) {
    self.geometries = geometries
    self.slices = slices
    self.thickness =
      thickness ?? Self.spacing(of: geometries) ?? geometries.first?.pixelWidth ?? 1
    self.lots = lots
    ready = { lot in
      let images = try making(lot)
      guard images.count == lot.count else {
        throw DerivedObjectError.noSuchPlane(index: images.count, count: lot.count)
      }
      return { images[$0 - lot.lowerBound].values }
    }
  }

  /// The slices of a volume, where they lie; voxels without a measured value have none.
  ///
  /// Shear and uneven distances stay as they are: every slice has its own position.
  ///
  /// - Parameters:
  ///   - volume: The volume.
  ///   - thickness: Millimetres across a slice that its values stand for; nil for the distance
  ///     of the slices.
  ///   - isResampled: Whether every slice is made of many of the source's.
  public init(slicesOf volume: Volume, thickness: Double? = nil, isResampled: Bool = false) {
    let grid = volume.geometry
    let size = grid.dimensions
    geometries = (0..<size.slices).map(grid.plane(ofSlice:))
    slices =
      isResampled
      ? nil : StoredSlices(indices: Array(0..<size.slices), volumeCount: size.slices)
    self.thickness = thickness ?? grid.sliceDistance
    lots = [0..<size.slices]
    let values: @Sendable (Int) -> [Float] = { k in
      let start = k * size.voxelsPerSlice
      var values = unsafe volume.voxels.withVoxels(in: start..<start + size.voxelsPerSlice) {
        unsafe Array($0)
      }
      if let validity = volume.validity {
        for n in values.indices where !validity[start + n] { values[n] = .nan }
      }
      return values
    }
    ready = { _ in values }
  }

  /// The distance of the planes' centres along the normal, if the planes are parallel and evenly
  /// apart to within a micrometre and a hundredth of it; nil otherwise and for a single plane.
  var spacing: Double? { Self.spacing(of: geometries) }

  private static func spacing(of planes: [PlaneGeometry]) -> Double? {
    guard planes.count > 1, let first = planes.first,
      planes.allSatisfy({ $0.right == first.right && $0.down == first.down })
    else { return nil }
    let depths = planes.map { ($0.center - first.center).dot(first.normal) }
    let step = depths[depths.count - 1] / Double(depths.count - 1)
    let tolerance = min(1e-3, 0.01 * abs(step))
    let isEven = depths.enumerated().allSatisfy { abs($1 - Double($0) * step) < tolerance }
    return isEven && abs(step) > 1e-6 ? abs(step) : nil
  }
}
