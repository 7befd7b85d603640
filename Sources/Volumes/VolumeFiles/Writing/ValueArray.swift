import Geometry
import VolumeModel

/// What stands in a value file for a voxel without a measured value.
public enum PaddingPolicy: Hashable, Sendable {
  /// The value that the volume or plane has there: the file's own, or NaN in planes.
  case keep
  /// One value for all; NaN is allowed.
  case value(Float)
}

/// Values ready to be written: one to four axes of floats, i fastest, and their place.
struct ValueArray: Sendable {
  /// One volume or one plane of the array.
  enum Part: Sendable {
    case volume(Volume)
    case plane(PlaneImage)
    /// A plane that is made when its turn comes.
    case nextPlane(@Sendable () throws -> PlaneImage)
    /// A volume that is made when its turn comes.
    case phase(@Sendable () throws -> Volume)
  }

  /// The geometry; a single plane has one slice and a step of 1 mm along its normal.
  let geometry: GridGeometry
  /// Volumes one after the other; 1 unless the array has a fourth axis.
  let phases: Int
  /// Whether the array is one plane, written with two axes where the format allows.
  let isPlane: Bool
  let attributes: VolumeAttributes
  let parts: [Part]
  /// The name of what is to be written, for errors.
  let path: String

  var valueCount: Int { geometry.dimensions.voxelCount * phases }

  /// Values of each part.
  var partLength: Int { valueCount / parts.count }

  /// The same values with attributes that tell nothing of whose they are.
  var anonymous: ValueArray {
    ValueArray(
      geometry: geometry, phases: phases, isPlane: isPlane, attributes: attributes.anonymous,
      parts: parts, path: path)
  }

  /// The lengths of the axes, fastest first: two, three or four.
  var shape: [Int] {
    let size = geometry.dimensions
    if isPlane { return [size.columns, size.rows] }
    return phases > 1 ? size.ijk + [phases] : size.ijk
  }
}

extension ValueArray {
  /// Takes volumes of one geometry as the phases of one array.
  init(phases volumes: [Volume], path: String) throws(VolumeFileError) {
    guard let first = volumes.first else { throw VolumeFileError(.empty, path: path) }
    guard first.geometry.slicePositions == nil else {
      throw VolumeFileError(.irregular, path: path)
    }
    guard volumes.allSatisfy({ $0.geometry == first.geometry }) else {
      throw VolumeFileError(.phasesDiffer, path: path)
    }
    self.init(
      geometry: first.geometry, phases: volumes.count, isPlane: false,
      attributes: first.attributes, parts: volumes.map(Part.volume), path: path)
  }

  /// Takes volumes of one geometry that are made one after the other.
  init(
    _ geometry: GridGeometry, attributes: VolumeAttributes, phases: Int, path: String,
    volume: @escaping @Sendable (Int) throws -> Volume
  ) throws(VolumeFileError) {
    guard phases > 0 else { throw VolumeFileError(.empty, path: path) }
    guard geometry.slicePositions == nil else { throw VolumeFileError(.irregular, path: path) }
    self.init(
      geometry: geometry, phases: phases, isPlane: false, attributes: attributes,
      parts: (0..<phases).map { phase in
        .phase {
          let volume = try volume(phase)
          guard volume.geometry == geometry else {
            throw VolumeFileError(.phasesDiffer, path: path)
          }
          return volume
        }
      }, path: path)
  }

  /// Takes parallel planes as the slices of one array.
  init(
    planes: [PlaneImage], attributes: VolumeAttributes, path: String
  ) throws(VolumeFileError) {
    try self.init(
      planes.map(\.geometry), parts: planes.map(Part.plane), attributes: attributes, path: path)
  }

  /// Takes parallel planes that are made one after the other.
  init(
    planes: [PlaneGeometry], attributes: VolumeAttributes, path: String,
    plane: @escaping @Sendable (Int) throws -> PlaneImage
  ) throws(VolumeFileError) {
    try self.init(
      planes,
      parts: planes.indices.map { index in
        .nextPlane {
          let image = try plane(index)
          guard image.geometry == planes[index] else {
            throw VolumeFileError(.planesDiffer, path: path)
          }
          return image
        }
      }, attributes: attributes, path: path)
  }

  private init(
    _ planes: [PlaneGeometry], parts: [Part], attributes: VolumeAttributes, path: String
  ) throws(VolumeFileError) {
    guard let first = planes.first else { throw VolumeFileError(.empty, path: path) }
    let step = try Self.step(of: planes, path: path)
    let size = GridDimensions(columns: first.width, rows: first.height, slices: planes.count)
    let map = AffineMap<VoxelSpace, PatientSpace>(
      x: first.right * first.pixelWidth, y: first.down * first.pixelHeight, z: step,
      origin: first.firstPixel)
    do {
      geometry = try GridGeometry(dimensions: size, voxelToPatient: map)
    } catch {
      throw VolumeFileError(.planesDiffer, path: path)
    }
    phases = 1
    isPlane = planes.count == 1
    self.parts = parts
    self.attributes = attributes
    self.path = path
  }

  /// Millimetres by which a plane may miss its place in an even stack.
  static var evenness: Double { 1e-3 }

  /// The way from plane to plane in mm; for one plane 1 mm along its normal.
  private static func step(
    of planes: [PlaneGeometry], path: String
  ) throws(VolumeFileError) -> PatientVector {
    let first = planes[0]
    let last = planes[planes.count - 1]
    guard planes.count > 1 else { return first.normal }
    let step = (last.center - first.center) / Double(planes.count - 1)
    var deviation = 0.0
    for (number, plane) in planes.enumerated() {
      guard plane.isParallel(to: first) else { throw VolumeFileError(.planesDiffer, path: path) }
      let place = first.center + step * Double(number)
      deviation = max(deviation, place.distance(to: plane.center))
    }
    guard deviation <= evenness, abs(step.dot(first.normal)) > 1e-6 else {
      throw VolumeFileError(.planesUneven(millimetres: deviation), path: path)
    }
    return step
  }
}

extension PlaneGeometry {
  /// Whether two planes have pixels of the same number, size and direction.
  fileprivate func isParallel(to other: PlaneGeometry) -> Bool {
    width == other.width && height == other.height
      && abs(pixelWidth - other.pixelWidth) <= 1e-9 && abs(pixelHeight - other.pixelHeight) <= 1e-9
      && (right - other.right).length <= 1e-6 && (down - other.down).length <= 1e-6
  }
}
