import Foundation
import Geometry
import Testing
import VolumeModel
import WorkScheduling

@testable import VolumeFiles

typealias VoxelMap = AffineMap<VoxelSpace, PatientSpace>

/// Grids in many places.
enum Samples {
  /// The 48 ways to lay voxel axes along patient axes, left-handed ones too.
  static let orientations: [VoxelMap] = [
    [0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0],
  ].flatMap { axes in
    (0..<8).map { signs in
      let steps = [0.5, 0.75, 2.5].enumerated().map { axis, step in
        var vector = SIMD3<Double>.zero
        vector[axes[axis]] = signs >> axis & 1 == 0 ? step : -step
        return PatientVector(vector)
      }
      return VoxelMap(
        x: steps[0], y: steps[1], z: steps[2], origin: PatientPoint(-120.25, 33.5, 1000.75))
    }
  }

  /// Turned about all three axes.
  static let oblique: VoxelMap = {
    let turn = { (vector: PatientVector) in
      vector.rotated(about: PatientVector(1, 0, 0), degrees: 20)
        .rotated(about: PatientVector(0, 1, 0), degrees: -35)
        .rotated(about: PatientVector(0, 0, 1), degrees: 110)
    }
    return VoxelMap(
      x: turn(PatientVector(0.7, 0, 0)), y: turn(PatientVector(0, 0.7, 0)),
      z: turn(PatientVector(0, 0, 3)), origin: PatientPoint(10, -20, 30))
  }()

  /// A gantry tilt of 20°.
  static let sheared: VoxelMap = {
    var map = oblique
    map.z = map.z + map.y * (1.09 / 0.7)
    return map
  }()

  static func geometry(
    _ map: VoxelMap, _ size: GridDimensions = GridDimensions(columns: 5, rows: 4, slices: 3)
  ) throws -> GridGeometry {
    try GridGeometry(dimensions: size, voxelToPatient: map)
  }

  /// Every voxel has a value of its own.
  static func volume(
    _ map: VoxelMap, _ size: GridDimensions = GridDimensions(columns: 5, rows: 4, slices: 3)
  ) throws -> Volume {
    try Volume(
      geometry: geometry(map, size),
      attributes: VolumeAttributes(
        modality: "CT", unit: "HU", description: "a \"quoted\" /slash",
        seriesInstanceUID: "1.2.3", frameOfReferenceUID: "1.2.4",
        windows: [DisplayWindow(center: 40, width: 400, function: .linearExact)]
          .compactMap(\.self))
    ) { i, j, k in Float(i + 10 * j + 100 * k) - 0.5 }
  }

  static func header(_ volume: Volume) throws -> NIfTIHeader {
    let bytes = VoxelBytes(
      array: try ValueArray(phases: [volume], path: ""), type: .float32, scale: nil,
      padding: .keep, context: WorkContext())
    return NIfTIHeader(describing: bytes)
  }

  /// The values in the order of storage.
  static func values(_ volume: Volume) -> [Float] {
    unsafe volume.voxels.withVoxels { unsafe Array($0) }
  }

  /// The largest difference of two maps' numbers.
  static func difference(_ a: VoxelMap, _ b: VoxelMap) -> Double {
    zip(a.rowMajor, b.rowMajor).map { abs($0 - $1) }.max() ?? .infinity
  }
}

extension WorkContext {
  /// A context that allows so many bytes of voxels.
  static func voxels(_ bytes: Int) -> WorkContext {
    var limits = WorkLimits()
    limits.volumeBytes = bytes
    return WorkContext(limits: limits)
  }
}
