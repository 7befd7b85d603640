import Geometry
import Reslicing
import Sampling
import Testing
import TestSupport
import VolumeModel
import VolumePairs
import WorkScheduling

@Suite struct `Bits` {
  /// Every kind of picture that a reslicer makes, as bit patterns.
  private func everything(
    _ volume: Volume, _ interpolation: Interpolation, _ workers: Int,
    context given: WorkContext? = nil
  ) throws -> [[UInt32]] {
    let reslicer = Reslicer(volume)
    let context = given ?? WorkContext(workers: workers)
    var noise = SeededRandom(77)
    let oblique = try #require(PlaneGeometry.random(around: volume.geometry, &noise))
    let straight = try OrthogonalPlan(
      volume.geometry, orientation: .coronal, layout: ImageLayout(pixel: 0.31))
    let slab = try Slab(thickness: 3, blend: .mean)
    let curve = try CurvedReformation(
      along: CurvePath(through: volume.geometry), width: 6, pixel: 0.4)
    let coarse = try volume.geometry.resampled(spacing: SIMD3(1.9, 0.6, 1.3))
    var values = try [oblique, straight.plane(straight.middle)].flatMap { plane in
      try [
        reslicer.plane(plane, interpolation: interpolation, context: context),
        reslicer.plane(plane, slab: slab, interpolation: interpolation, context: context),
        reslicer.plane(
          plane, interpolation: interpolation, antialiasing: .widenedKernel, context: context),
      ].map(\.values)
    }
    values.append(
      try reslicer.curve(curve, slab: slab, interpolation: interpolation, context: context).values)
    let storages = try [
      reslicer.stack(
        PlaneStack(around: oblique, count: 5, spacing: 0.7), interpolation: interpolation,
        context: context
      ).values,
      reslicer.stack(straight.stack, interpolation: interpolation, context: context).values,
      reslicer.resampled(to: coarse, interpolation: interpolation, context: context).voxels,
      reslicer.resampled(
        to: coarse, interpolation: interpolation, antialiasing: .widenedKernel, context: context
      ).voxels,
    ]
    values += storages.map { unsafe $0.withVoxels { unsafe [Float]($0) } }
    return values.map { $0.map(\.bitPattern) }
  }

  @Test(arguments: Interpolation.allCases)
  func `do not depend on the number of workers`(_ interpolation: Interpolation) throws {
    for grid in [try Grids.oblique, try Grids.axisAligned[13], try Grids.irregular] {
      let volume = try Volume.noise(grid, seed: 5, invalid: 0.01)
      let alone = try everything(volume, interpolation, 1)
      for workers in [2, 3, 8] {
        #expect(try everything(volume, interpolation, workers) == alone, "\(workers)")
      }
    }
  }

  @Test(arguments: Interpolation.allCases)
  func `do not depend on the CPU level`(_ interpolation: Interpolation) throws {
    for grid in [try Grids.oblique, try Grids.axisAligned[13], try Grids.irregular, try Grids.flat]
    {
      let volume = try Volume.noise(grid, seed: 8, invalid: 0.01)
      let levels = try CPULevel.allCases.filter(\.isAvailable).map {
        try rows(volume, interpolation, $0) + grids(volume, interpolation, $0)
      }
      #expect(levels.allSatisfy { $0 == levels[0] })
    }
  }

  @Test(arguments: Interpolation.allCases, StoredKind.allCases)
  func `of integers are those of the floats they stand for`(
    _ interpolation: Interpolation, _ kind: StoredKind
  ) throws {
    let straight = try Grids.axisAligned
    let grids = try [Grids.oblique, straight[0], straight[13], Grids.irregular, Grids.flat]
    for (n, grid) in grids.enumerated() {
      for invalid in [0, 0.01] {
        let pair = try VolumePair(grid, kind, seed: UInt64(n), invalid: invalid) {
          4095 * $0 - 1024
        }
        #expect(pair.compact.voxels.integers != nil)
        if grid.dimensions.slices > 1 {
          let made = try pair.both.map { try everything($0, interpolation, 2) }
          #expect(made[0] == made[1], "grid \(n)")
        }
        for level in CPULevel.allCases.filter(\.isAvailable) {
          let made = try pair.both.map {
            try rows($0, interpolation, level) + self.grids($0, interpolation, level)
          }
          #expect(made[0] == made[1], "grid \(n), \(level)")
        }
        let slices = try pair.both.map { try Reslicer($0).storedSlice(0).values }
        #expect(slices[0].map(\.bitPattern) == slices[1].map(\.bitPattern))
        let whole = pair.compact.dimensions.voxelCount
        #expect(pair.compact.voxels.memoryBytes == 2 * whole, "nothing made all floats")
      }
    }
  }

