import Geometry
import Sampling
import Testing
import VolumeModel

@Suite struct `At the boundary` {
  /// A place just inside or outside, further than the 2⁻³¹ voxel to which places are rounded.
  private static let hair = 1e-8

  @Test(arguments: Interpolation.allCases)
  func `values hold out to half a voxel beyond the outermost centres, and end there`(
    interpolation: Interpolation
  ) throws {
    let volume = try Fixtures.noise(try Fixtures.grid(13, 11, 9), seed: 3)
    let inner = SIMD3(5.3, 4.6, 3.7)
    for (axis, size) in [13.0, 11, 9].enumerated() {
      func value(_ place: Double) throws -> Float {
        var p = inner
        p[axis] = place
        return try Fixtures.value(volume, interpolation, at: VoxelPoint(p))
      }
      for (centre, outermost, beyond) in [
        (0, -0.5, -0.5 - Self.hair), (size - 1, size - 0.5 - Self.hair, size - 0.5),
      ] {
        let edge = try value(centre)
        // A place on a slice and one moved to it may come from different loops.
        #expect(try abs(value(outermost) - edge) <= abs(edge) * 1e-6 + 1e-3)
        #expect(try value(beyond).isNaN)
      }
    }
  }

  @Test func `an irregular stack ends half a gap beyond its outermost slices`() throws {
    let grid = try Fixtures.irregularGrid()
    let volume = try Fixtures.noise(grid, seed: 4)
    let map = try #require(SliceMap(grid))
    // The first gap is 1 mm, the last 1 mm, the mean 1.25 mm.
    #expect(map.bounds == -0.4..<8.4)
    for (place, isInside) in [
      (-0.4, true), (-0.4 - Self.hair, false), (8.4 - Self.hair, true), (8.4, false),
    ] {
      let value = try Fixtures.value(volume, .linear, at: VoxelPoint(3, 4, place))
      #expect(value.isNaN != isInside, "\(place)")
    }
    #expect(try Fixtures.value(volume, .linear, at: VoxelPoint(3, 4, -0.4)) == volume[3, 4, 0])
    let last = try Fixtures.value(volume, .linear, at: VoxelPoint(3, 4, 8.4 - Self.hair))
    // The whole way from one slice to the next ends within rounding of the next.
    #expect(abs(last - volume[3, 4, 8]) <= abs(volume[3, 4, 8]) * 1e-6 + 1e-3)
  }

  @Test(arguments: Interpolation.allCases)
  func `volumes of one voxel along an axis have that value across it`(
    interpolation: Interpolation
  ) throws {
    for size in [(1, 5, 4), (5, 1, 4), (5, 4, 1), (1, 1, 1)] {
      let grid = try Fixtures.grid(size.0, size.1, size.2)
      let volume = try Volume(geometry: grid) { _, _, _ in 12.5 }
      let line = try Fixtures.line(
        volume, interpolation, from: VoxelPoint(-0.4, -0.4, -0.4), step: VoxelVector(0, 0, 0),
        count: 3)
      #expect(line.allSatisfy { abs($0 - 12.5) < 1e-5 })
    }
  }
}
