import Faults
import Geometry
import Testing
import VolumeModel
import WorstCases

/// The numbers that break arithmetic nobody guarded.
enum Worst {
  /// Sizes, places, angles and factors.
  static let numbers: [Double] = [
    .nan, .infinity, -.infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1e19, -1e19,
    .leastNonzeroMagnitude, 0, -1,
  ]

  /// Counts and indices.
  static let counts: [Int] = [.max, .min, 1 << 62, 1 << 32, -1, 0]

  /// A small volume whose slices lie unevenly, with voxels that have no value.
  static func volume() throws -> Volume { try .uneven() }

  /// The same with even slices.
  static func evenVolume() throws -> Volume {
    let volume = try volume()
    let grid = try GridGeometry(
      dimensions: volume.dimensions, voxelToPatient: volume.geometry.voxelToPatient)
    return Volume(geometry: grid, voxels: volume.voxels)
  }
}

/// Calls with arguments that nobody should give: they return, or throw a fault; they never trap.
func survive(
  _ name: @autoclosure () -> String = "", sourceLocation: SourceLocation = #_sourceLocation,
  _ call: () throws -> Void
) {
  do {
    try call()
  } catch {
    #expect(
      error is any Fault, "\(name()): \(type(of: error)) is no fault",
      sourceLocation: sourceLocation
    )
  }
}
