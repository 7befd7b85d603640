import Geometry
import VolumeModel

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension VolumeFileReader {
  /// Finds the voxels of an array file.
  func npy(_ path: String) throws -> StoredVolumes {
    let bytes = InputBytes.file(try InputFile(path))
    let (header, offset) = try NPYHeader.parse(bytes, path: path)
    let format = try header.storedFormat(path: path)
    guard (2...4).contains(header.shape.count), header.shape.allSatisfy({ $0 > 0 }) else {
      throw VolumeFileError(
        .unsupported("an array with the shape \(header.shape); two to four axes make volumes"),
        path: path)
    }
    try checkSizes(header.shape, format.type, offset: offset, bytes, path: path)
    // Always phase, k, row, column.
    let shape = Array(repeating: 1, count: 4 - header.shape.count) + header.shape
    let size = GridDimensions(columns: shape[3], rows: shape[2], slices: shape[1])
    let (geometry, attributes) = try place(size, phases: shape[0], path: path)
    return StoredVolumes(
      bytes: bytes, offset: offset, format: format, geometry: geometry, phases: shape[0],
      isReversed: header.isFortranOrder, attributes: attributes)
  }

  /// The place that the side-car gives, or the assumed one.
  private func place(
    _ size: GridDimensions, phases: Int, path: String
  ) throws -> (GridGeometry, VolumeAttributes) {
    guard let sideCar = try SideCar.read(besides: path) else {
      guard let spacing = assumedSpacing else { throw VolumeFileError(.noSideCar, path: path) }
      let map = AffineMap<VoxelSpace, PatientSpace>(
        x: Vector3(spacing.x, 0, 0), y: Vector3(0, spacing.y, 0), z: Vector3(0, 0, spacing.z),
        origin: Point3(0, 0, 0))
      return (try grid(size, map, path), VolumeAttributes(hasPatientFrame: false))
    }
    guard sideCar.dimensions == size.ijk, sideCar.phases ?? 1 == phases else {
      throw VolumeFileError(
        .malformed("dimensions \(sideCar.dimensions) are not those of the array, \(size.ijk)"),
        path: SideCar.path(besides: path))
    }
    guard let map = AffineMap<VoxelSpace, PatientSpace>(rowMajor: sideCar.affine) else {
      throw VolumeFileError(
        .malformed("the affine is not 16 numbers that end in 0 0 0 1"),
        path: SideCar.path(besides: path))
    }
    return (try grid(size, map, SideCar.path(besides: path)), sideCar.attributes)
  }

  /// A regular grid, or an error that says what file describes none.
  func grid(
    _ size: GridDimensions, _ map: AffineMap<VoxelSpace, PatientSpace>, _ path: String
  ) throws(VolumeFileError) -> GridGeometry {
    guard map.origin.isFinite else {
      throw VolumeFileError(.malformed("the origin is not a number"), path: path)
    }
    do {
      return try GridGeometry(dimensions: size, voxelToPatient: map)
    } catch {
      throw VolumeFileError(.malformed(error.description), path: path)
    }
  }
}

extension SideCar {
  /// Side-cars are a page of text; anything much larger is something else.
  private static var maximumBytes: Int { 1 << 20 }

  static func path(besides path: String) -> String { path + ".json" }

  /// Reads the side-car of an array file; nil if there is none.
  static func read(besides array: String) throws -> SideCar? {
    let path = path(besides: array)
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let file = try InputFile(path)
    guard file.count <= maximumBytes else {
      throw VolumeFileError(.overLimit(needed: file.count, limit: maximumBytes), path: path)
    }
    do {
      return try JSONDecoder().decode(SideCar.self, from: Data(file.read(0..<file.count)))
    } catch let error as DecodingError {
      throw VolumeFileError(.malformed("the side-car's JSON: \(error)"), path: path)
    }
  }
}
