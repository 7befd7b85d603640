import Files
import Geometry
import VolumeModel

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension VolumeFileReader {
  /// Finds the voxels of an array file.
  func openNPY(_ source: ByteSource) throws -> VolumeFile {
    let path = source.name
    let file = try ByteReader.opening(source)
    let start = try file.read(0..<min(NPYHeader.longest, file.count))
    let (header, offset) = try NPYHeader.parse(start, path: path)
    let array = try ArrayShape(header, reader: self, path: path)
    let place = try place(array.size, phases: array.phases, of: source)
    return try self.file(
      path, format: .npy, paths: [path] + [place.path].compactMap(\.self), size: array.size,
      phases: array.phases, place: place,
      stored: header.storedFormat(path: path), layout: array.layout,
      source: .plain([FileRun(file, from: offset)]))
  }

  /// The place that the side-car gives, or the assumed one.
  private func place(
    _ size: GridDimensions, phases: Int, of source: ByteSource
  ) throws -> VolumePlace {
    let path = source.name
    guard let sideCar = try source.path.flatMap(SideCar.read) else {
      guard let spacing = assumedSpacing else { throw VolumeFileError(.noSideCar, path: path) }
      return VolumePlace(spacing: spacing)
    }
    let sideCarPath = SideCar.path(besides: path)
    guard sideCar.dimensions == size.ijk, sideCar.phases ?? 1 == phases else {
      throw VolumeFileError(
        .malformed("dimensions \(sideCar.dimensions) are not those of the array, \(size.ijk)"),
        path: sideCarPath)
    }
    guard let map = AffineMap<VoxelSpace, PatientSpace>(rowMajor: sideCar.affine) else {
      throw VolumeFileError(
        .malformed("the affine is not 16 numbers that end in 0 0 0 1"), path: sideCarPath)
    }
    return VolumePlace(map, attributes: sideCar.attributes, path: sideCarPath)
  }
}

/// What the axes of an array mean: always phase, k, row, column, of which the last ones are there.
struct ArrayShape {
  let size: GridDimensions
  let phases: Int
  let layout: VoxelLayout

  init(_ header: NPYHeader, reader: VolumeFileReader, path: String) throws(VolumeFileError) {
    guard (2...4).contains(header.shape.count) else {
      throw VolumeFileError(
        .unsupported("an array with the shape \(header.shape); two to four axes make volumes"),
        path: path)
    }
    let shape = Array(repeating: 1, count: 4 - header.shape.count) + header.shape
    size = try reader.dimensions([shape[3], shape[2], shape[1]], path: path)
    phases = try reader.phases([shape[0]], path: path)
    layout = header.isFortranOrder ? .reversed : .volumes
  }
}

extension SideCar {
  /// Side-cars are a page of text; anything much larger is something else.
  private static var maximumBytes: Int { 1 << 20 }

  static func path(besides path: String) -> String { path + ".json" }

  /// Reads the side-car of an array file; nil if there is none.
  static func read(besides array: String) throws -> SideCar? {
    let path = path(besides: array)
    guard let file = try ByteReader.openingIfThere(path) else { return nil }
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
