public import Geometry
public import VolumeModel

/// The phantoms by the names under which users ask for them.
public enum PhantomKind: String, CaseIterable, Hashable, Sendable, Codable {
  /// A lettered head without symmetry: which side is where?
  case head
  /// A homogeneous ball: volumes, projections, surfaces.
  case sphere
  /// An affine field: interpolation is exact.
  case ramp
  /// Gaussian beads at known places: is the geometry right to 0.01 mm?
  case beads
}

/// One of the phantoms, laid out for a grid.
public enum Phantom: AnalyticField, Hashable {
  /// A lettered head without symmetry.
  case head(HeadPhantom)
  /// A homogeneous ball.
  case sphere(SpherePhantom)
  /// An affine field.
  case ramp(RampPhantom)
  /// Gaussian beads at known places.
  case beads(BeadsPhantom)

  /// Lays out a phantom so that it fits a grid.
  ///
  /// The phantom is centred on the grid and fits the largest cube along the patient's axes
  /// that the grid holds, tilt and obliquity taken into account; the ball and the beads are
  /// wide enough for the coarsest spacing; two further beads lie in the planes of the first and
  /// the last slice. The ramp stays within ±1000 in the whole grid.
  ///
  /// - Parameters:
  ///   - kind: Which phantom.
  ///   - grid: The grid that is to hold it.
  public init(_ kind: PhantomKind, fitting grid: GridGeometry) {
    let center = grid.center
    let extent = grid.largestCube
    let coarsest = grid.spacing.max()
    switch kind {
    case .head: self = .head(HeadPhantom(center: center, extent: extent))
    case .sphere:
      let radius = 0.35 * extent
      self = .sphere(
        SpherePhantom(
          center: center + PatientVector(0.05, -0.04, 0.03) * extent, radius: radius,
          edgeWidth: min(2 * coarsest, radius)))
    case .ramp:
      // (3, −2, 6)/7 has length 1 and no two components alike.
      let reach = grid.voxelBounds.corners.map { grid.patientPoint(of: $0).distance(to: center) }
      let steepness = 1000 / (reach.max() ?? 1)
      self = .ramp(
        RampPhantom(origin: center, slope: PatientVector(3, -2, 6) * (steepness / 7)))
    case .beads:
      self = .beads(
        BeadsPhantom(
          center: center, extent: extent, sigma: max(extent / 80, 0.8 * coarsest),
          cutCenters: grid.beadsOfEndSlices))
    }
  }

  /// The phantom's name.
  public var kind: PhantomKind {
    switch self {
    case .head: .head
    case .sphere: .sphere
    case .ramp: .ramp
    case .beads: .beads
    }
  }

  // One switch for each call: an existential would copy the phantom to the heap for every voxel.

  /// Returns the modality value (HU) at a place in LPS mm.
  public func value(at point: PatientPoint) -> Double {
    switch self {
    case .head(let field): field.value(at: point)
    case .sphere(let field): field.value(at: point)
    case .ramp(let field): field.value(at: point)
    case .beads(let field): field.value(at: point)
    }
  }

  /// Returns the gradient at a place in LPS mm, in modality units for each mm.
  public func gradient(at point: PatientPoint) -> PatientVector {
    switch self {
    case .head(let field): field.gradient(at: point)
    case .sphere(let field): field.gradient(at: point)
    case .ramp(let field): field.gradient(at: point)
    case .beads(let field): field.gradient(at: point)
    }
  }
}

extension GridGeometry {
  /// A place in the plane of the first slice and one in that of the last, in LPS mm, neither of
  /// them a voxel's centre.
  fileprivate var beadsOfEndSlices: [PatientPoint] {
    let size = dimensions
    let width = Double(size.columns - 1)
    let height = Double(size.rows - 1)
    return [
      patientPoint(of: VoxelPoint(0.313 * width, 0.642 * height, 0)),
      patientPoint(of: VoxelPoint(0.671 * width, 0.287 * height, Double(size.slices - 1))),
    ]
  }

  /// The edge in mm of the largest cube along the patient's axes around the grid's centre
  /// that the voxels hold, rims included; slices are taken as evenly spaced.
  public var largestCube: Double {
    let m = patientToVoxel
    return (0..<3).map { axis in
      let reach = abs(m.x.components[axis]) + abs(m.y.components[axis]) + abs(m.z.components[axis])
      return Double(dimensions.ijk[axis]) / reach
    }.min() ?? 0
  }
}
