import Geometry
import Reslicing
import Sampling
import Testing
import TestSupport
import VolumeModel
import WorkScheduling

@Suite struct `Resliced planes` {
  @Test func `affine fields come back in grids of every kind`() throws {
    let field = AffineField()
    for grid in try Grids.all {
      let volume = try field.volume(grid)
      for orientation in OrthogonalOrientation.allCases {
        let plan = try OrthogonalPlan(grid, orientation: orientation)
        let image = try Reslicer(volume).plane(plan.plane(plan.middle))
        let map = image.geometry.pixelToPatient
        var checked = 0
        for row in 0..<image.geometry.height {
          for column in 0..<image.geometry.width {
            let p = map(Point3(Double(column), Double(row), 0))
            guard grid.isBetweenCenters(p) else { continue }
            checked += 1
            #expect(abs(Double(image[column, row]) - field(p)) < 2e-5)
          }
        }
        #expect(checked > 20)
      }
    }
  }

  @Test func `axial, coronal and sagittal planes of an aligned grid hold the voxels bit for bit`()
    throws
  {
    for (number, grid) in try Grids.axisAligned.enumerated() {
      // Equal spacings, so that pixels fall on voxels in every plane.
      let map = grid.voxelToPatient
      let cubic = try Grids.grid([map.x / 0.7, map.y / 0.8, map.z / 1.25].map { $0 * 0.7 })
      let volume = try Volume.noise(cubic, seed: UInt64(number))
      for orientation in OrthogonalOrientation.allCases {
        let plan = try OrthogonalPlan(cubic, orientation: orientation)
        for interpolation in [Interpolation.linear, .nearest] {
          let plane = try plan.plane(plan.count - 2)
          let image = try Reslicer(volume).plane(plane, interpolation: interpolation)
          for row in 0..<plane.height {
            for column in 0..<plane.width {
              let p = plane.pixelToPatient(Point3(Double(column), Double(row), 0))
              let v = cubic.voxelPoint(of: p).coordinates.rounded(.toNearestOrEven)
              #expect(image[column, row] == volume[Int(v.x), Int(v.y), Int(v.z)])
            }
          }
        }
      }
    }
  }

  @Test func `any plane agrees with the slow oracle, the rim included`() throws {
    for (number, grid) in try Grids.all.enumerated() {
      let volume = try Volume.noise(grid, seed: UInt64(number), invalid: number % 2 == 0 ? 0 : 0.05)
      var noise = SeededRandom(UInt64(number + 100))
      for _ in 0..<4 {
        let plane = try #require(PlaneGeometry.random(around: grid, &noise))
        try volume.expectAgreement(with: Reslicer(volume).plane(plane))
      }
    }
  }

  @Test func `a plane wholly outside is empty`() throws {
    let volume = try Volume.noise(Grids.oblique, seed: 6)
    for distance in [1000, 1e12, 1e300] {
      let plane = try OrthogonalPlan(volume.geometry, orientation: .axial).plane(at: distance)
      #expect(try Reslicer(volume).plane(plane).values.allSatisfy(\.isNaN))
    }
  }

  @Test func `of any size, place and direction are pictures, never a crash`() throws {
    let sizes = [1e-300, 1e-9, 1e-3, 0.7, 40, 1e9, 1e200, 1e308]
    let directions = [
      PatientVector(1, 0, 0), PatientVector(0, -1, 0), PatientVector(0.6, 0.8, 0),
      PatientVector(1, 1e-9, 1e-9), PatientVector(1, 2, 3),
    ]
    var count = 0
    for grid in [try Grids.axisAligned[11], try Grids.irregular, try Grids.flat] {
      let reslicer = Reslicer(try Volume.noise(grid, seed: 2, invalid: 0.1))
      for right in directions {
        for pixel in sizes {
          for distance in [0, 3.3] + sizes.suffix(3) {
            guard
              let plane = PlaneGeometry(
                width: 700, height: 2, right: right, down: right.cross(PatientVector(3, -1, 0.5)),
                center: grid.center + PatientVector(distance, 0, -distance), pixelWidth: pixel)
            else { continue }
            count += 1
            let interpolation = Interpolation.allCases[count % 6]
            let image = try reslicer.plane(plane, interpolation: interpolation)
            // Whatever is a number lies near the range of the voxels.
            #expect(image.values.allSatisfy { $0.isNaN || abs($0) < 10_000 })
          }
        }
      }
    }
  }

