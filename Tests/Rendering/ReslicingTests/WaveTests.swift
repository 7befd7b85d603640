import Geometry
import Reslicing
import Sampling
import Testing
import VolumeModel

@Suite struct `Waves` {
  /// Percent of the amplitude by which values between voxels err, for periods of 16, 8, 4 and 3
  /// voxels: the table of the documentation.
  static let errors: [(Interpolation, [Double])] = [
    (.nearest, [20, 39.1, 77, 100.1]), (.linear, [1.95, 7.65, 29.4, 50.1]),
    (.catmullRom, [0.105, 0.93, 11.7, 31.3]), (.cubic, [0.012, 0.13, 2.8, 12.6]),
    (.lanczos, [0.65, 0.75, 2.3, 9.3]), (.lanczos4, [0.4, 0.65, 0.8, 0.3]),
  ]

  @Test(arguments: Interpolation.allCases)
  func `err between voxels by what the documentation says`(_ interpolation: Interpolation) throws {
    let bounds = try #require(Self.errors.first { $0.0 == interpolation }).1
    for (period, bound) in zip([16.0, 8, 4, 3], bounds) {
      var worst = 0.0
      // A sine and a cosine: together they have every phase.
      for phase in [0, 0.25] {
        func wave(_ x: Double) -> Double { 1000 * sine(2 * .pi * (x / period + phase)) }
        let grid = try Grids.grid(
          [PatientVector(1, 0, 0), PatientVector(0, 1, 0), PatientVector(0, 0, 1)],
          size: GridDimensions(columns: 120, rows: 3, slices: 3), origin: PatientPoint(0, 0, 0))
        let volume = try Volume(geometry: grid) { i, _, _ in Float(wave(Double(i))) }
        let plane = try #require(
          PlaneGeometry(
            width: 961, height: 1, right: PatientVector(1, 0, 0), down: PatientVector(0, 1, 0),
            center: PatientPoint(60, 1, 1), pixelWidth: 0.05))
        let image = try Reslicer(volume).plane(plane, interpolation: interpolation)
        let map = plane.pixelToPatient
        for (column, value) in image.values.enumerated() {
          worst = max(worst, abs(Double(value) - wave(map(Point3(Double(column), 0, 0)).x)))
        }
      }
      // Percent of 1000; the table is the largest error over all phases.
      #expect(worst / 10 <= bound, "period \(period): \(worst / 10) %")
      #expect(worst / 10 > bound / 3, "period \(period): \(worst / 10) %")
    }
  }
}
