import Geometry
import Reslicing
import Sampling
import Testing
import TestSupport
import VolumeModel
import WorkScheduling

@Suite struct `Stacks` {
  @Test func `hold the same bits as their planes one by one`() throws {
    for (number, grid) in try Grids.all.enumerated() {
      let volume = try Volume.noise(grid, seed: 9, invalid: number % 2 == 0 ? 0.02 : 0)
      let reslicer = Reslicer(volume)
      let orientation = OrthogonalOrientation.allCases[number % 3]
      let interpolation = Interpolation.allCases[number % 6]
      var noise = SeededRandom(UInt64(number))
      let random = try #require(PlaneGeometry.random(around: grid, &noise))
      for stack in [
        try OrthogonalPlan(grid, orientation: orientation).stack,
        try PlaneStack(around: random, count: 35, spacing: 0.3),
      ] {
        let image = try reslicer.stack(stack, interpolation: interpolation)
        for index in 0..<stack.count {
          let plane = try reslicer.plane(stack.plane(index), interpolation: interpolation)
          let part = try image.plane(index)
          #expect(part.geometry == plane.geometry)
          let differs = zip(part.values, plane.values).contains {
            $0.isNaN != $1.isNaN || abs($0 - $1) > 0x1p-11
          }
          #expect(!differs, "\(number), plane \(index), \(interpolation)")
        }
      }
    }
  }

  @Test func `hold the same bits as their parts`() throws {
    for (number, grid) in try Grids.all.enumerated() {
      let volume = try Volume.noise(grid, seed: 4, invalid: number % 2 == 0 ? 0.02 : 0)
      let reslicer = Reslicer(volume)
      let interpolation = Interpolation.allCases[number % 6]
      let orientation = OrthogonalOrientation.allCases[number % 3]
      let slab = try Slab(thickness: 3, blend: .mean)
      var noise = SeededRandom(UInt64(number))
      let random = try #require(PlaneGeometry.random(around: grid, &noise))
      for (stack, slab) in [
        (try OrthogonalPlan(grid, orientation: orientation).stack, nil),
        (try PlaneStack(around: random, count: 7, spacing: 0.3), nil),
        (try PlaneStack(around: random, count: 3, spacing: 2), slab),
        // All but the middle one lie far from the volume.
        (try PlaneStack(around: random, count: 5, spacing: 2000), nil),
        (try PlaneStack(around: random, count: 5, spacing: 2000), slab),
      ] {
        let whole = try reslicer.stack(
          stack, slab: slab, interpolation: interpolation, antialiasing: .widenedKernel)
        for length in [1, 3] {
          for start in stride(from: 0, to: stack.count, by: length) {
            let range = start..<min(stack.count, start + length)
            let part = try reslicer.planes(
              range, of: stack, slab: slab, interpolation: interpolation,
              antialiasing: .widenedKernel)
            #expect(part.count == range.count)
            for (index, plane) in zip(range, part) {
              let expected = try whole.plane(index)
              #expect(plane.geometry == expected.geometry)
              let isSame = zip(plane.values, expected.values)
                .allSatisfy { $0.bitPattern == $1.bitPattern }
              #expect(isSame, "\(number), \(interpolation), planes \(range)")
            }
          }
        }
      }
    }
  }

  @Test func `are written into the caller's memory`() throws {
    let volume = try Volume.noise(Grids.oblique, seed: 2)
    let plan = try OrthogonalPlan(volume.geometry, orientation: .sagittal)
    let reslicer = Reslicer(volume)
    var values = [Float](repeating: 7, count: try plan.stack.pixelCount)
    var span = values.mutableSpan
    try reslicer.write(plan.stack, into: &span)
    let image = try reslicer.stack(plan.stack)
    unsafe image.values.withVoxels { all in
      #expect(unsafe zip(all, values).allSatisfy { $0.bitPattern == $1.bitPattern })
    }
  }

  @Test func `are volumes whose pixels without a value are invalid`() throws {
    let volume = try AffineField().volume(Grids.oblique)
    let stack = try OrthogonalPlan(volume.geometry, orientation: .coronal).stack
    let cut = try Reslicer(volume).stack(stack).volume()
    #expect(cut.validity != nil)
    let field = AffineField()
    var checked = 0
    for k in 0..<stack.count {
      for j in 0..<stack.first.height {
        for i in 0..<stack.first.width where cut.isValid(i, j, k) {
          let p = cut.geometry.patientPoint(of: VoxelPoint(Double(i), Double(j), Double(k)))
          guard volume.geometry.isBetweenCenters(p) else { continue }
          #expect(abs(Double(cut[i, j, k]) - field(p)) < 2e-5)
          checked += 1
        }
      }
    }
    #expect(checked > 500)
  }

  @Test func `that cannot be are refused`() throws {
    let plane = try OrthogonalPlan(Grids.oblique, orientation: .axial).plane(0)
    #expect(throws: ReslicingError.notPositive("number of planes", 0)) {
      try PlaneStack(around: plane, count: 0, spacing: 1)
    }
    #expect(throws: ReslicingError.notPositive("spacing of planes", -1)) {
      try PlaneStack(around: plane, count: 3, spacing: -1)
    }
    #expect(throws: ReslicingError.notFinite("spacing of planes")) {
      try PlaneStack(around: plane, count: 3, spacing: .nan)
    }
    #expect(throws: ReslicingError.self) {
      try PlaneStack(around: plane, count: .max, spacing: 1)
    }
  }
}

