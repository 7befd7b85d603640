import Geometry
import Reslicing
import Sampling
import Testing
import TestSupport
import VolumeModel

@Suite struct `Gaps` {
  @Test func `wider than half as much again are marked between their slices`() throws {
    let grid = try Grids.irregular
    // Distances 1, 1.5, 0.5, 2, 1, 1.25, 1.75, 1: the median is 1.
    let gaps = try #require(GapMarking(grid))
    #expect(gaps.slicesBeforeGaps == [3, 6])
    func point(_ k: Double) -> PatientPoint { grid.patientPoint(of: VoxelPoint(4, 5, k)) }
    #expect(gaps.isAcrossGap(point(3.5)) && gaps.isAcrossGap(point(6.01)))
    #expect(!gaps.isAcrossGap(point(3)) && !gaps.isAcrossGap(point(4)))
    #expect(!gaps.isAcrossGap(point(2.5)) && !gaps.isAcrossGap(point(100)))
    let plane = try OrthogonalPlan(grid, orientation: .coronal).plane(4)
    let marked = gaps.pixels(of: plane)
    #expect(
      marked.contains(true) && marked.contains(false) && marked.count == plane.width * plane.height)
    #expect(GapMarking(grid, wider: 3) == nil)
    #expect(GapMarking(try Grids.oblique) == nil)
  }

  @Test func `mark a pixel of a slab if any of its samples lies in one`() throws {
    let grid = try Grids.irregular
    let gaps = try #require(GapMarking(grid))
    let slab = try Slab(thickness: 2.6, blend: .mean)
    let depths = try slab.sampleDepths(finestSpacing: grid.finestSpacing)
    #expect(depths.count > 4 && depths.first == -1.3 && depths.last == 1.3)
    var noise = SeededRandom(9)
    for _ in 0..<6 {
      let plane = try #require(PlaneGeometry.random(around: grid, &noise))
      let samples = depths.map { gaps.pixels(of: plane.moved(away: $0)) }
      let any = samples[0].indices.map { pixel in samples.contains { $0[pixel] } }
      #expect(gaps.pixels(of: plane, depths: depths) == any)
    }
  }

  @Test func `are marked along curves too`() throws {
    let grid = try Grids.irregular
    let gaps = try #require(GapMarking(grid))
    let ends = [VoxelPoint(3, 3, 0.5), VoxelPoint(8, 8, 7.5)].map(grid.patientPoint(of:))
    let picture = try CurvedReformation(along: CurvePath(ends), width: 3, pixel: 0.2)
    let marked = gaps.pixels(of: picture)
    for row in 0..<picture.height {
      for column in 0..<picture.width {
        let point = picture.patientPoint(column: Double(column), row: Double(row))
        #expect(marked[row * picture.width + column] == gaps.isAcrossGap(point))
      }
    }
    #expect(marked.contains(true) && marked.contains(false))
  }
}

@Suite struct `A grid and a picture` {
  @Test func `meet where the picture has a value`() throws {
    for grid in try [Grids.axisAligned[30], Grids.oblique, Grids.sheared, Grids.irregular] {
      let reslicer = Reslicer(try Volume.noise(grid, seed: 1))
      var noise = SeededRandom(3)
      var found = Set<Bool>()
      for _ in 0..<60 {
        let plane = try #require(PlaneGeometry.random(around: grid, &noise))
        let way = PatientVector(
          noise.number(in: -14...14), noise.number(in: -14...14), noise.number(in: -14...14))
        let moved = try #require(
          PlaneGeometry(
            width: 41, height: 37, right: plane.right, down: plane.down,
            center: plane.center + way, pixelWidth: plane.pixelWidth))
        let isEmpty = try reslicer.plane(moved).values.allSatisfy(\.isNaN)
        found.insert(isEmpty)
        if !isEmpty { #expect(grid.meets(moved)) }
        // Between pixel centres a corner may poke through: then it is found half a millimetre on.
        let around = try [-0.5, 0, 0.5].allSatisfy {
          try reslicer.plane(moved.moved(away: $0)).values.allSatisfy(\.isNaN)
        }
        if around {
          let inner = try #require(
            PlaneGeometry(
              width: 35, height: 31, right: plane.right, down: plane.down,
              center: moved.center, pixelWidth: plane.pixelWidth))
          #expect(!grid.meets(inner))
        }
      }
      #expect(found == [true, false])
    }
  }

  @Test func `meet in the thickness of a slab`() throws {
    let grid = try Grids.axisAligned[0]
    let plane = try OrthogonalPlan(grid, orientation: .axial).plane(
      at: grid.patientBounds.upper.z + 5)
    #expect(!grid.meets(plane))
    #expect(grid.meets(plane, slab: try Slab(thickness: 10.5, blend: .max)))
    #expect(!grid.meets(plane, slab: try Slab(thickness: 9.5, blend: .max)))
  }
}
