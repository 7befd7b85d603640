import Geometry
import VolumeModel

/// Where a MetaImage header puts its voxels: LPS mm, as ITK has it.
struct MetaImagePlace {
  private let header: MetaImageHeader
  /// Axes of the array, two to four.
  private let axes: Int

  init(_ header: MetaImageHeader, axes: Int) {
    self.header = header
    self.axes = axes
  }

  /// Voxel → LPS mm.
  ///
  /// Each row of TransformMatrix is the direction of an axis. CenterOfRotation and
  /// AnatomicalOrientation say nothing that the other fields do not.
  func place(path: String) throws -> VolumePlace {
    let spacing = try header.numbers("ElementSpacing", "ElementSize")
    let directions = try header.numbers("TransformMatrix", "Rotation", "Orientation")
    let origin = try header.numbers("Offset", "Position", "Origin")
    try check(spacing, count: axes, name: "ElementSpacing")
    try check(directions, count: axes * axes, name: "TransformMatrix")
    try check(origin, count: axes, name: "Offset")
    guard let spacing else { throw VolumeFileError(.noSpacing, path: path) }
    guard spacing.prefix(3).allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw VolumeFileError(.malformed("ElementSpacing \(spacing)"), path: path)
    }
    var columns = (0..<min(axes, 3)).map { axis in
      PatientVector(direction(axis, matrix: directions)) * spacing[axis]
    }
    if columns.count == 2 { columns.append(VolumePlace.thirdAxis(columns[0], columns[1])) }
    let start = origin.map { $0 + [0, 0] } ?? [0, 0, 0]
    let map = AffineMap<VoxelSpace, PatientSpace>(
      x: columns[0], y: columns[1], z: columns[2],
      origin: Point3(SIMD3(start[0], start[1], start[2])))
    return VolumePlace(
      map,
      attributes: VolumeAttributes(
        unit: header.fields["SagittaUnit"],
        hasPatientFrame: axes > 2 && (directions != nil || origin != nil)))
  }

  private func check(_ numbers: [Double]?, count: Int, name: String) throws(MetaImageProblem) {
    if let numbers, numbers.count != count {
      throw MetaImageProblem("\(name) has \(numbers.count) numbers instead of \(count)")
    }
  }

  /// The direction of an axis; a fourth axis does not take part in space.
  private func direction(_ axis: Int, matrix: [Double]?) -> SIMD3<Double> {
    var result = SIMD3<Double>.zero
    for row in 0..<min(axes, 3) {
      result[row] = matrix.map { $0[axis * axes + row] } ?? (row == axis ? 1 : 0)
    }
    return result
  }
}
