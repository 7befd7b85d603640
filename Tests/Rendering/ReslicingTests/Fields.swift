import Geometry
import TestSupport
import VolumeModel

/// A field whose value is affine in patient coordinates: linear interpolation reproduces it.
struct AffineField {
  var gradient = PatientVector(1.5, -2.25, 0.75)
  var offset = 40.0

  func callAsFunction(_ p: PatientPoint) -> Double {
    p.fromOrigin.dot(gradient) + offset
  }

  /// The field's values at the voxel centres of a grid.
  func volume(_ grid: GridGeometry) throws -> Volume {
    try Volume(geometry: grid) { i, j, k in
      Float(self(grid.patientPoint(of: VoxelPoint(Double(i), Double(j), Double(k)))))
    }
  }
}

/// Grids of every kind that volumes come in.
enum Grids {
  static let size = GridDimensions(columns: 13, rows: 11, slices: 9)
  static let steps = SIMD3(0.7, 0.8, 1.25)

  /// The 48 ways in which voxel axes can run along patient axes, mirrored ones included.
  static var axisAligned: [GridGeometry] {
    get throws {
      let assignments = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
      return try assignments.flatMap { assignment in
        try (0..<8).map { signs in
          let columns = (0..<3).map { axis in
            var column = SIMD3<Double>.zero
            column[assignment[axis]] = signs >> axis & 1 == 0 ? steps[axis] : -steps[axis]
            return PatientVector(column)
          }
          return try grid(columns)
        }
      }
    }
  }

  static var oblique: GridGeometry {
    get throws {
      try grid(
        (0..<3).map { axis in
          var column = SIMD3<Double>.zero
          column[axis] = steps[axis]
          return PatientVector(column)
            .rotated(about: PatientVector(1, 2, 3), degrees: 27)
        })
    }
  }

  static var sheared: GridGeometry {
    get throws {
      try grid([
        PatientVector(steps.x, 0, 0), PatientVector(0, steps.y, 0),
        PatientVector(0, 0.3, steps.z),
      ])
    }
  }

  static var irregular: GridGeometry {
    get throws {
      let positions = [0, 1, 2.5, 3, 5, 6, 7.25, 9, 10]
      let z = PatientVector(0, 0.2, 1)
      return try GridGeometry(
        dimensions: size,
        voxelToPatient: AffineMap(
          x: PatientVector(steps.x, 0, 0), y: PatientVector(0, steps.y, 0),
          z: z * (10 / 8), origin: PatientPoint(-3, 7, 20)),
        slicePositions: positions)
    }
  }

  static func grid(
    _ columns: [PatientVector], size: GridDimensions = Grids.size,
    origin: PatientPoint = PatientPoint(-12.5, 7.25, 31)
  ) throws -> GridGeometry {
    try GridGeometry(
      dimensions: size,
      voxelToPatient: AffineMap(x: columns[0], y: columns[1], z: columns[2], origin: origin))
  }

  /// All of them.
  static var all: [GridGeometry] {
    get throws { try axisAligned + [oblique, sheared, irregular] }
  }
}

extension Volume {
  /// A volume of noise of 12 bit.
  static func noise(_ grid: GridGeometry, seed: UInt64, invalid: Double = 0) throws -> Volume {
    var noise = SeededRandom(seed)
    let values = try Volume(geometry: grid) { _, _, _ in Float(noise.number(in: -1024...3071)) }
    guard invalid > 0 else { return values }
    var rare = SeededRandom(seed + 1)
    let mask = ValidityMask(dimensions: grid.dimensions) { _ in rare.unit() >= invalid }
    return Volume(geometry: grid, voxels: values.voxels, validity: mask)
  }
}
