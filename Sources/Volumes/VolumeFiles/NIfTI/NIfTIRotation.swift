import Geometry

/// The rotation of a grid as NIfTI's qform says it: a quaternion and a handedness.
struct NIfTIRotation: Hashable, Sendable {
  /// Components b, c, d.
  var quaternion: SIMD3<Double>
  /// −1 for left-handed grids (in RAS), whose third axis is reversed before rotating.
  var qfac: Double

  /// Cosine between axes above which a grid is not said to be a rotation with a spacing.
  ///
  /// 300 mm from the origin it moves a voxel by 0.003 mm; DICOM's directions carry about six
  /// digits.
  static var tolerance: Double { 1e-5 }

  /// Gives nil if the axes are not perpendicular.
  init?(of map: AffineMap<VoxelSpace, PatientSpace>) {
    guard let x = map.x.normalized, let y = map.y.normalized, var z = map.z.normalized,
      max(abs(x.dot(y)), abs(y.dot(z)), abs(z.dot(x))) <= Self.tolerance
    else { return nil }
    // Two axes change their sign from LPS to RAS, so the handedness stays.
    qfac = x.cross(y).dot(z) < 0 ? -1 : 1
    z = z * qfac
    let toRAS = SIMD3<Double>(-1, -1, 1)
    quaternion = Self.quaternion(x.components * toRAS, y.components * toRAS, z.components * toRAS)
  }

  /// The quaternion of the rotation with columns x, y, z, with a ≥ 0.
  ///
  /// Divides by the largest of the four components, which is at least a half.
  private static func quaternion(
    _ x: SIMD3<Double>, _ y: SIMD3<Double>, _ z: SIMD3<Double>
  ) -> SIMD3<Double> {
    let squares = [
      1 + x.x + y.y + z.z, 1 + x.x - y.y - z.z, 1 - x.x + y.y - z.z, 1 - x.x - y.y + z.z,
    ]
    let sums = SIMD3(y.z + z.y, z.x + x.z, x.y + y.x)
    let differences = SIMD3(y.z - z.y, z.x - x.z, x.y - y.x)
    let largest = (0..<4).reduce(0) { squares[$1] > squares[$0] ? $1 : $0 }
    let twice = squares[largest].squareRoot()
    let a: Double
    var bcd: SIMD3<Double>
    switch largest {
    case 0: (a, bcd) = (twice, differences / twice)
    case 1: (a, bcd) = (differences.x / twice, SIMD3(twice, sums.z / twice, sums.y / twice))
    case 2: (a, bcd) = (differences.y / twice, SIMD3(sums.z / twice, twice, sums.x / twice))
    default: (a, bcd) = (differences.z / twice, SIMD3(sums.y / twice, sums.x / twice, twice))
    }
    return a < 0 ? bcd / -2 : bcd / 2
  }

  /// Creates a rotation from its parts in a file.
  init(quaternion: SIMD3<Double>, qfac: Double) {
    self.quaternion = quaternion
    self.qfac = qfac < 0 ? -1 : 1
  }

  /// The columns of the rotation in RAS, the third one with its sign.
  var columns: [SIMD3<Double>] {
    var b = quaternion.x
    var c = quaternion.y
    var d = quaternion.z
    var square = 1 - (b * b + c * c + d * d)
    if square < 1e-7 {
      // Rounding took the length past 1: nifti1_io makes it a half-turn of length 1.
      let length = (b * b + c * c + d * d).squareRoot()
      b = b / length
      c = c / length
      d = d / length
      square = 0
    }
    let a = square.squareRoot()
    let x = SIMD3(a * a + b * b - c * c - d * d, 2 * (b * c + a * d), 2 * (b * d - a * c))
    let y = SIMD3(2 * (b * c - a * d), a * a + c * c - b * b - d * d, 2 * (c * d + a * b))
    let z = SIMD3(2 * (b * d + a * c), 2 * (c * d - a * b), a * a + d * d - c * c - b * b)
    return [x, y, z * qfac]
  }
}
