import Geometry
import Sampling
import TestSupport
import VolumeModel
import WorkScheduling

/// Grids and volumes in index space: the place in the patient means nothing to sampling.
enum Fixtures {
  /// Positions of the slices of an irregular stack, in mm.
  static let unevenPositions = [0, 1, 2.5, 3, 5, 6, 7.25, 9, 10]

  static func grid(_ columns: Int, _ rows: Int, _ slices: Int) throws -> GridGeometry {
    let map = AffineMap<VoxelSpace, PatientSpace>(
      x: PatientVector(1, 0, 0), y: PatientVector(0, 1, 0), z: PatientVector(0, 0, 1),
      origin: PatientPoint(0, 0, 0))
    return try GridGeometry(
      dimensions: GridDimensions(columns: columns, rows: rows, slices: slices),
      voxelToPatient: map)
  }

  static func irregularGrid(_ columns: Int = 13, _ rows: Int = 11) throws -> GridGeometry {
    let last = unevenPositions[unevenPositions.count - 1]
    let mean = last / Double(unevenPositions.count - 1)
    let map = AffineMap<VoxelSpace, PatientSpace>(
      x: PatientVector(1, 0, 0), y: PatientVector(0, 1, 0), z: PatientVector(0, 0, mean),
      origin: PatientPoint(0, 0, 0))
    return try GridGeometry(
      dimensions: GridDimensions(columns: columns, rows: rows, slices: unevenPositions.count),
      voxelToPatient: map, slicePositions: unevenPositions)
  }

  /// Numbers of 12 bits; of every hundred voxels so many hold nothing.
  static func noise(_ grid: GridGeometry, seed: UInt64, invalid: Int = 0) throws -> Volume {
    var random = SeededRandom(seed)
    let plain = try Volume(geometry: grid) { _, _, _ in Float(random.number(in: -1024...3071)) }
    guard invalid > 0 else { return plain }
    let mask = ValidityMask(dimensions: grid.dimensions) { _ in
      Int.random(in: 0..<100, using: &random) >= invalid
    }
    return Volume(geometry: grid, voxels: plain.voxels, validity: mask)
  }

  /// Samples of one line.
  static func line(
    _ volume: Volume, _ interpolation: Interpolation, from start: VoxelPoint, step: VoxelVector,
    count: Int, level: CPULevel = .current
  ) throws -> [Float] {
    let sampler = try VolumeSampling(volume).sampler(
      interpolation, level: level, context: WorkContext())
    return unsafe [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      unsafe sampler.sample(
        from: start, step: step, into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
      filled = count
    }
  }

  /// One sample.
  static func value(
    _ volume: Volume, _ interpolation: Interpolation, at place: VoxelPoint
  ) throws -> Float {
    try line(volume, interpolation, from: place, step: VoxelVector(0, 0, 0), count: 1)[0]
  }

  /// Lines through a grid of 13 × 11 × 9 voxels in every direction, most of which leave it.
  static func lines(
    seed: UInt64, count: Int
  ) -> [(start: VoxelPoint, step: VoxelVector, count: Int)] {
    var random = SeededRandom(seed)
    return (0..<count).map { n in
      func coordinate(_ size: Double) -> Double { random.number(in: -2...size + 2) }
      let start = VoxelPoint(coordinate(13), coordinate(11), coordinate(9))
      func part() -> Double { random.number(in: -0.4...0.4) }
      let step = n % 5 == 0 ? VoxelVector(part(), 0, 0) : VoxelVector(part(), part(), part())
      return (start: start, step: step, count: Int.random(in: 1...700, using: &random))
    }
  }
}
