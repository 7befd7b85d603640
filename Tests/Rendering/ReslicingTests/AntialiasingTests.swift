import Geometry
import Reslicing
import Sampling
import Testing
import TestSupport
import VolumeModel

@Suite struct `Widened kernels` {
  /// What each kernel does to waves where samples lie two voxels and more apart: the largest
  /// error of waves of at least four samples, and what is left of waves that would turn into such.
  static let errors: [(Interpolation, kept: Double, left: Double)] = [
    (.linear, 0.22, 0.15), (.catmullRom, 0.07, 0.07), (.cubic, 0.33, 0.025),
    (.lanczos, 0.015, 0.015), (.lanczos4, 0.006, 0.006),
  ]

  @Test(arguments: Interpolation.allCases.filter { $0 != .nearest }, [2.0, 3, 4])
  func `keep long waves and remove short ones as the documentation says`(
    _ interpolation: Interpolation, _ factor: Double
  ) throws {
    let bounds = try #require(Self.errors.first { $0.0 == interpolation })
    for (perVoxel, isKept) in [(0.12, true), (0.25, true), (0.75, false), (0.9, false)] {
      let (values, places) = try sampled(wave: perVoxel / factor, every: factor, interpolation)
      for (value, x) in zip(values, places) {
        let truth = isKept ? 100 * sine(2 * .pi * perVoxel / factor * x) : 0
        #expect(abs(Double(value) - truth) <= 100 * (isKept ? bounds.kept : bounds.left))
      }
    }
  }

  /// Samples every `factor` voxels of a wave of so many turns a voxel, far from the borders.
  private func sampled(
    wave: Double, every factor: Double, _ interpolation: Interpolation
  ) throws -> (values: [Float], places: [Double]) {
    let grid = try Grids.grid(
      [PatientVector(1, 0, 0), PatientVector(0, 1, 0), PatientVector(0, 0, 1)],
      size: GridDimensions(columns: 160, rows: 3, slices: 3), origin: PatientPoint(0, 0, 0))
    let volume = try Volume(geometry: grid) { i, _, _ in
      Float(100 * sine(2 * .pi * wave * Double(i)))
    }
    let plane = try #require(
      PlaneGeometry(
        width: 15, height: 1, right: PatientVector(1, 0, 0), down: PatientVector(0, 1, 0),
        center: PatientPoint(80.3, 1, 1), pixelWidth: factor))
    let image = try Reslicer(volume).plane(
      plane, interpolation: interpolation, antialiasing: .widenedKernel)
    let map = plane.pixelToPatient
    return (image.values, (0..<15).map { map(Point3(Double($0), 0, 0)).x })
  }

  @Test(arguments: [1.7, 3, 4.4], [0.0, 25])
  func `never make a label of two others`(_ factor: Double, _ turn: Double) throws {
    let grid = try Grids.grid(
      [PatientVector(1, 0, 0), PatientVector(0, 1, 0), PatientVector(0, 0, 1)],
      size: GridDimensions(columns: 30, rows: 30, slices: 30), origin: PatientPoint(0, 0, 0))
    let labels: [Float] = [0, 2, 4]
    let volume = try Volume(geometry: grid) { i, j, k in labels[(i / 9 + j / 7 + k / 8) % 3] }
    let reslicer = Reslicer(volume)
    let coarse = try reslicer.resampled(
      to: grid.resampled(spacing: SIMD3(repeating: factor)), interpolation: .nearest,
      antialiasing: .widenedKernel)
    let plane = try #require(
      PlaneGeometry(
        width: 9, height: 9,
        right: PatientVector(1, 0, 0).rotated(about: PatientVector(1, 2, 3), degrees: turn),
        down: PatientVector(0, 1, 0).rotated(about: PatientVector(1, 2, 3), degrees: turn),
        center: grid.center, pixelWidth: factor))
    let picture = try reslicer.plane(
      plane, interpolation: .nearest, antialiasing: .widenedKernel)
    let values = unsafe coarse.voxels.withVoxels { unsafe Array($0) } + picture.values
    #expect(Set(values.filter { !$0.isNaN }) == Set(labels))
  }

  @Test func `change nothing where pixels are finer than voxels`() throws {
    let volume = try Volume.noise(Grids.oblique, seed: 3, invalid: 0.02)
    var noise = SeededRandom(1)
    for _ in 0..<3 {
      let plane = try #require(PlaneGeometry.random(around: volume.geometry, &noise))
      let plain = try Reslicer(volume).plane(plane)
      let widened = try Reslicer(volume).plane(plane, antialiasing: .widenedKernel)
      #expect(plain.values.map(\.bitPattern) == widened.values.map(\.bitPattern))
    }
  }

  @Test func `leave the thickness of planes alone`() throws {
    // Planes 4 mm apart through thin sheets: each shows its own sheet.
    let grid = try Grids.grid(
      [PatientVector(0.5, 0, 0), PatientVector(0, 0.5, 0), PatientVector(0, 0, 1)],
      size: GridDimensions(columns: 30, rows: 30, slices: 24), origin: PatientPoint(0, 0, 0))
    let volume = try Volume(geometry: grid) { _, _, k in Float(k) * Float(k) }
    let plane = try OrthogonalPlan(grid, orientation: .axial, layout: ImageLayout(pixel: 1.5))
      .plane(0)
    let stack = try PlaneStack(around: plane.moved(away: 8), count: 3, spacing: 4)
    let image = try Reslicer(volume).stack(stack, antialiasing: .widenedKernel)
    for n in 0..<3 {
      let values = try image.plane(n)
      #expect(abs(values[4, 4] - Float((4 + 4 * n) * (4 + 4 * n))) < 1e-3)
    }
  }

  @Test(arguments: [20.0]) func `of oblique pictures keep the mean of noise and calm it`(
    _ turn: Double
  ) throws {
    let grid = try Grids.grid(
      [PatientVector(0.5, 0, 0), PatientVector(0, 0.5, 0), PatientVector(0, 0, 0.5)],
      size: GridDimensions(columns: 60, rows: 60, slices: 60), origin: PatientPoint(0, 0, 0))
    let volume = try Volume.noise(grid, seed: 4)
    let plane = try #require(
      PlaneGeometry(
        width: 10, height: 10,
        right: PatientVector(1, 0, 0).rotated(about: PatientVector(1, 2, 3), degrees: turn),
        down: PatientVector(0, 1, 0).rotated(about: PatientVector(1, 2, 3), degrees: turn),
        center: grid.center, pixelWidth: 1.5))
    let reslicer = Reslicer(volume)
    let calm = try reslicer.plane(plane, antialiasing: .widenedKernel).values
    let wild = try reslicer.plane(plane).values
    func deviation(_ values: [Float]) -> Float {
      let mean = values.reduce(0, +) / Float(values.count)
      return (values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Float(values.count))
        .squareRoot()
    }
    // Uniform noise of 4096 steps has its mean at 1023.5 and a deviation of 1182.
    #expect(abs(calm.reduce(0, +) / 100 - 1023.5) < 60)
    #expect(deviation(calm) < deviation(wild) / 2)
  }
}
