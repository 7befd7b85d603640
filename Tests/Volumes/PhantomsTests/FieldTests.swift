import Geometry
import Testing
import VolumeModel

@testable import Phantoms

@Suite struct FieldTests {
  static let grid = TestGrids.cube(48, spacing: 5, center: PatientPoint(12, -34, 56))

  @Test(arguments: PhantomKind.allCases)
  func `gradient is the limit of differences`(_ kind: PhantomKind) {
    let field = Phantom(kind, fitting: Self.grid)
    let random = CounterRandom(seed: 20)
    let step = 1e-4
    for n in 0..<4000 {
      let parts = SIMD3(random.unit(3 * n), random.unit(3 * n + 1), random.unit(3 * n + 2))
      let point = Self.grid.center + PatientVector((parts - 0.5) * 240)
      let gradient = field.gradient(at: point)
      for axis in 0..<3 {
        var d = SIMD3<Double>.zero
        d[axis] = step
        let ahead = field.value(at: point + PatientVector(d))
        let behind = field.value(at: point - PatientVector(d))
        let difference = (ahead - behind) / (2 * step)
        // Curvatures reach 3000 HU / mm² and their derivative 10⁴ HU / mm³; the ball's edge and
        // the letters' medial axes have kinks, which no point of this seed hits.
        #expect(abs(gradient.components[axis] - difference) < 0.01, "\(kind) at \(point)")
      }
    }
  }

  @Test(arguments: PhantomKind.allCases)
  func `values stay within twelve bits`(_ kind: PhantomKind) throws {
    let volume = try Volume(sampling: Phantom(kind, fitting: Self.grid), on: Self.grid)
    let range = try #require(volume.valueRange)
    #expect(range.lowerBound >= -1024 && range.upperBound <= 3071)
    #expect(range.upperBound - range.lowerBound > 900)
  }

  @Test(arguments: [0, 2, 9.5])
  func `a ball's volume is its integral`(_ edgeWidth: Double) throws {
    let ball = SpherePhantom(
      center: PatientPoint(10, -30, 50), radius: 20, inside: 700, outside: -300,
      edgeWidth: edgeWidth)
    let grid = TestGrids.cube(25, spacing: 2, center: ball.center)
    let volume = try Volume(sampling: ball, on: grid, supersampling: 3)
    let sum = try #require(try volume.statistics()).mean * Double(grid.dimensions.voxelCount)
    let measured = (sum * 8 + 300 * 50 * 50 * 50) / 1000
    // 3³ samples a voxel leave a random error of the surface's share of the samples.
    #expect(abs(measured - ball.volume) < 2e-3 * ball.volume)
    if edgeWidth == 0 { #expect(ball.volume == 4 / 3 * Double.pi * 8000) }
  }

  @Test(arguments: [0, 2, 9.5])
  func `a ball's projections are those of its samples`(_ edgeWidth: Double) {
    let ball = SpherePhantom(
      center: PatientPoint(1, 2, 3), radius: 10, inside: 700, outside: -300, edgeWidth: edgeWidth)
    for segment in TestGrids.segments(around: ball.center, reach: 20, count: 30) {
      let samples = TestGrids.samples(of: ball, along: segment, count: 2000)
      // At a jump, each end of the chord is off by half a sample at most: 1000 / 2000.
      #expect(abs(ball.mean(along: segment) - samples.mean) < 0.5)
      // Between two of the samples the extremes move by less than the steepest slope × step.
      #expect(abs(ball.maximum(along: segment) - samples.maximum) < 15 || edgeWidth == 0)
      #expect(ball.maximum(along: segment) >= samples.maximum)
      #expect(ball.minimum(along: segment) <= samples.minimum)
    }
  }

  @Test func `a ball's chord is the length between its two intersections`() {
    let ball = SpherePhantom(center: PatientPoint(0, 0, 0), radius: 5)
    func chord(_ x: Double, _ from: Double, _ to: Double) -> Double {
      ball.chordLength(
        along: PatientSegment(from: PatientPoint(x, 0, from), to: PatientPoint(x, 0, to)))
    }
    #expect(chord(0, -9, 9) == 10)
    #expect(chord(3, -9, 9) == 8)
    #expect(chord(3, 0, 9) == 4)
    #expect(chord(5, -9, 9) == 0)
    #expect(chord(0, 6, 9) == 0)
  }

  @Test func `a ramp's projections are those of its samples`() {
    let ramp = RampPhantom(
      origin: PatientPoint(1, 2, 3), base: 7, slope: PatientVector(3, -2, 6))
    for segment in TestGrids.segments(around: ramp.origin, reach: 20, count: 20) {
      let samples = TestGrids.samples(of: ramp, along: segment, count: 1000)
      #expect(abs(ramp.mean(along: segment) - samples.mean) < 1e-6)
      #expect(abs(ramp.maximum(along: segment) - samples.maximum) < 0.5)
      #expect(abs(ramp.minimum(along: segment) - samples.minimum) < 0.5)
    }
  }

  @Test func `the beads' mean is that of their samples`() {
    let beads = BeadsPhantom(center: PatientPoint(0, 0, 0), extent: 100, sigma: 2)
    for segment in TestGrids.segments(around: beads.centers[1], reach: 60, count: 10) {
      let samples = TestGrids.samples(of: beads, along: segment, count: 2000)
      #expect(abs(beads.mean(along: segment) - samples.mean) < 0.01)
    }
  }
}
