import Geometry
import Sampling
import TestSupport
import Testing
import VolumeModel
import WorkScheduling

/// Linear samples in double, straight from the definition.
private struct SlowLinear {
  let volume: Volume
  let places: [Double]?

  init(_ volume: Volume) {
    self.volume = volume
    places = volume.geometry.slicePositions.map { positions in
      let mean = positions[positions.count - 1] / Double(positions.count - 1)
      return positions.map { $0 / mean }
    }
  }

  /// Nil outside and where a voxel without a value has weight; else the value.
  func value(_ p: SIMD3<Double>) -> Double? {
    var cells: [[(voxel: Int, weight: Double)]] = []
    for axis in 0..<3 {
      guard let cell = taps(p[axis], axis) else { return nil }
      cells.append(cell)
    }
    var sum = 0.0
    for (k, wk) in cells[2] {
      for (j, wj) in cells[1] {
        for (i, wi) in cells[0] {
          guard volume.isValid(i, j, k) else { return nil }
          sum += Double(volume[i, j, k]) * wi * wj * wk
        }
      }
    }
    return sum
  }

  private func taps(_ place: Double, _ axis: Int) -> [(voxel: Int, weight: Double)]? {
    let count = volume.dimensions.ijk[axis]
    let centres = axis == 2 ? places ?? (0..<count).map(Double.init) : (0..<count).map(Double.init)
    let (first, last) = (centres[0], centres[count - 1])
    let before = count > 1 ? (centres[1] - first) / 2 : 0.5
    let behind = count > 1 ? (last - centres[count - 2]) / 2 : 0.5
    guard place >= first - before, place < last + behind else { return nil }
    guard place > first else { return [(0, 1)] }
    guard place < last else { return [(count - 1, 1)] }
    guard let next = centres.firstIndex(where: { $0 > place }) else { return nil }
    let t = (place - centres[next - 1]) / (centres[next] - centres[next - 1])
    return t == 0 ? [(next - 1, 1)] : [(next - 1, 1 - t), (next, t)]
  }
}

@Suite struct `Sampled lines` {
  private static var volumes: [Volume] {
    get throws {
      [
        try Fixtures.noise(try Fixtures.grid(13, 11, 9), seed: 1),
        try Fixtures.noise(try Fixtures.grid(13, 11, 9), seed: 2, invalid: 3),
        try Fixtures.noise(try Fixtures.irregularGrid(), seed: 3),
        try Fixtures.noise(try Fixtures.irregularGrid(), seed: 4, invalid: 3),
      ]
    }
  }

  @Test func `are those of a slow definition, outside, beside holes and between uneven slices`()
    throws
  {
    for volume in try Self.volumes {
      let slow = SlowLinear(volume)
      for line in Fixtures.lines(seed: 5, count: 60) {
        let samples = try Fixtures.line(
          volume, .linear, from: line.start, step: line.step, count: line.count)
        for (n, sample) in samples.enumerated() {
          let place = line.start.coordinates + line.step.components * Double(n)
          if let expected = slow.value(place) {
            // Eight products of numbers up to 4096 in single precision.
            #expect(abs(Double(sample) - expected) < 0.01, "sample \(n) at \(place)")
          } else {
            #expect(sample.isNaN, "sample \(n) at \(place)")
          }
        }
      }
    }
  }

  @Test(arguments: Interpolation.allCases)
  func `are the same bits on every CPU level`(interpolation: Interpolation) throws {
    for volume in try Self.volumes {
      for line in Fixtures.lines(seed: 6, count: 40) {
        let bits = try CPULevel.allCases.map { level in
          try Fixtures.line(
            volume, interpolation, from: line.start, step: line.step, count: line.count,
            level: level
          ).map(\.bitPattern)
        }
        #expect(bits.allSatisfy { $0 == bits[0] })
      }
    }
  }

  @Test(arguments: Interpolation.allCases)
  func `do not depend on where a line is cut`(interpolation: Interpolation) throws {
    let volume = try Fixtures.noise(try Fixtures.grid(13, 11, 9), seed: 7, invalid: 2)
    let start = VoxelPoint(0.25, 0.5, 0.125)
    let step = VoxelVector(0.015625, 0.0078125, 0.0078125)
    let whole = try Fixtures.line(volume, interpolation, from: start, step: step, count: 700)
    for first in [1, 7, 8, 511, 512, 513, 699] {
      let rest = try Fixtures.line(
        volume, interpolation, from: start + step * Double(first), step: step, count: 700 - first)
      #expect(rest.map(\.bitPattern) == whole[first...].map(\.bitPattern), "from \(first)")
    }
  }

  /// Aligned lattices are sampled by rows, columns and planes at once: the same values, but for the
  /// order of single-precision sums.
  @Test(arguments: Interpolation.allCases)
  func `along voxel axes are those of the lattice`(interpolation: Interpolation) throws {
    for volume in try Self.volumes {
      let plane = try #require(
        PlaneGeometry(
          width: 50, height: 40, right: PatientVector(1, 0, 0), down: PatientVector(0, 1, 0),
          center: PatientPoint(6, 5, 2.8), pixelWidth: 0.29, pixelHeight: 0.31))
      let lattice = SampleLattice(plane, in: volume.geometry)
      let whole = try Fixtures.row(volume, lattice, interpolation)
      for y in 0..<40 {
        let line = try Fixtures.line(
          volume, interpolation, from: lattice.start(row: y), step: lattice.column.step, count: 50)
        for x in 0..<50 {
          let (a, b) = (whole[y * 50 + x], line[x])
          // Tables of weights, where the lines have them, are off by 6e-6 a weight.
          #expect(a.isNaN == b.isNaN && (a.isNaN || abs(a - b) < 0.2), "(\(x), \(y)): \(a), \(b)")
        }
      }
    }
  }
}

extension Fixtures {
  /// All samples of an aligned lattice.
  static func row(
    _ volume: Volume, _ lattice: SampleLattice, _ interpolation: Interpolation,
    scale: SIMD3<Double> = .one
  ) throws -> [Float] {
    guard let alignment = lattice.alignment else { return [] }
    let sampler = try VolumeSampling(volume).sampler(
      lattice, alignment: alignment, interpolation: interpolation, kernelScale: scale,
      context: WorkContext())
    let count = lattice.column.count * lattice.row.count * lattice.plane.count
    return unsafe [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      guard let base = buffer.baseAddress else { return }
      for part in 0..<sampler.partCount { unsafe sampler.fill(part: part, of: base) }
      filled = count
    }
  }
}