  @Test(arguments: Interpolation.allCases)
  func `of voxels on disk are those of memory`(_ interpolation: Interpolation) throws {
    let context = try WorkContext.onDisk()
    let grids = try [Grids.oblique, Grids.axisAligned[13], Grids.irregular]
    for (n, grid) in grids.enumerated() {
      let pair = try VolumePair(grid, .hounsfield, seed: UInt64(n), invalid: n == 1 ? 0 : 0.01) {
        4095 * $0 - 1024
      }
      let expected = try everything(pair.floats, interpolation, 2)
      for volume in pair.both {
        let other = try volume.onDisk(context.limits)
        #expect(try everything(other, interpolation, 2, context: context) == expected, "grid \(n)")
        let coarse = try grid.resampled(spacing: SIMD3(1.9, 0.6, 1.3))
        let made = try Reslicer(other).resampled(
          to: coarse, interpolation: interpolation, context: context)
        #expect(made.voxels.diskBytes > 0)
      }
    }
  }

  @Test(arguments: Interpolation.allCases)
  func `of parts of rows are those of whole rows`(_ interpolation: Interpolation) throws {
    for grid in [try Grids.oblique, try Grids.irregular] {
      let volume = try Volume.noise(grid, seed: 5, invalid: 0.01)
      let sampler = try VolumeSampling(volume).sampler(
        interpolation, level: .current, context: WorkContext(workers: 1))
      let step = grid.patientToVoxel(PatientVector(0.0113, 0.0071, -0.0057))
      let start = grid.voxelPoint(of: grid.center) - step * 700
      let count = 1300
      var row = [Float](repeating: 0, count: count)
      unsafe row.withUnsafeMutableBufferPointer {
        unsafe sampler.sample(from: start, step: step, into: $0)
      }
      #expect(row.count { !$0.isNaN } > 550)
      var joined: [Float] = []
      for first in stride(from: 0, to: count, by: 61) {
        let columns = first..<min(count, first + 61)
        var part = [Float](repeating: 0, count: columns.count)
        unsafe part.withUnsafeMutableBufferPointer {
          unsafe sampler.sample(
            from: start, step: step, columns: columns, of: count, into: $0)
        }
        joined += part
      }
      #expect(joined.map(\.bitPattern) == row.map(\.bitPattern))
    }
  }

