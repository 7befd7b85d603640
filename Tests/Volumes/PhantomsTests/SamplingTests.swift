import Geometry
import Testing
import VolumeModel
import WorkScheduling

@testable import Phantoms

@Suite struct SamplingTests {
  static let grid = TestGrids.cube(24, spacing: 8, center: PatientPoint(3, 2, 1))
  static let head = Phantom(.head, fitting: grid)

  private func voxels(_ volume: Volume) -> [Float] {
    let size = volume.dimensions
    return (0..<size.slices).flatMap { k in
      (0..<size.rows).flatMap { j in (0..<size.columns).map { volume[$0, j, k] } }
    }
  }

  @Test(arguments: [2, 3, 8])
  func `volume does not depend on the number of workers`(_ workers: Int) throws {
    let noise = GaussianNoise(standardDeviation: 20, seed: 4)
    func sampled(_ workers: Int) throws -> [Float] {
      voxels(
        try Volume(
          sampling: Self.head, on: Self.grid, supersampling: 2, noise: noise,
          context: WorkContext(workers: workers)))
    }
    #expect(try sampled(workers) == sampled(1))
  }

  @Test func `noise is normal and belongs to its seed`() {
    let noise = GaussianNoise(standardDeviation: 3, seed: 1)
    let count = 100_000
    let values = (0..<count).map { noise[$0] }
    let mean = values.reduce(0, +) / Double(count)
    let moments = [2, 4].map { power in
      values.reduce(0) { sum, value in
        sum + (0..<power).reduce(1.0) { product, _ in product * (value - mean) }
      } / Double(count)
    }
    // Four standard errors: σ/√n for the mean, 2σ²/√(2n) … of the second and fourth moment.
    #expect(abs(mean) < 4 * 3 / Double(count).squareRoot())
    #expect(abs(moments[0] - 9) < 4 * 9 * (2 / Double(count)).squareRoot())
    #expect(abs(moments[1] - 3 * 81) < 4 * 81 * (96 / Double(count)).squareRoot())
    #expect(noise[77] == GaussianNoise(standardDeviation: 3, seed: 1)[77])
    #expect(noise[77] != GaussianNoise(standardDeviation: 3, seed: 2)[77])
    #expect(GaussianNoise(standardDeviation: 0, seed: 1)[5] == 0)
  }

  @Test func `permutation holds every number once`() {
    let order = CounterRandom(seed: 9).permutation(100)
    #expect(order.sorted() == Array(0..<100))
    #expect(order != Array(0..<100))
  }

  @Test func `supersampled ramp is the ramp`() {
    let ramp = RampPhantom(origin: PatientPoint(0, 0, 0), slope: PatientVector(1, 2, 3))
    let steps = [PatientVector(1, 0, 0), PatientVector(0, 2, 0), PatientVector(0, 1, 3)]
    let mean = ramp.mean(around: PatientPoint(1, 1, 1), steps: steps, supersampling: 4)
    #expect(abs(mean - 6) < 1e-12)
  }

  @Test func `largest cube fits tilted grids`() {
    #expect(abs(Self.grid.largestCube - 192) < 1e-9)
    var map = Self.grid.voxelToPatient
    map.z = PatientVector(0, 4, 8)
    let sheared = TestGrids.grid(Self.grid.dimensions, map)
    // Along y a voxel's half-height of the cube and a shift of half a step for each step of z.
    #expect(abs(sheared.largestCube - 192 / 1.5) < 1e-9)
  }
}
