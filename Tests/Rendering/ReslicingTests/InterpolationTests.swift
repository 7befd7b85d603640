import Geometry
import Reslicing
import Sampling
import Testing
import TestSupport
import VolumeModel
import WorkScheduling

@Suite struct `Interpolations` {
  /// Single-precision sums of up to 512 products of values up to 4096 and weights up to 1.3.
  static let tolerance = 0.02

  @Test(arguments: Interpolation.allCases)
  func `agree with the definition everywhere, borders included`(_ interpolation: Interpolation)
    throws
  {
    for (number, grid) in try [
      Grids.axisAligned[0], Grids.axisAligned[37], Grids.oblique, Grids.sheared, Grids.irregular,
      Grids.flat,
    ].enumerated() {
      let volume = try Volume.noise(grid, seed: UInt64(number))
      let slow = SlowSampler(volume, interpolation)
      let reslicer = Reslicer(volume)
      var noise = SeededRandom(UInt64(number + 50))
      for _ in 0..<2 {
        let plane = try #require(PlaneGeometry.random(around: grid, &noise))
        slow.expect(try reslicer.plane(plane, interpolation: interpolation))
      }
      for orientation in OrthogonalOrientation.allCases {
        let plan = try OrthogonalPlan(
          grid, orientation: orientation, layout: ImageLayout(pixel: 0.31))
        slow.expect(
          try reslicer.plane(
            plan.plane(at: 0.234 + plan.coordinate(of: plan.middle)),
            interpolation: interpolation))
      }
    }
  }

  @Test(arguments: [Interpolation.linear, .catmullRom, .cubic])
  func `see the closest valid value in place of an invalid one`(_ interpolation: Interpolation)
    throws
  {
    // Of the two closest voxels, both along i, the one with the lower index counts.
    let plain = try Volume.noise(Grids.sheared, seed: 3)
    let size = plain.dimensions
    let mask = ValidityMask(dimensions: size) { $0 != size.offset(6, 5, 4) }
    let volume = Volume(
      geometry: plain.geometry, voxels: plain.voxels, validity: mask)
    let slow = SlowSampler(volume, interpolation)
    var noise = SeededRandom(4)
    for _ in 0..<3 {
      let plane = try #require(PlaneGeometry.random(around: volume.geometry, &noise))
      let image = try Reslicer(volume).plane(plane, interpolation: interpolation)
      slow.expect(image)
    }
    let plan = try OrthogonalPlan(
      volume.geometry, orientation: .sagittal, layout: ImageLayout(pixel: 0.31))
    let plane = try plan.plane(at: 0.234 + plan.coordinate(of: plan.middle))
    slow.expect(try Reslicer(volume).plane(plane, interpolation: interpolation))
  }

