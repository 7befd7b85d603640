import Geometry
import StableJSON
import VolumeModel

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Where the voxels of a level lie.
struct OMEZarrPlace {
  let image: OMEZarrImage
  let level: Int
  /// The size of the finest level.
  let finest: GridDimensions

  /// Voxel → LPS mm, and what else the document says.
  ///
  /// This package's own affine, as long as it agrees with what the standard's words say; else those.
  ///
  /// - Throws: ``VolumeFileError``.
  func place() throws(VolumeFileError) -> VolumePlace {
    var place = try geometricPlace()
    place.holdsLabels = image.holdsLabels
    return place
  }

  private func geometricPlace() throws(VolumeFileError) -> VolumePlace {
    let standard = try standardPlace()
    guard image.own != nil else { return standard }
    guard let sideCar, let own = AffineMap<VoxelSpace, PatientSpace>(rowMajor: sideCar.affine),
      sideCar.dimensions == finest.ijk, agrees(own)
    else {
      var place = standard
      place.nonconformance =
        "what is written of the place of the first level is not of this array: "
        + (standard.nonconformance ?? "the scales and translations were taken")
      return place
    }
    return VolumePlace(try atLevel(own), attributes: sideCar.attributes)
  }

  private var sideCar: SideCar? {
    guard let own = image.own, let bytes = try? JSONEncoder().encode(own) else { return nil }
    return try? JSONDecoder().decode(SideCar.self, from: bytes)
  }

  /// The number of the array's axis of a name.
  private func axis(_ name: String) -> Int? { image.axes.firstIndex { $0.name == name } }

  private static let names = ["x", "y", "z"]

  /// Whether an affine has the scales of the finest level.
  private func agrees(_ map: AffineMap<VoxelSpace, PatientSpace>) -> Bool {
    zip(Self.names, [map.x, map.y, map.z]).allSatisfy { name, column in
      guard let axis = axis(name), let factor = Self.millimetres(image.axes[axis].unit) else {
        return name == "z"
      }
      return abs(image.levels[0].scale[axis] * factor - column.length) <= 1e-6 * column.length
    }
  }

  /// The affine of the finest level, for the voxels of this one.
  private func atLevel(
    _ map: AffineMap<VoxelSpace, PatientSpace>
  ) throws(VolumeFileError) -> AffineMap<VoxelSpace, PatientSpace> {
    if level == 0 { return map }
    var columns = [map.x, map.y, map.z]
    var origin = map.origin
    let (this, first) = (image.levels[level], image.levels[0])
    for (n, name) in Self.names.enumerated() {
      guard let axis = axis(name) else { continue }
      let offset = (this.translation[axis] - first.translation[axis]) / first.scale[axis]
      origin = origin + columns[n] * offset
      columns[n] = columns[n] * (this.scale[axis] / first.scale[axis])
    }
    return AffineMap(x: columns[0], y: columns[1], z: columns[2], origin: origin)
  }

  /// What the standard's words say.
  private func standardPlace() throws(VolumeFileError) -> VolumePlace {
    let orientations = Self.names.map { name in axis(name).map { image.axes[$0].orientation } }
    let directions = orientations.map { word in word.flatMap { $0 }.flatMap(Self.direction) }
    let known = directions.compactMap(\.self)
    let isOriented =
      known.count == orientations.compactMap(\.self).count
      && Set(known.map(\.axis)).count == known.count
    var columns: [PatientVector] = []
    var origin = SIMD3<Double>.zero
    for (n, name) in Self.names.enumerated() {
      guard let axis = axis(name) else { continue }
      let factor = try factor(axis)
      var direction = SIMD3<Double>.zero
      if isOriented, let found = directions[n] {
        direction[found.axis] = found.sign
      } else {
        direction[n] = 1
      }
      columns.append(PatientVector(direction * (image.levels[level].scale[axis] * factor)))
      origin += direction * (image.levels[level].translation[axis] * factor)
    }
    if columns.count == 2 { columns.append(VolumePlace.thirdAxis(columns[0], columns[1])) }
    var place = VolumePlace(
      AffineMap(x: columns[0], y: columns[1], z: columns[2], origin: Point3(origin)),
      attributes: VolumeAttributes(hasPatientFrame: isOriented))
    if !isOriented {
      place.nonconformance =
        "the axes have no anatomical orientation that is known here: x, y and z are taken for "
        + "left, posterior and superior"
    }
    return place
  }

  private func factor(_ axis: Int) throws(VolumeFileError) -> Double {
    guard let factor = Self.millimetres(image.axes[axis].unit) else {
      throw image.document.unsupported(
        "the unit \(image.axes[axis].unit ?? "?") of the axis \(image.axes[axis].name)")
    }
    return factor
  }

  /// Millimetres of a unit; one that is not said is taken for mm.
  private static func millimetres(_ unit: String?) -> Double? {
    guard let unit else { return 1 }
    return [
      "millimeter": 1, "centimeter": 10, "decimeter": 100, "meter": 1000, "micrometer": 1e-3,
      "nanometer": 1e-6, "picometer": 1e-9, "angstrom": 1e-7, "inch": 25.4, "mm": 1, "cm": 10,
      "m": 1000, "um": 1e-3, "µm": 1e-3, "micron": 1e-3, "nm": 1e-6, "": 1, "pixel": 1,
    ][unit]
  }

  /// The axis of LPS along which an orientation leads, and in which sense.
  private static func direction(_ word: String) -> (axis: Int, sign: Double)? {
    switch word {
    case "right-to-left": (0, 1)
    case "left-to-right": (0, -1)
    case "anterior-to-posterior": (1, 1)
    case "posterior-to-anterior": (1, -1)
    case "inferior-to-superior": (2, 1)
    case "superior-to-inferior": (2, -1)
    default: nil
    }
  }

  /// The orientation of a direction that runs along an axis of the patient; nil for others.
  static func orientation(of vector: PatientVector) -> String? {
    let words = [
      ("left-to-right", "right-to-left"), ("posterior-to-anterior", "anterior-to-posterior"),
      ("superior-to-inferior", "inferior-to-superior"),
    ]
    for (axis, word) in words.enumerated() {
      let part = vector.components[axis]
      // Directions of headers are decimal numbers: a hundredth of a degree.
      guard abs(part) >= vector.length * (1 - 1.5e-8) else { continue }
      return part < 0 ? word.0 : word.1
    }
    return nil
  }
}
