import Geometry
import Reslicing
import Testing
import VolumeModel

@Suite struct `Orthogonal plans` {
  @Test func `planes of an aligned grid are its slices, in the order right × down`() throws {
    for grid in try Grids.axisAligned {
      for orientation in OrthogonalOrientation.allCases {
        let plan = try OrthogonalPlan(grid, orientation: orientation)
        let axis = try #require(grid.voxelAxis(closestTo: orientation.away))
        #expect(plan.count == grid.dimensions.ijk[axis])
        #expect(plan.middle == plan.count / 2)
        var last: PatientPoint?
        for index in 0..<plan.count {
          let plane = try plan.plane(index)
          #expect((plane.normal - orientation.away).length < 1e-12)
          let place = grid.voxelPoint(of: plane.center).coordinates[axis]
          #expect(abs(place - place.rounded()) < 1e-9)
          #expect(place.rounded() >= 0 && Int(place.rounded()) < plan.count)
          if let last {
            #expect(abs((plane.center - last).dot(orientation.away) - grid.spacing[axis]) < 1e-9)
          }
          last = plane.center
        }
      }
    }
  }

  @Test func `a picture has square pixels of the finest spacing and shows the whole volume`()
    throws
  {
    for grid in try Grids.all {
      for orientation in OrthogonalOrientation.allCases {
        let plane = try OrthogonalPlan(grid, orientation: orientation).plane(0)
        let extent = grid.patientBounds.size
        #expect(plane.pixelWidth == grid.finestSpacing && plane.pixelHeight == plane.pixelWidth)
        let wide = abs(extent.dot(orientation.right)), high = abs(extent.dot(orientation.down))
        #expect(plane.width == Int((wide / plane.pixelWidth - 1e-6).rounded(.up)))
        #expect(plane.height == Int((high / plane.pixelWidth - 1e-6).rounded(.up)))
      }
    }
  }

  @Test func `planes of an oblique grid are spaced by the finest spacing and lie inside`() throws {
    let grid = try Grids.oblique
    for orientation in OrthogonalOrientation.allCases {
      let plan = try OrthogonalPlan(grid, orientation: orientation)
      let box = grid.patientBounds
      let extent = abs(box.size.dot(orientation.away))
      #expect(plan.spacing == grid.finestSpacing)
      #expect(plan.count == Int((extent / 0.7 - 1e-6).rounded(.up)))
      for index in [0, plan.count - 1] {
        let center = try plan.plane(index).center
        #expect(abs((center - box.center).dot(orientation.away)) <= extent / 2)
      }
    }
  }

  @Test func `a hundredth of a degree moves no plane off the voxel centres`() throws {
    let tilted = try Grids.grid(
      [PatientVector(0.7, 0, 0), PatientVector(0, 0.7, 0), PatientVector(0, 0, 1)].map {
        $0.rotated(about: PatientVector(1, 1, 0), degrees: 0.009)
      }, size: GridDimensions(columns: 512, rows: 512, slices: 300))
    let plan = try OrthogonalPlan(tilted, orientation: .axial)
    #expect(plan.count == 300 && abs(plan.spacing - 1) < 1e-12)
    let place = tilted.voxelPoint(of: try plan.plane(7).center)
    #expect(abs(place.z - 7) < 1e-4)
  }

  @Test func `coordinates and numbers lead to the same plane`() throws {
    for grid in try Grids.all {
      for orientation in OrthogonalOrientation.allCases {
        let plan = try OrthogonalPlan(grid, orientation: orientation)
        for index in [0, plan.middle, plan.count - 1] {
          let coordinate = try plan.coordinate(of: index)
          #expect(try plan.index(closestTo: coordinate) == index)
          let direct = try plan.plane(at: coordinate)
          #expect(try plan.plane(index).center.distance(to: direct.center) < 1e-9)
        }
      }
    }
  }

  @Test func `numbers outside are refused`() throws {
    let plan = try OrthogonalPlan(try Grids.oblique, orientation: .axial)
    for index in [-1, plan.count, .min, .max] {
      #expect(throws: ReslicingError.indexOutOfRange(index: index, count: plan.count)) {
        try plan.plane(index)
      }
    }
    #expect(throws: ReslicingError.notFinite("coordinate")) { try plan.plane(at: .nan) }
  }
}

@Suite struct `Picture layouts` {
  private func plane(_ layout: ImageLayout) throws -> PlaneGeometry {
    try OrthogonalPlan(try Grids.axisAligned[0], orientation: .axial, layout: layout).plane(0)
  }

  @Test func `each pair of options decides the rest`() throws {
    // 13 × 0.7 = 9.1 mm wide, 11 × 0.8 = 8.8 mm high.
    typealias Size = ImageLayout.Size
    let cases: [(ImageLayout, Int, Int, Double)] = [
      (ImageLayout(), 13, 13, 0.7),
      (ImageLayout(pixel: 0.5), 19, 18, 0.5),
      (ImageLayout(fieldOfView: 14), 20, 20, 0.7),
      (ImageLayout(pixel: 0.5, fieldOfView: 14), 28, 28, 0.5),
      (ImageLayout(size: Size(width: 91, height: 44)), 91, 44, 0.2),
      (ImageLayout(size: Size(width: 28, height: 14), fieldOfView: 14), 28, 14, 0.5),
      (ImageLayout(size: Size(width: 5, height: 6), pixel: 2), 5, 6, 2),
    ]
    for (layout, width, height, pixel) in cases {
      let plane = try plane(layout)
      #expect(plane.width == width && plane.height == height, "\(layout)")
      #expect(abs(plane.pixelWidth - pixel) < 1e-12, "\(layout)")
    }
  }

  @Test func `what cannot be is refused with its name`() {
    typealias Size = ImageLayout.Size
    let million = Size(width: 1_000_000, height: 1_000_000)
    let cases: [(ImageLayout, ReslicingError)] = [
      (ImageLayout(size: Size(width: 0, height: 5)), .notPositive("width", 0)),
      (ImageLayout(size: Size(width: 5, height: -1)), .notPositive("height", -1)),
      (ImageLayout(size: million), .tooManyPixels(1e12, limit: 1 << 28)),
      (ImageLayout(pixel: 0), .notPositive("pixel size", 0)),
      (ImageLayout(pixel: .nan), .notFinite("pixel size")),
      (ImageLayout(fieldOfView: -3), .notPositive("field of view", -3)),
      (
        ImageLayout(size: Size(width: 5, height: 5), pixel: 1, fieldOfView: 5),
        .overdeterminedLayout
      ),
    ]
    for (layout, error) in cases {
      #expect(throws: error) { try plane(layout) }
    }
    #expect(throws: ReslicingError.self) { try plane(ImageLayout(pixel: 1e-9)) }
  }
}

extension GridGeometry {
  /// The voxel axis along a patient direction of an axis-aligned grid.
  func voxelAxis(closestTo direction: PatientVector) -> Int? {
    let columns = [voxelToPatient.x, voxelToPatient.y, voxelToPatient.z]
    return columns.firstIndex { abs($0.dot(direction)) > 0.999 * $0.length }
  }
}
