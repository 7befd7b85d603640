import Geometry
import VolumeModel

/// The part of a NIfTI header that says what the voxels are and where they lie.
///
/// Positions are as in the file: RAS mm, so x and y have the opposite sign of DICOM's.
struct NIfTIHeader: Hashable, Sendable {
  /// The lengths of the axes, i first; up to seven.
  var dimensions: [Int]
  /// NIfTI's code of the voxel type: 16 is float32.
  var dataType: Int
  /// Millimetres (seconds for the fourth axis) for each axis.
  var pixelSizes: [Double]
  /// −1 if the quaternion's third axis points the other way: left-handed grids.
  var qfac: Double
  /// Bytes from the start of the file to the first voxel.
  var dataOffset: Int
  /// Value = slope × stored + intercept; a slope of 0 means neither.
  var slope: Double
  var intercept: Double
  /// The unit codes: 2 is mm, 0 unknown.
  var units: Int
  /// The fourth axis's coordinate of the first phase.
  var timeOffset: Double
  var qformCode: Int
  /// Components b, c, d of the rotation's quaternion; a ≥ 0 follows from length 1.
  var quaternion: SIMD3<Double>
  var qoffset: SIMD3<Double>
  var sformCode: Int
  /// Three rows of four, (i, j, k, 1) → RAS mm.
  var sform: [Double]
  var description: String
  /// NIfTI's code of what the values mean; 0 if it is not said.
  var intent = 0
  /// What the values, or here the phases, are called; at most 15 letters.
  var intentName = ""
}

extension NIfTIHeader {
  /// Voxels behind the header, in the patient.
  ///
  /// The sform holds the map as it is, shear included. The qform says the same where a rotation
  /// and a spacing can; its code is 0 (unknown) for sheared grids, since a reader that prefers
  /// the qform would otherwise put the voxels in a wrong place. Codes are 1 (scanner), or 2
  /// (aligned to something) when the coordinates are not a patient's.
  init(describing voxels: VoxelBytes, times: PhaseTimes? = nil, phaseName: String? = nil) {
    let array = voxels.array
    let map = array.geometry.voxelToPatient
    let spacing = array.geometry.spacing
    let rotation = NIfTIRotation(of: map)
    let code = array.attributes.hasPatientFrame ? 1 : 2
    dimensions = array.geometry.dimensions.ijk + (array.phases > 1 ? [array.phases] : [])
    dataType = Self.code(of: voxels.type)
    pixelSizes = [spacing.x, spacing.y, spacing.z] + (array.phases > 1 ? [times?.step ?? 1] : [])
    timeOffset = array.phases > 1 ? times?.first ?? 0 : 0
    qfac = rotation?.qfac ?? 1
    (slope, intercept) = (voxels.scale?.slope ?? 1, voxels.scale?.intercept ?? 0)
    // Millimetres, and seconds if they are known.
    units = array.phases > 1 && times != nil ? 2 | 8 : 2
    qformCode = rotation == nil ? 0 : code
    sformCode = code
    quaternion = rotation?.quaternion ?? .zero
    qoffset = map.origin.coordinates * SIMD3(-1, -1, 1)
    sform = Self.rasRows(map)
    description = array.attributes.unit.map { Self.unitMark + $0 } ?? "Sagitta"
    intentName = array.phases > 1 && times == nil ? phaseName ?? "" : ""
    dataOffset = 0
    dataOffset = layout.size + 4
  }

  /// NIfTI's code of a voxel type.
  private static func code(of type: VoxelType) -> Int {
    storedTypes.first { $0.value == type }?.key ?? 16
  }

  /// What stands before the unit in descriptions that this package wrote.
  private static var unitMark: String { "Sagitta, values in " }

  /// The unit of the values, if this package wrote the file and knew it.
  var unit: String? {
    guard description.hasPrefix(Self.unitMark) else { return nil }
    return String(description.dropFirst(Self.unitMark.count))
  }

  /// The layout that can hold the dimensions.
  var layout: NIfTILayout { dimensions.allSatisfy { $0 <= 32767 } ? .one : .two }

  private static func rasRows(_ map: AffineMap<VoxelSpace, PatientSpace>) -> [Double] {
    let rows = map.rowMajor
    // −0 would be as right as 0, but not the same bytes.
    return rows[..<8].map { $0 == 0 ? 0 : -$0 } + rows[8..<12]
  }
}