  @Test(arguments: [nil, 3.0])
  func `of wide planes are those of memory, wherever their parts lie`(
    _ thickness: Double?
  ) throws {
    let slab = try thickness.map { try Slab(thickness: $0, blend: .mean) }
    let context = try WorkContext.onDisk()
    let volume = try Volume.noise(try Grids.oblique, seed: 6, invalid: 0.01)
    let other = try volume.onDisk(context.limits)
    let turn = { (v: PatientVector) in v.rotated(about: PatientVector(1, 2, 3), degrees: 70) }
    let plane = try #require(
      PlaneGeometry(
        width: 700, height: 45, right: turn(PatientVector(1, 0, 0)),
        down: turn(PatientVector(0, 1, 0)), center: volume.geometry.center, pixelWidth: 0.03))
    let values = try [(volume, WorkContext(workers: 2)), (other, context)].map {
      try Reslicer($0.0).plane(plane, slab: slab, context: $0.1).values.map(\.bitPattern)
    }
    #expect(values[0] == values[1] && Set(values[0]).count > 1000)
  }

  /// Lines through a volume; coefficients are made on the level too.
  private func rows(
    _ volume: Volume, _ interpolation: Interpolation, _ level: CPULevel
  ) throws -> [UInt32] {
    let sampler = try VolumeSampling(volume).sampler(
      interpolation, level: level, context: WorkContext(workers: 1))
    let grid = volume.geometry
    return [PatientVector(0.13, 0.21, -0.08), PatientVector(0.3, 0, 0)].flatMap { way in
      let step = grid.patientToVoxel(way)
      var row = [Float](repeating: 0, count: 77)
      unsafe row.withUnsafeMutableBufferPointer { values in
        unsafe sampler.sample(
          from: grid.voxelPoint(of: grid.center) - step * 40, step: step, into: values)
      }
      return row.map(\.bitPattern)
    }
  }

  /// Aligned grids, finer and coarser than the volume.
  private func grids(
    _ volume: Volume, _ interpolation: Interpolation, _ level: CPULevel
  ) throws -> [UInt32] {
    try [SIMD3(0.31, 0.47, 0.9), SIMD3(1.7, 0.8, 2.1)].flatMap { spacing in
      let target = try volume.geometry.resampled(spacing: spacing)
      let lattice = SampleLattice(target, in: volume.geometry)
      // A sheared stack's axes are not its grid's.
      guard let alignment = lattice.alignment else { return [UInt32]() }
      let sampler = try VolumeSampling(volume).sampler(
        lattice, alignment: alignment, interpolation: interpolation, kernelScale: SIMD3(1, 2, 1.5),
        level: level,
        context: WorkContext(workers: 1))
      var values = [Float](repeating: 0, count: target.dimensions.voxelCount)
      unsafe values.withUnsafeMutableBufferPointer { memory in
        guard let base = memory.baseAddress else { return }
        for part in 0..<sampler.partCount { unsafe sampler.fill(part: part, of: base) }
      }
      return values.map(\.bitPattern)
    }
  }

  @Test func `of gathered samples do not depend on the CPU level`() {
    var noise = SeededRandom(2)
    let samples = (0..<5).map { _ in
      (0..<67).map { _ in noise.unit() < 0.2 ? Float.nan : Float(noise.number(in: -1000...3000)) }
    }
    for blend in SampleBlend.allCases {
      let levels = CPULevel.allCases.filter(\.isAvailable).map { level in
        let gathering = SampleGathering(blend, count: 67, level: level)
        for (n, row) in samples.enumerated() {
          unsafe row.withUnsafeBufferPointer {
            unsafe gathering.add($0, weight: n % 4 == 0 ? 0.5 : 1)
          }
        }
        var values = [Float](repeating: 0, count: 67)
        unsafe values.withUnsafeMutableBufferPointer {
          unsafe gathering.finish(into: $0, thickness: 3)
        }
        return values.map(\.bitPattern)
      }
      #expect(levels.allSatisfy { $0 == levels[0] }, "\(blend)")
    }
  }
}

@Suite struct `Cancelled reslicing` {
  /// Progress asks for the end once work has begun.
  @Test func `stops in the middle, whatever is made`() throws {
    let volume = try Volume.noise(Grids.oblique, seed: 7)
    var noise = SeededRandom(4)
    let plane = try #require(PlaneGeometry.random(around: volume.geometry, &noise))
    let slab = try Slab(thickness: 3, blend: .max)
    let curve = try CurvedReformation(
      along: CurvePath(through: volume.geometry), width: 6, pixel: 0.1)
    let fine = try volume.geometry.resampled(spacing: SIMD3(repeating: 0.5))
    let works: [(Reslicer, WorkContext) throws -> Void] = [
      { _ = try $0.plane(plane, context: $1) },
      { _ = try $0.plane(plane, slab: slab, context: $1) },
      { _ = try $0.plane(plane, interpolation: .cubic, context: $1) },
      { _ = try $0.stack(PlaneStack(around: plane, count: 9, spacing: 1), context: $1) },
      { _ = try $0.curve(curve, context: $1) },
      { _ = try $0.resampled(to: fine, context: $1) },
    ]
    for work in works {
      let cancellation = Cancellation()
      let context = WorkContext(workers: 2, cancellation: cancellation) { _ in
        cancellation.request()
      }
      #expect(throws: WorkCancelled()) { try work(Reslicer(volume), context) }
    }
  }
}

extension CurvePath {
  /// A bent curve from end to end of a volume.
  init(through grid: GridGeometry) throws {
    let last = grid.dimensions.ijk.map { Double($0 - 1) }
    try self.init(
      [SIMD3(0.1, 0.2, 0.05), SIMD3(0.6, 0.4, 0.5), SIMD3(0.8, 0.8, 0.95)].map { part in
        grid.patientPoint(
          of: VoxelPoint(part.x * last[0], part.y * last[1], part.z * last[2]))
      })
  }
}