@Suite struct `Slabs` {
  @Test(arguments: SampleBlend.allCases)
  func `gather the samples that the rule names`(_ blend: SampleBlend) throws {
    for (number, grid) in try [
      Grids.axisAligned[0], Grids.axisAligned[20], Grids.oblique, Grids.irregular,
    ].enumerated() {
      let volume = try Volume.noise(grid, seed: 30, invalid: number % 2 == 0 ? 0 : 0.01)
      let slab = try Slab(thickness: 4.1, blend: blend, step: 0.4)
      #expect(try slab.sampleCount(finestSpacing: 1) == 11)
      var noise = SeededRandom(UInt64(number))
      let plan = try OrthogonalPlan(grid, orientation: OrthogonalOrientation.allCases[number % 3])
      let random = try #require(PlaneGeometry.random(around: grid, &noise))
      for plane in [try plan.plane(plan.middle), try plan.plane(0), random] {
        let thick = try Reslicer(volume).plane(plane, slab: slab)
        let samples = try (0..<11).map { n in
          try Reslicer(volume).plane(plane.moved(away: (Double(n) / 10 - 0.5) * 4.1))
        }
        for pixel in 0..<thick.values.count {
          let expected = blend.of(samples.map { Double($0.values[pixel]) }, thickness: 4.1)
          let found = Double(thick.values[pixel])
          let agrees = expected.isNaN == found.isNaN && !(abs(expected - found) > 0.01)
          #expect(agrees, "\(blend) pixel \(pixel): \(found), not \(expected)")
          if !agrees { return }
        }
      }
    }
  }

  @Test func `of a ramp have its mean, and the sum is the mean times the thickness`() throws {
    let field = AffineField()
    let grid = try Grids.grid(
      [PatientVector(1, 0, 0), PatientVector(0, 1, 0), PatientVector(0, 0, 1)],
      size: GridDimensions(columns: 40, rows: 40, slices: 40))
    let volume = try field.volume(grid)
    let plane = try #require(
      PlaneGeometry(
        width: 9, height: 9, right: PatientVector(1, 1, 0), down: PatientVector(-1, 1, 1),
        center: grid.center, pixelWidth: 0.7))
    for blend in [SampleBlend.mean, .sum] {
      let slab = try Slab(thickness: 12, blend: blend)
      let image = try Reslicer(volume).plane(plane, slab: slab)
      for row in 0..<9 {
        for column in 0..<9 {
          let p = plane.pixelToPatient(Point3(Double(column), Double(row), 0))
          let expected = blend == .mean ? field(p) : field(p) * 12
          #expect(abs(Double(image[column, row]) - expected) < 1e-3)
        }
      }
    }
  }

  @Test func `show the brightest point of a sphere`() throws {
    let grid = try Grids.grid(
      [PatientVector(1, 0, 0), PatientVector(0, 1, 0), PatientVector(0, 0, 1)],
      size: GridDimensions(columns: 48, rows: 48, slices: 48),
      origin: PatientPoint(-23.5, -23.5, -23.5))
    // A cone: 100 at the centre, falling by 4 a mm.
    let volume = try Volume(geometry: grid) { i, j, k in
      let p = grid.patientPoint(of: VoxelPoint(Double(i), Double(j), Double(k)))
      return Float(max(0, 100 - 4 * p.fromOrigin.length))
    }
    let plane = try #require(
      PlaneGeometry(
        width: 21, height: 21, right: PatientVector(1, 2, 0), down: PatientVector(-2, 1, 2),
        center: PatientPoint(0, 0, 0), pixelWidth: 1))
    let image = try Reslicer(volume).plane(
      plane, slab: Slab(thickness: 30, blend: .max, step: 0.25))
    for row in 0..<21 {
      for column in 0..<21 {
        let p = plane.pixelToPatient(Point3(Double(column), Double(row), 0))
        let expected = max(0, 100 - 4 * p.fromOrigin.length)
        // Linear interpolation of a cone sags by less than 4 · 3/8 near its tip.
        #expect(abs(Double(image[column, row]) - expected) < 3.5)
      }
    }
  }

  @Test func `that cannot be are refused`() throws {
    for thickness in [0, -1] {
      #expect(throws: ReslicingError.notPositive("thickness", Double(thickness))) {
        try Slab(thickness: Double(thickness), blend: .max)
      }
    }
    #expect(throws: ReslicingError.notFinite("thickness")) {
      try Slab(thickness: .nan, blend: .max)
    }
    #expect(throws: ReslicingError.notPositive("step", 0)) {
      try Slab(thickness: 1, blend: .max, step: 0)
    }
    #expect(throws: ReslicingError.tooManySamples(1e9 + 1, limit: 100_000)) {
      try Slab(thickness: 1e6, blend: .max, step: 1e-3).sampleCount(finestSpacing: 1)
    }
  }
}

extension SampleBlend {
  /// The blend of equally spaced samples, by its definition.
  func of(_ samples: [Double], thickness: Double) -> Double {
    let ends = [0, samples.count - 1]
    let numbers = samples.indices.filter { !samples[$0].isNaN }
    guard !numbers.isEmpty else { return .nan }
    switch self {
    case .max: return numbers.map { samples[$0] }.max() ?? .nan
    case .min: return numbers.map { samples[$0] }.min() ?? .nan
    case .mean, .sum:
      let weights = numbers.map { ends.contains($0) ? 0.5 : 1 }
      let sum = zip(numbers, weights).reduce(0) { $0 + samples[$1.0] * $1.1 }
      return sum / weights.reduce(0, +) * (self == .sum ? thickness : 1)
    }
  }
}
