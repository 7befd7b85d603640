import Geometry
import TestSupport

@testable import VolumeModel

/// Grids and fields that the laws are tried on.
enum TestVolumes {
  /// Oblique, columns, rows and slices of different size and spacing.
  static func grid(
    shear: PatientVector = PatientVector(0, 0, 0), mirrored: Bool = false,
    positions: [Double]? = nil
  ) throws -> GridGeometry {
    let axis = PatientVector(1, 2, 3)
    func turned(_ v: PatientVector) -> PatientVector { v.rotated(about: axis, degrees: 31) }
    let slices = positions?.count ?? 5
    let step = positions.map { ($0[$0.count - 1]) / Double($0.count - 1) } ?? 3
    let z = turned(PatientVector(0, 0, mirrored ? -step : step) + shear)
    return try GridGeometry(
      dimensions: GridDimensions(columns: 7, rows: 6, slices: slices),
      voxelToPatient: AffineMap(
        x: turned(PatientVector(0.7, 0, 0)), y: turned(PatientVector(0, 1.1, 0)), z: z,
        origin: PatientPoint(-12, 34, -56)),
      slicePositions: positions)
  }

  static let unevenPositions = [0, 2, 2.5, 7, 8]

  static func all() throws -> [GridGeometry] {
    [
      try grid(), try grid(mirrored: true), try grid(shear: PatientVector(0.4, -0.9, 0)),
      try grid(positions: unevenPositions),
      try grid(shear: PatientVector(0.4, -0.9, 0), positions: unevenPositions),
    ]
  }

  /// The volume of an affine field, and the field.
  static func ramp(
    _ grid: GridGeometry
  ) throws -> (volume: Volume, field: @Sendable (PatientPoint) -> Double) {
    let field: @Sendable (PatientPoint) -> Double = { 100 + 3 * $0.x - 2 * $0.y + 0.5 * $0.z }
    let volume = try Volume(geometry: grid) { i, j, k in
      Float(field(grid.patientPoint(of: VoxelPoint(Double(i), Double(j), Double(k)))))
    }
    return (volume, field)
  }

  /// Random values, every third voxel invalid, one NaN and one infinity among them.
  static func noisy(columns: Int, rows: Int, slices: Int, seed: UInt64) throws -> Volume {
    var random = SeededRandom(seed)
    let size = GridDimensions(columns: columns, rows: rows, slices: slices)
    let grid = try GridGeometry(
      dimensions: size,
      voxelToPatient: AffineMap(
        x: PatientVector(1, 0, 0), y: PatientVector(0, 1, 0), z: PatientVector(0, 0, 1),
        origin: PatientPoint(0, 0, 0)))
    let storage = try VoxelStorage(count: size.voxelCount)
    unsafe storage.withMutableBand(0..<size.voxelCount) { voxels in
      for n in 0..<voxels.count { unsafe voxels[n] = Float(random.number(in: -1000...2000)) }
      unsafe voxels[1] = .nan
    }
    return Volume(
      geometry: grid, voxels: storage,
      validity: ValidityMask(dimensions: size) { $0 % 3 != 0 })
  }
}
