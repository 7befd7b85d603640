import Geometry
import Reslicing
import Sampling
import Testing
import VolumeModel

@Suite struct `Resampled volumes` {
  @Test(arguments: Interpolation.allCases)
  func `hold at every voxel what a plane there would show`(_ interpolation: Interpolation) throws {
    for (number, grid) in try Grids.all.enumerated() where number % 5 == 0 || number > 46 {
      let volume = try Volume.noise(grid, seed: UInt64(number), invalid: number % 2 == 0 ? 0 : 0.01)
      let target = try grid.resampled(spacing: SIMD3(0.9, 0.6, 1.1))
      let reslicer = Reslicer(volume)
      let result = try reslicer.resampled(to: target, interpolation: interpolation)
      for k in [0, target.dimensions.slices / 2] {
        let plane = try reslicer.plane(target.storedSlice(k), interpolation: interpolation)
        for j in 0..<target.dimensions.rows {
          for i in 0..<target.dimensions.columns {
            let (a, b) = (result[i, j, k], plane[i, j])
            // Oblique Lanczos rows take their weights from a table; coefficients of a B-spline are
            // larger than the noise they are made of, and round with their size.
            let bound: Float =
              interpolation.taps > 4 ? 0.02 : interpolation == .cubic ? 0x1p-8 : 0x1p-10
            #expect(a.isNaN == b.isNaN && !(abs(a - b) > bound))
            #expect(result.isValid(i, j, k) == !b.isNaN)
          }
        }
      }
    }
  }

  @Test func `cover the volume with the spacing asked for`() throws {
    for grid in try Grids.all {
      let target = try grid.resampled(spacing: SIMD3(0.5, 0.5, 0.5))
      #expect((target.spacing - 0.5).max() < 1e-12)
      let size = target.dimensions
      for corner in grid.voxelBounds.corners.map(grid.patientPoint(of:)) {
        let p = target.voxelPoint(of: corner).coordinates
        for axis in 0..<3 {
          #expect(p[axis] > -0.5001 && p[axis] < Double(size.ijk[axis]) - 0.4999)
        }
      }
      // Handedness stays.
      let (a, b) = (grid.voxelToPatient.determinant, target.voxelToPatient.determinant)
      #expect((a > 0) == (b > 0))
      if grid.regularity == .regular {
        for axis in 0..<3 {
          let extent = Double(grid.dimensions.ijk[axis]) * grid.spacing[axis]
          #expect(size.ijk[axis] == Int((extent / 0.5 - 1e-6).rounded(.up)))
        }
      }
    }
  }

  @Test func `on their own grid hold their own voxels bit for bit`() throws {
    let volume = try Volume.noise(Grids.oblique, seed: 1, invalid: 0.02)
    for interpolation in [Interpolation.nearest, .linear, .catmullRom, .lanczos] {
      let same = try Reslicer(volume).resampled(to: volume.geometry, interpolation: interpolation)
      for k in 0..<9 {
        for j in 0..<11 {
          for i in 0..<13 {
            #expect(same.isValid(i, j, k) == volume.isValid(i, j, k))
            #expect(!volume.isValid(i, j, k) || same[i, j, k] == volume[i, j, k])
          }
        }
      }
    }
  }

  @Test func `keep a bead where it is, in all 48 orientations, sheared and irregular`() throws {
    for grid in try Grids.all {
      let bead = grid.center + PatientVector(0.21, -0.13, 0.34)
      // A soft bead: its centre of mass is its centre.
      let volume = try Volume(geometry: grid) { i, j, k in
        let p = grid.patientPoint(of: VoxelPoint(Double(i), Double(j), Double(k)))
        let x = (p - bead).length / 2.2
        return x < 1 ? Float((1 - x * x) * (1 - x * x) * (1 - x * x)) : 0
      }
      let target = try grid.resampled(
        spacing: SIMD3(repeating: grid.slicePositions == nil ? 0.4 : 0.2))
      let fine = try Reslicer(volume).resampled(to: target, interpolation: .linear)
      #expect(volume.centerOfMass.distance(to: fine.centerOfMass) < 0.01)
    }
  }