  @Test func `cancelled work throws`() throws {
    let cancellation = Cancellation()
    cancellation.request()
    let volume = try Volume.noise(Grids.oblique, seed: 7)
    let reslicer = Reslicer(volume)
    let plane = try OrthogonalPlan(volume.geometry, orientation: .axial).plane(0)
    #expect(throws: WorkCancelled()) {
      try reslicer.plane(plane, context: WorkContext(cancellation: cancellation))
    }
    #expect(throws: Never.self) { try reslicer.plane(plane) }
  }
}

@Suite struct `Stored slices` {
  @Test func `hold the voxels bit for bit where the grid puts them`() throws {
    for (number, grid) in try Grids.all.enumerated() {
      let volume = try Volume.noise(grid, seed: UInt64(number), invalid: 0.1)
      for k in [0, 4, 8] {
        let image = try Reslicer(volume).storedSlice(k)
        let map = image.geometry.pixelToPatient
        #expect(image.geometry.pixelWidth == grid.spacing.x)
        #expect(image.geometry.pixelHeight == grid.spacing.y)
        for j in 0..<grid.dimensions.rows {
          for i in 0..<grid.dimensions.columns {
            let value = volume.isValid(i, j, k) ? volume[i, j, k] : .nan
            #expect(image[i, j].bitPattern == value.bitPattern)
            let voxel = VoxelPoint(Double(i), Double(j), Double(k))
            let place = map(Point3(Double(i), Double(j), 0))
            #expect(place.distance(to: grid.patientPoint(of: voxel)) < 1e-9)
          }
        }
      }
    }
  }

  @Test func `become square on request`() throws {
    let grid = try Grids.oblique
    let stored = try grid.storedSlice(3)
    let square = stored.withSquarePixels
    #expect(square.pixelWidth == square.pixelHeight && square.pixelWidth == grid.spacing.x)
    #expect(square.width == 13 && square.height == 13)
    #expect(square.center == stored.center)
    #expect(square.withSquarePixels == square)
  }

  @Test func `that do not exist are refused`() throws {
    let reslicer = Reslicer(try Volume.noise(Grids.oblique, seed: 1))
    #expect(throws: ReslicingError.indexOutOfRange(index: 9, count: 9)) {
      try reslicer.storedSlice(9)
    }
  }
}

extension GridGeometry {
  /// Whether a place lies between the outermost voxel centres.
  func isBetweenCenters(_ p: PatientPoint) -> Bool {
    let v = voxelPoint(of: p).coordinates
    return (0..<3).allSatisfy { v[$0] >= 0 && v[$0] <= Double(dimensions.ijk[$0] - 1) }
  }
}

extension PlaneGeometry {
  /// A plane of any direction somewhere around a volume.
  static func random(around grid: GridGeometry, _ noise: inout SeededRandom) -> PlaneGeometry? {
    func vector() -> PatientVector {
      PatientVector(noise.number(in: -1...1), noise.number(in: -1...1), noise.number(in: -1...1))
    }
    let right = vector()
    let down = right.cross(vector())
    return PlaneGeometry(
      width: 41, height: 37, right: right, down: down,
      center: grid.patientBounds.center + vector() * 3, pixelWidth: noise.number(in: 0.2...0.7))
  }
}

extension Volume {
  /// Expects the values of a linear picture to be those of `value(at:)`.
  ///
  /// Float arithmetic in seven steps on values up to 4096 costs at most 2 units of 2⁻¹²·4096 =
  /// 2⁻¹¹. Pixels within 1e-6 voxel of a jump (the rim, a voxel's centre plane beside an
  /// invalid voxel) may fall on either side.
  func expectAgreement(with image: PlaneImage) {
    let plane = image.geometry
    for row in 0..<plane.height {
      for column in 0..<plane.width {
        let p = plane.pixelToPatient(Point3(Double(column), Double(row), 0))
        let (expected, found) = (value(at: p).orNaN, image[column, row])
        let agrees = expected.isNaN == found.isNaN && !(abs(expected - found) > 0x1p-11)
        if !agrees, !isNearJump(p) {
          Issue.record("pixel \(column), \(row): \(found), not \(expected)")
          return
        }
      }
    }
  }

  /// Whether rounding may decide on which side of a jump a place lies: the rim, the centre
  /// planes beside an invalid voxel, half-way between two voxels.
  func isNearJump(_ p: PatientPoint, halves: Bool = true) -> Bool {
    let v = geometry.voxelPoint(of: p).coordinates * 2
    return (0..<3).contains { axis in
      let near = v[axis].rounded()
      let rim = near < 0 || near > Double(2 * geometry.dimensions.ijk[axis] - 2)
      let counts = halves || rim || validity != nil
      return counts && abs(v[axis] - near) < 2e-6
    }
  }
}