  /// Where all taps lie inside, each kernel reproduces the polynomials that it should.
  @Test(arguments: [
    (Interpolation.linear, 1), (.catmullRom, 1), (.catmullRom, 2), (.cubic, 1), (.cubic, 2),
    (.cubic, 3),
  ])
  func `reproduce polynomials`(_ interpolation: Interpolation, _ degree: Int) throws {
    let grid = try Grids.grid(
      [PatientVector(0.7, 0, 0), PatientVector(0, 0.8, 0), PatientVector(0, 0, 1.25)].map {
        $0.rotated(about: PatientVector(3, 1, 2), degrees: 40)
      }, size: GridDimensions(columns: 48, rows: 46, slices: 44))
    let middle = grid.center
    func field(_ p: PatientPoint) -> Double {
      let x = (p - middle).components / 10
      let line = 1.3 * x.x - 0.7 * x.y + 0.4 * x.z + 0.2
      return (0..<degree).reduce(1.0) { product, _ in product * line }
    }
    let volume = try Volume(geometry: grid) { i, j, k in
      Float(field(grid.patientPoint(of: VoxelPoint(Double(i), Double(j), Double(k)))))
    }
    // The spline's borders decay by 0.27 a voxel: 18 voxels are 5e-11.
    let plane = try #require(
      PlaneGeometry(
        width: 21, height: 21, right: PatientVector(1, 2, 0), down: PatientVector(-2, 1, 1),
        center: middle, pixelWidth: 0.15))
    let image = try Reslicer(volume).plane(plane, interpolation: interpolation)
    for row in 0..<21 {
      for column in 0..<21 {
        let p = plane.pixelToPatient(Point3(Double(column), Double(row), 0))
        #expect(abs(Double(image[column, row]) - field(p)) < 3e-6)
      }
    }
  }

  @Test(arguments: Interpolation.allCases)
  func `reproduce constants, the rim included`(_ interpolation: Interpolation) throws {
    for grid in try Grids.all {
      let volume = try Volume(geometry: grid) { _, _, _ in 1234.5 }
      let plan = try OrthogonalPlan(grid, orientation: .coronal, layout: ImageLayout(pixel: 0.3))
      var noise = SeededRandom(1)
      let random = try #require(PlaneGeometry.random(around: grid, &noise))
      for plane in [try plan.plane(plan.middle), random] {
        let values = try Reslicer(volume).plane(plane, interpolation: interpolation).values
        #expect(values.contains { !$0.isNaN })
        // Sixteen roundings of weights that add up to 1.
        #expect(values.allSatisfy { $0.isNaN || abs($0 - 1234.5) < 2e-3 })
      }
    }
  }

  @Test(arguments: [(Interpolation.lanczos, 0.025), (.lanczos4, 0.02)])
  func `of Lanczos err on a ramp by less than said`(_ interpolation: Interpolation, _ bound: Double)
    throws
  {
    let grid = try Grids.grid(
      [PatientVector(1, 0, 0), PatientVector(0, 1, 0), PatientVector(0, 0, 1)],
      size: GridDimensions(columns: 40, rows: 20, slices: 20), origin: PatientPoint(0, 0, 0))
    let volume = try Volume(geometry: grid) { i, _, _ in Float(i) }
    let plane = try #require(
      PlaneGeometry(
        width: 2001, height: 1, right: PatientVector(1, 0.001, 0), down: PatientVector(0, 0, 1),
        center: PatientPoint(20, 10, 10), pixelWidth: 0.01))
    let image = try Reslicer(volume).plane(plane, interpolation: interpolation)
    var worst = 0.0
    for column in 0..<2001 {
      let x = plane.pixelToPatient(Point3(Double(column), 0, 0)).x
      worst = max(worst, abs(Double(image[column, 0]) - x))
    }
    #expect(worst < bound && worst > bound / 10)
  }

  /// Rows of other lengths are prefiltered in other numbers at a time.
  @Test(arguments: [5, 1030, 2055], [3, 21])
  func `of B-splines agree with the definition in rows of any length and number`(
    _ columns: Int, _ rows: Int
  ) throws {
    let grid = try Grids.grid(
      [PatientVector(0.7, 0, 0), PatientVector(0, 0.8, 0), PatientVector(0, 0, 1.25)],
      size: GridDimensions(columns: columns, rows: rows, slices: 2))
    let volume = try Volume.noise(grid, seed: 6)
    let plane = try #require(
      PlaneGeometry(
        width: 300, height: 3, right: PatientVector(1, 0.0007, 0), down: PatientVector(0, 0, 1),
        center: grid.center, pixelWidth: Double(columns) * 0.7 / 310, pixelHeight: 0.2))
    SlowSampler(volume, .cubic).expect(try Reslicer(volume).plane(plane, interpolation: .cubic))
  }

  @Test func `of cubic kind pass through the voxels`() throws {
    let grid = try Grids.axisAligned[5]
    let volume = try Volume.noise(grid, seed: 17)
    for interpolation in Interpolation.allCases {
      let image = try Reslicer(volume).plane(grid.storedSlice(0), interpolation: interpolation)
      for j in 0..<11 {
        for i in 0..<13 { #expect(abs(image[i, j] - volume[i, j, 0]) < 0.01) }
      }
    }
  }
}

extension Grids {
  /// One slice.
  static var flat: GridGeometry {
    get throws {
      try grid(
        [PatientVector(0.7, 0, 0), PatientVector(0, 0.8, 0), PatientVector(0, 0, 3)],
        size: GridDimensions(columns: 9, rows: 7, slices: 1))
    }
  }
}

extension SlowSampler {
  /// Expects a picture to hold this sampler's values.
  func expect(_ image: PlaneImage, sourceLocation: SourceLocation = #_sourceLocation) {
    let plane = image.geometry
    var compared = 0
    for row in 0..<plane.height {
      for column in 0..<plane.width {
        let p = plane.pixelToPatient(Point3(Double(column), Double(row), 0))
        if volume.isNearJump(p, halves: interpolation == .nearest) { continue }
        let (expected, found) = (value(at: p), Double(image[column, row]))
        if !found.isNaN { compared += 1 }
        if expected.isNaN != found.isNaN || abs(expected - found) > `Interpolations`.tolerance {
          Issue.record(
            "\(interpolation) \(column), \(row): \(found), not \(expected)",
            sourceLocation: sourceLocation)
          return
        }
      }
    }
    #expect(compared > 10, sourceLocation: sourceLocation)
  }
}
