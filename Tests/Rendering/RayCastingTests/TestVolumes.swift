import Geometry
import RayCasting
import TestSupport
import VolumeModel

/// Grids of every kind that volumes come in.
enum TestGrid: String, CaseIterable {
  case axial, oblique, sheared, irregular, uneven, mirrored

  /// A grid of this kind around the patient's origin, somewhat off.
  func geometry(_ columns: Int = 19, _ rows: Int = 17, _ slices: Int = 15) throws -> GridGeometry {
    let size = GridDimensions(columns: columns, rows: rows, slices: slices)
    let axis = PatientVector(1, -2, 3)
    var steps = [
      PatientVector(0.9, 0, 0), PatientVector(0, 0.7, 0), PatientVector(0, 0, 1.2),
    ]
    switch self {
    case .axial: break
    case .oblique: steps = steps.map { $0.rotated(about: axis, degrees: 33) }
    case .sheared: steps[2] = PatientVector(0, 0.4, 1.1)
    case .irregular: steps[2] = PatientVector(0.1, 0.2, 1)
    case .uneven: steps[2] = PatientVector(0, 0, 1)
    case .mirrored: steps[0] = -steps[0]
    }
    let last = SIMD3(Double(columns - 1), Double(rows - 1), Double(slices - 1)) / 2
    let half = steps[0] * last.x + steps[1] * last.y + steps[2] * last.z
    return try GridGeometry(
      dimensions: size,
      voxelToPatient: AffineMap(
        x: steps[0], y: steps[1], z: steps[2], origin: PatientPoint(0.3, -0.2, 0.15) - half),
      slicePositions: self == .irregular || self == .uneven ? Self.positions(slices) : nil)
  }

  /// Gaps of 0.7, 1.6 and 0.7 mm in turn, stretched to a mean of 1 mm.
  private static func positions(_ count: Int) -> [Double] {
    let gaps = (0..<count - 1).map { $0 % 3 == 1 ? 1.6 : 0.7 }
    let whole = gaps.reduce(0, +)
    let scale = Double(count - 1) / whole
    return (0..<count).map { k in gaps[0..<k].reduce(0, +) * scale }
  }
}

/// Something smooth with structure in every direction; within 0…1000.
func waves(_ p: PatientPoint) -> Double {
  let a = wave(p.x * 0.9 + p.y * 0.3), b = wave(p.y * 0.8 - p.z * 0.4 + 1)
  return 500 + 200 * a + 180 * b + 110 * wave(p.z * 0.7 + p.x * 0.5 + 2)
}

/// A sine to three decimals, without the C library.
private func wave(_ x: Double) -> Double {
  let turns = x / (2 * .pi)
  let t = 2 * (turns - turns.rounded(.down)) - 1
  return -4 * t * (1 - t.magnitude) * (0.775 + 0.225 * (4 * t * (1 - t.magnitude)).magnitude)
}

extension Volume {
  /// A field at the centres of a grid's voxels.
  static func of(_ grid: GridGeometry, _ field: (PatientPoint) -> Double) throws -> Volume {
    try Volume(geometry: grid) { i, j, k in
      Float(field(grid.patientPoint(of: VoxelPoint(Double(i), Double(j), Double(k)))))
    }
  }

  /// Noise in which most blocks look alike: 100 nearly everywhere, up to 1000 at few places.
  static func sparks(_ grid: GridGeometry, seed: UInt64) throws -> Volume {
    var random = SeededRandom(seed)
    return try Volume(geometry: grid) { _, _, _ in
      let value = random.number(in: 0...1)
      return Float(value > 0.995 ? 1000 * value : 100 * value)
    }
  }

  /// The same volume with voxels that hold nothing, at random places and in one corner.
  func withHoles(seed: UInt64, part: Double = 0.01, value: Float = -3000) throws -> Volume {
    var random = SeededRandom(seed)
    let size = dimensions
    let mask = ValidityMask(dimensions: size) { offset in
      let isCorner =
        offset % size.columns < size.columns / 4 && offset / size.voxelsPerSlice < size.slices / 3
      return random.number(in: 0...1) >= part && !isCorner
    }
    let holed = try Volume(geometry: geometry) { i, j, k in
      mask[size.offset(i, j, k)] ? self[i, j, k] : value
    }
    return Volume(geometry: geometry, voxels: holed.voxels, validity: mask)
  }
}

extension Camera {
  /// Looks at the middle of a grid from a direction; shows `millimetres` from top to bottom.
  static func looking(
    _ azimuth: Double, _ elevation: Double, at grid: GridGeometry, showing millimetres: Double,
    angle: Double? = nil
  ) throws -> Camera {
    let view = CameraView(azimuth: azimuth, elevation: elevation)
    let projection: Projection =
      angle.map { .perspective(verticalAngle: $0) }
      ?? .orthographic(width: millimetres, height: millimetres)
    return try Camera(view, of: grid.center, distance: 45, projection: projection)
  }
}
