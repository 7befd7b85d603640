import Geometry
import Reslicing
import Sampling
import Testing
import TestSupport
import VolumeModel

@Suite struct `Beads` {
  /// A Gaussian of 1.2 of the coarsest spacing: sampling it loses nothing, so that its centre
  /// of mass is its place.
  static let sigma = 1.5

  static func volume(_ grid: GridGeometry, _ bead: PatientPoint) throws -> Volume {
    try Volume(geometry: grid) { i, j, k in
      let p = grid.patientPoint(of: VoxelPoint(Double(i), Double(j), Double(k)))
      let x = (p - bead).length / Self.sigma
      return x < 5 ? Float(2000 * gaussian(x)) : 0
    }
  }

  @Test(arguments: [Interpolation.linear, .cubic])
  func `lie where they belong in planes of any direction, in all 48 orientations`(
    _ interpolation: Interpolation
  ) throws {
    var noise = SeededRandom(12)
    let size = GridDimensions(columns: 26, rows: 24, slices: 17)
    for small in try Grids.axisAligned + [Grids.oblique, Grids.sheared] {
      let map = small.voxelToPatient
      let grid = try Grids.grid([map.x, map.y, map.z], size: size)
      let bead = grid.center + PatientVector(0.21, -0.13, 0.34)
      try expect(bead, in: Self.volume(grid, bead), interpolation, &noise)
    }
  }

  /// Between uneven slices values are linear, which moves a centre of mass: compared is that
  /// of the volume as linear interpolation sees it.
  @Test func `lie where they belong in planes through uneven slices`() throws {
    var noise = SeededRandom(13)
    let grid = try Grids.irregular
    let bead = grid.center + PatientVector(0.1, -0.2, 0.3)
    let volume = try Volume(geometry: grid) { i, j, k in
      let p = grid.patientPoint(of: VoxelPoint(Double(i), Double(j), Double(k)))
      let x = (p - bead).length / 2.4
      return x < 1 ? Float((1 - x * x) * (1 - x * x) * (1 - x * x)) : 0
    }
    try expect(volume.centerOfMass, in: volume, .linear, &noise)
  }

  private func expect(
    _ bead: PatientPoint, in volume: Volume, _ interpolation: Interpolation,
    _ noise: inout SeededRandom
  ) throws {
    let any = try #require(PlaneGeometry.random(around: volume.geometry, &noise))
    let plane = try #require(
      PlaneGeometry(
        width: 41, height: 43, right: any.right, down: any.down,
        center: bead + PatientVector(0.13, 0.2, -0.1), pixelWidth: 0.4))
    let image = try Reslicer(volume).stack(
      PlaneStack(around: plane, count: 42, spacing: 0.4), interpolation: interpolation)
    let found = try image.volume().centerOfMass
    #expect(found.distance(to: bead) < 0.01, "\(found), not \(bead)")
  }
}

/// e^(−x²/2) by its series at a sixteenth: the tests need no mathematics library.
private func gaussian(_ x: Double) -> Double {
  let y = -x * x / 32
  var (term, sum) = (1.0, 1.0)
  for n in 1..<20 {
    term *= y / Double(n)
    sum += term
  }
  let square = sum * sum, fourth = square * square
  return fourth * fourth * fourth * fourth
}
