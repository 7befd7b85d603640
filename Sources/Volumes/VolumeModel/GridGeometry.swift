public import Geometry

/// Where the voxels of a volume lie in the patient; it holds no voxels.
///
/// The map from voxel indices to LPS millimetres is affine, shear included. An irregular
/// stack adds the list of its slices' positions along the normal; the map is then linear
/// between two neighbouring slices. Nothing is averaged.
public struct GridGeometry: Hashable, Sendable {
  /// The number of voxels along each axis.
  public let dimensions: GridDimensions

  /// Voxel (i, j, k) → LPS mm, between voxel centres.
  ///
  /// For an irregular stack it is exact in the first and the last slice only; use
  /// ``patientPoint(of:)``.
  public let voxelToPatient: AffineMap<VoxelSpace, PatientSpace>

  /// The inverse of ``voxelToPatient``.
  public let patientToVoxel: AffineMap<PatientSpace, VoxelSpace>

  /// Millimetres along the normal from the first slice to each slice, strictly growing;
  /// nil unless the stack is irregular.
  public let slicePositions: [Double]?

  /// Creates a geometry.
  ///
  /// - Parameters:
  ///   - dimensions: The number of voxels along each axis.
  ///   - voxelToPatient: Voxel centres to LPS mm.
  ///   - slicePositions: For an irregular stack, one position for each slice in mm along
  ///     the normal; the first is 0, the last where `voxelToPatient` puts the last slice.
  /// - Throws: ``GridGeometryError``.
  public init(
    dimensions: GridDimensions, voxelToPatient: AffineMap<VoxelSpace, PatientSpace>,
    slicePositions: [Double]? = nil
  ) throws(GridGeometryError) {
    guard let inverse = voxelToPatient.inverse, voxelToPatient.origin.isFinite,
      inverse.origin.isFinite
    else { throw .flat }
    if let slicePositions {
      guard slicePositions.count == dimensions.slices, slicePositions.count >= 2,
        slicePositions.allSatisfy(\.isFinite),
        zip(slicePositions, slicePositions.dropFirst()).allSatisfy({ $0 < $1 })
      else { throw .slicePositionsNotIncreasing }
    }
    self.dimensions = dimensions
    self.voxelToPatient = voxelToPatient
    self.patientToVoxel = inverse
    self.slicePositions = slicePositions
  }

  /// The distance in mm between neighbouring voxel centres along i, j and k; along k the
  /// length of the slice-to-slice vector, which for a sheared grid exceeds the distance of
  /// the slice planes.
  public var spacing: SIMD3<Double> {
    SIMD3(voxelToPatient.x.length, voxelToPatient.y.length, voxelToPatient.z.length)
  }

  /// The smallest of the three spacings, in mm.
  public var finestSpacing: Double { spacing.min() }

  /// The direction of length 1 across the slices: row direction × column direction.
  public var normal: PatientVector {
    // A grid is never flat, so the product is never null.
    voxelToPatient.x.cross(voxelToPatient.y).normalized ?? PatientVector(0, 0, 1)
  }

  /// The distance of neighbouring slice planes in mm; for an irregular stack the mean.
  public var sliceDistance: Double { abs(voxelToPatient.z.dot(normal)) }

  /// The angle between the slice-to-slice vector and the slices' normal, in degrees; 0 for
  /// a grid whose third axis runs straight (or straight against) the normal.
  public var shearDegrees: Double {
    let angle = voxelToPatient.z.degrees(to: normal)
    return min(angle, 180 - angle)
  }

  /// The volume of one voxel in mm³; for an irregular stack the mean.
  public var voxelVolume: Double { abs(voxelToPatient.determinant) }

  /// The point of the patient in the middle between the outermost voxel centres.
  public var center: PatientPoint {
    patientPoint(of: voxelBounds.center)
  }

  /// The box of continuous indices that the voxels fill: half a voxel beyond the outermost
  /// centres on every side.
  public var voxelBounds: Box3<VoxelSpace> {
    let size = SIMD3(Double(dimensions.columns), Double(dimensions.rows), Double(dimensions.slices))
    return Box3(VoxelPoint(-0.5, -0.5, -0.5), VoxelPoint(size - 0.5))
  }

  /// The smallest patient box around all voxels, half-voxel rims included, in mm.
  public var patientBounds: PatientBox {
    let corners = voxelBounds.corners.map(patientPoint(of:))
    let first = corners[0]
    return corners.reduce(PatientBox(first, first)) { $0.extended(to: $1) }
  }

  /// Returns whether continuous voxel coordinates lie inside: each in [−0.5, n−0.5).
  public func contains(_ p: VoxelPoint) -> Bool {
    p.x >= -0.5 && p.x < Double(dimensions.columns) - 0.5
      && p.y >= -0.5 && p.y < Double(dimensions.rows) - 0.5
      && p.z >= -0.5 && p.z < Double(dimensions.slices) - 0.5
  }
}

/// Numbers that describe no grid.
public enum GridGeometryError: Error, Hashable, CustomStringConvertible {
  /// Two axes are parallel, an axis is null, or a number is not finite.
  case flat
  /// Slice positions must be one for each slice, at least two, finite and growing.
  case slicePositionsNotIncreasing
  /// A part of a volume is empty, or does not lie within it.
  case partOutside

  /// One line for people.
  public var description: String {
    switch self {
    case .flat: "the voxel axes do not span a volume"
    case .partOutside: "the part is empty, or does not lie within the volume"
    case .slicePositionsNotIncreasing: "the slice positions do not grow from slice to slice"
    }
  }
}