  @Test func `follow the grid of another volume`() throws {
    let field = AffineField()
    let volume = try field.volume(Grids.oblique)
    let other = try Grids.sheared
    let result = try Reslicer(volume).resampled(to: other, outside: -5)
    var inside = 0
    for k in 0..<9 {
      for j in 0..<11 {
        for i in 0..<13 {
          let p = other.patientPoint(of: VoxelPoint(Double(i), Double(j), Double(k)))
          if volume.geometry.isBetweenCenters(p) {
            inside += 1
            #expect(abs(Double(result[i, j, k]) - field(p)) < 2e-5)
          } else if case .outside = volume.value(at: p) {
            #expect(result[i, j, k] == -5 && !result.isValid(i, j, k))
          }
        }
      }
    }
    #expect(inside > 50)
    #expect(throws: ReslicingError.irregularTarget) {
      try Reslicer(volume).resampled(to: Grids.irregular)
    }
  }

  @Test func `can be padded and cropped without moving`() throws {
    let grid = try Grids.oblique
    let padded = try grid.padded(before: SIMD3(2, 0, 1), after: SIMD3(0, 3, -2))
    #expect(padded.dimensions == GridDimensions(columns: 15, rows: 14, slices: 8))
    let p = padded.patientPoint(of: VoxelPoint(2, 0, 1))
    #expect(p.distance(to: grid.patientPoint(of: VoxelPoint(0, 0, 0))) < 1e-9)
    #expect(throws: ReslicingError.self) {
      try grid.padded(before: SIMD3(-7, 0, 0), after: SIMD3(-6, 0, 0))
    }
    let box = PatientBox(
      grid.center + PatientVector(-1, -1, -1), grid.center + PatientVector(1, 1, 1))
    let part = try #require(grid.cropped(to: box))
    for corner in box.corners { #expect(part.isBetweenCenters(corner)) }
    let far = PatientBox(PatientPoint(500, 500, 500), PatientPoint(600, 600, 600))
    #expect(grid.cropped(to: far) == nil)
  }

  @Test func `a widened kernel removes what a coarser grid cannot hold`() throws {
    for turn in [0.0, 20] {
      let grid = try Grids.grid(
        [PatientVector(0.5, 0, 0), PatientVector(0, 0.5, 0), PatientVector(0, 0, 0.5)],
        size: GridDimensions(columns: 60, rows: 60, slices: 60), origin: PatientPoint(0, 0, 0))
      // A chequered pattern around 100, finer than the new grid.
      let volume = try Volume(geometry: grid) { i, j, k in (i + j + k) % 2 == 0 ? 0 : 200 }
      let axes = [PatientVector(2, 0, 0), PatientVector(0, 2, 0), PatientVector(0, 0, 2)].map {
        $0.rotated(about: PatientVector(1, 2, 3), degrees: turn)
      }
      let target = try Grids.grid(
        axes, size: GridDimensions(columns: 4, rows: 4, slices: 4),
        origin: PatientPoint(11, 11.5, 12))
      for interpolation in [Interpolation.linear, .catmullRom, .lanczos] {
        let plain = try Reslicer(volume).resampled(to: target, interpolation: interpolation)
        let smooth = try Reslicer(volume).resampled(
          to: target, interpolation: interpolation, antialiasing: .widenedKernel)
        let range = try #require(smooth.valueRange), wild = try #require(plain.valueRange)
        #expect(range.lowerBound > 97 && range.upperBound < 103, "\(interpolation) \(turn)")
        #expect(wild.upperBound > 120 || wild.lowerBound < 80)
      }
    }
  }

  @Test func `that cannot be are refused`() throws {
    let grid = try Grids.oblique
    #expect(throws: ReslicingError.notPositive("spacing", 0)) {
      try grid.resampled(spacing: SIMD3(1, 0, 1))
    }
    #expect(throws: ReslicingError.notFinite("spacing")) {
      try grid.resampled(spacing: SIMD3(1, 1, .nan))
    }
    #expect(throws: ReslicingError.self) { try grid.resampled(spacing: SIMD3(repeating: 1e-5)) }
  }
}

extension Volume {
  /// The centre of mass of the values, taken for linear between neighbouring slices.
  var centerOfMass: PatientPoint {
    let size = dimensions
    var (sum, mass) = (PatientVector(0, 0, 0), 0.0)
    for k in 0..<size.slices - 1 {
      let gap = geometry.slicePositions.map { $0[k + 1] - $0[k] } ?? 1
      for j in 0..<size.rows {
        for i in 0..<size.columns {
          let (a, b) = (Double(orZero(i, j, k)), Double(orZero(i, j, k + 1)))
          if a == 0, b == 0 { continue }
          let p = [k, k + 1].map {
            geometry.patientPoint(of: VoxelPoint(Double(i), Double(j), Double($0))).fromOrigin
          }
          sum = sum + (p[0] * (2 * a + b) + p[1] * (a + 2 * b)) * (gap / 6)
          mass += (a + b) * gap / 2
        }
      }
    }
    return PatientPoint((sum / mass).components)
  }

  private func orZero(_ i: Int, _ j: Int, _ k: Int) -> Float {
    isValid(i, j, k) ? self[i, j, k] : 0
  }
}
