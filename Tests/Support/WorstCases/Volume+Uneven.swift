import Geometry
public import VolumeModel

extension Volume {
  /// A small volume whose slices lie unevenly, with voxels that have no value.
  public static func uneven(
    attributes: VolumeAttributes = VolumeAttributes()
  ) throws -> Volume {
    let map = AffineMap<VoxelSpace, PatientSpace>(
      x: PatientVector(1, 0, 0), y: PatientVector(0, 1, 0), z: PatientVector(0, 0.2, 2),
      origin: PatientPoint(-3, 4, 5))
    let size = GridDimensions(columns: 6, rows: 5, slices: 4)
    let grid = try GridGeometry(
      dimensions: size, voxelToPatient: map, slicePositions: [0, 1, 4, 6])
    let values = try Volume(geometry: grid) { i, j, k in Float(i + 10 * j + 100 * k) }
    return Volume(
      geometry: grid, voxels: values.voxels,
      validity: ValidityMask(dimensions: size) { $0 % 7 != 3 }, attributes: attributes)
  }
}
