import Geometry
import VolumeModel

/// Where an NRRD header puts its voxels.
struct NRRDPlace {
  private let header: NRRDHeader
  private let axes: NRRDAxes
  private let path: String

  init(_ header: NRRDHeader, axes: NRRDAxes, path: String) {
    self.header = header
    self.axes = axes
    self.path = path
  }

  /// Voxel → LPS mm.
  ///
  /// - Parameters:
  ///   - space: The axes of space.
  ///   - assumed: The spacing in mm where the header says none; nil refuses that.
  /// - Returns: The place, and what else the header says.
  /// - Throws: ``VolumeFileError`` if the header makes no sense.
  func place(_ space: [Int], assumed: SIMD3<Double>?) throws(VolumeFileError) -> VolumePlace {
    let attributes = VolumeAttributes(
      modality: nil, unit: header.fields["sample units"].map(Self.unquoted),
      description: header.fields["content"])
    guard let directions = axes.directions else {
      return VolumePlace(spacing: try spacing(space, assumed: assumed), attributes: attributes)
    }
    let (signs, hasPatientFrame) = try frame()
    let toMillimetres = try millimetres()
    var columns: [PatientVector] = []
    for axis in space {
      columns.append(try vector(directions[axis] ?? [], factors: signs * toMillimetres))
    }
    if columns.count == 2 { columns.append(VolumePlace.thirdAxis(columns[0], columns[1])) }
    let origin = try origin()
    let map = AffineMap<VoxelSpace, PatientSpace>(
      x: columns[0], y: columns[1], z: columns[2],
      origin: Point3(origin * signs * toMillimetres))
    var known = attributes
    known.hasPatientFrame = hasPatientFrame
    return VolumePlace(map, attributes: known)
  }

  /// The signs that lead to LPS, and whether the space is a patient's.
  private func frame() throws(VolumeFileError) -> (SIMD3<Double>, Bool) {
    guard let space = header.fields["space"] else {
      guard ["3", "4"].contains(header.fields["space dimension"]) else {
        throw VolumeFileError(.malformed("space directions without a space of three"), path: path)
      }
      return (SIMD3(1, 1, 1), false)
    }
    let name = space.lowercased()
    switch name.hasSuffix("-time") ? String(name.dropLast(5)) : name {
    case "left-posterior-superior", "lps", "lpst": return (SIMD3(1, 1, 1), true)
    case "right-anterior-superior", "ras", "rast": return (SIMD3(-1, -1, 1), true)
    case "left-anterior-superior", "las", "last": return (SIMD3(1, -1, 1), true)
    case "scanner-xyz", "3d-right-handed": return (SIMD3(1, 1, 1), false)
    default:
      throw VolumeFileError(
        .unsupported(
          "the space \(space); known are left-posterior-superior, right-anterior-superior, "
            + "left-anterior-superior, scanner-xyz and 3D-right-handed"), path: path)
    }
  }

  private func vector(
    _ numbers: [Double], factors: SIMD3<Double>
  ) throws(VolumeFileError) -> PatientVector {
    guard numbers.count == 3 || numbers.count == 4 && numbers[3] == 0 else {
      throw VolumeFileError(
        .malformed("a space direction of \(numbers.count) numbers"), path: path)
    }
    return PatientVector(SIMD3(numbers[0], numbers[1], numbers[2]) * factors)
  }

  private func origin() throws(VolumeFileError) -> SIMD3<Double> {
    guard let text = header.fields["space origin"] else { return .zero }
    guard let numbers = NRRDAxes.vectors(text)?.first ?? nil, [3, 4].contains(numbers.count) else {
      throw VolumeFileError(.malformed("space origin: \(text)"), path: path)
    }
    return SIMD3(numbers[0], numbers[1], numbers[2])
  }

  /// Millimetres of the header's unit of length; a unit that is not said is taken for mm, as all
  /// readers do.
  private func millimetres() throws(VolumeFileError) -> SIMD3<Double> {
    guard let units = header.fields["space units"] else { return SIMD3(1, 1, 1) }
    let names = units.split(separator: "\"").map(\.trimmed).filter { !$0.isEmpty }
    let factors = ["mm": 1.0, "millimeter": 1, "cm": 10, "m": 1000, "um": 0.001, "μm": 0.001]
    let known = names.compactMap { factors[$0] }
    guard known.count == names.count, let factor = known.first, known.allSatisfy({ $0 == factor })
    else {
      // Slicer writes empty and unknown units for spaces in mm.
      return SIMD3(1, 1, 1)
    }
    return SIMD3(repeating: factor)
  }

  /// The spacing of a header without space directions.
  private func spacing(
    _ space: [Int], assumed: SIMD3<Double>?
  ) throws(VolumeFileError) -> SIMD3<Double> {
    guard let words = header.words("spacings") else {
      guard let assumed else { throw VolumeFileError(.noSpacing, path: path) }
      return assumed
    }
    let numbers = words.map { Double($0) }
    var spacing = SIMD3<Double>(1, 1, 1)
    for (index, axis) in space.enumerated() {
      guard axis < numbers.count, let number = numbers[axis], number != 0, number.isFinite else {
        guard let assumed else { throw VolumeFileError(.noSpacing, path: path) }
        return assumed
      }
      spacing[index] = abs(number)
    }
    return spacing
  }

  /// `"HU"` → `HU`.
  private static func unquoted(_ text: String) -> String {
    text.count >= 2 && text.hasPrefix("\"") && text.hasSuffix("\"")
      ? String(text.dropFirst().dropLast()) : text
  }
}
