import Geometry
import VolumeModel

/// Where a header puts the voxels, and what else it says of them.
struct VolumePlace: Sendable {
  /// Voxel centres to LPS mm.
  var map: AffineMap<VoxelSpace, PatientSpace>
  var attributes: VolumeAttributes
  /// The file that says so, if it is not the header.
  var path: String?
  /// What departs from the format and was got over, in words.
  var nonconformance: String?
  /// Whether it says that the voxels are labels.
  var holdsLabels = false

  init(
    _ map: AffineMap<VoxelSpace, PatientSpace>, attributes: VolumeAttributes, path: String? = nil
  ) {
    self.map = map
    self.attributes = attributes
    self.path = path
  }

  /// Voxels of a size, somewhere.
  init(spacing: SIMD3<Double>, attributes: VolumeAttributes = VolumeAttributes()) {
    map = AffineMap(
      x: Vector3(spacing.x, 0, 0), y: Vector3(0, spacing.y, 0), z: Vector3(0, 0, spacing.z),
      origin: Point3(0, 0, 0))
    self.attributes = attributes
    self.attributes.hasPatientFrame = false
  }

  /// A picture of one slice: the third axis is 1 mm along the normal.
  static func thirdAxis(_ x: PatientVector, _ y: PatientVector) -> PatientVector {
    x.cross(y).normalized ?? PatientVector(0, 0, 0)
  }
}
