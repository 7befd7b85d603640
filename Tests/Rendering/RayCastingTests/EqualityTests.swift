import Geometry
import Sampling
import TestSupport
import Testing
import VolumeModel
import VolumePairs
import WorkScheduling

@testable import RayCasting

/// What must not change a single bit: leaps over blocks, the number of workers, the CPU.
@Suite struct `Frames are the same bits` {
  /// Everything a renderer makes, as bits.
  private struct Output: Hashable {
    var words: [[UInt32]] = []
    var rasters: [Raster] = []

    init(
      _ renderer: Renderer, _ frames: [RayFrame], context: WorkContext = WorkContext()
    ) throws {
      for frame in frames {
        for blend in ProjectionBlend.allCases {
          let projection = try renderer.projection(
            frame, blend: blend, wantsDepths: true, context: context)
          words.append(projection.image.values.map(\.bitPattern))
          words.append((projection.depths ?? []).map(\.bitPattern))
        }
        for (_, style) in Output.styles {
          words.append(
            try renderer.colors(frame, style: style).flatMap { color in
              [color.x, color.y, color.z, color.w].map(\.bitPattern)
            })
          rasters.append(try renderer.picture(frame, style: style, context: context))
        }
      }
    }

    static var styles: [(name: String, style: RenderStyle)] {
      var surface = `Ray casts are what their definition says`.styles[1].style
      surface.mode = .isosurface(value: 480, color: SIMD3(0.9, 0.8, 0.7))
      return `Ray casts are what their definition says`.styles + [("surface", surface)]
    }
  }

  private func frames(_ grid: GridGeometry) throws -> [RayFrame] {
    try [(0.0, 0.0, nil), (90, 0, nil), (0, -90, nil), (41, 17, nil), (-120, 50, 35.0)].map {
      let camera = try Camera.looking($0.0, $0.1, at: grid, showing: 40, angle: $0.2)
      return try RayFrame(camera, width: 25, height: 21, of: grid)
    }
  }

  private func volumes(_ kind: TestGrid) throws -> [Volume] {
    let sparks = try Volume.sparks(try kind.geometry(43, 38, 35), seed: 11)
    return [sparks, try sparks.withHoles(seed: 12)]
  }

  @Test(arguments: TestGrid.allCases)
  func `whether blocks are leapt over or not`(kind: TestGrid) throws {
    for volume in try volumes(kind) {
      let outputs = try [true, false].map { isSkipping in
        let renderer = Renderer(volume, isSkipping: isSkipping, level: .current)
        return try Output(renderer, try frames(volume.geometry))
      }
      #expect(outputs[0] == outputs[1])
    }
  }

  @Test(arguments: TestGrid.allCases)
  func `on every CPU level`(kind: TestGrid) throws {
    for volume in try volumes(kind) {
      let outputs = try CPULevel.allCases.filter(\.isAvailable).map { level in
        let renderer = Renderer(volume, isSkipping: true, level: level)
        return try Output(renderer, try frames(volume.geometry))
      }
      for output in outputs { #expect(output == outputs[0]) }
    }
  }

  @Test(arguments: StoredKind.allCases)
  func `of integers as of the floats they stand for`(stored: StoredKind) throws {
    // Two grids for each kind, one of them with holes: all of both take minutes.
    let place = try #require(StoredKind.allCases.firstIndex(of: stored))
    for (n, invalid) in [0, 0.01].enumerated() {
      let grids = TestGrid.allCases
      let pair = try VolumePair(
        grids[(place + n * (grids.count / 2)) % grids.count].geometry(43, 38, 35), stored, seed: 21,
        invalid: invalid
      ) { $0 > 0.995 ? 1000 * $0 : 100 * $0 }
      for level in CPULevel.allCases.filter(\.isAvailable) {
        let outputs = try pair.both.map { volume in
          let renderer = Renderer(volume, isSkipping: true, level: level)
          return try Output(renderer, try frames(volume.geometry))
        }
        #expect(outputs[0] == outputs[1], "\(level)")
      }
      #expect(pair.compact.voxels.memoryBytes == 2 * pair.compact.dimensions.voxelCount)
    }
  }

  @Test(arguments: [TestGrid.oblique, TestGrid.allCases[0]])
  func `of voxels on disk as of those in memory`(kind: TestGrid) throws {
    let context = try WorkContext.onDisk()
    let pair = try VolumePair(kind.geometry(43, 38, 35), .hounsfield, seed: 2, invalid: 0.01) {
      $0 > 0.995 ? 1000 * $0 : 100 * $0
    }
    let expected = try Output(Renderer(pair.floats), try frames(pair.floats.geometry))
    for volume in pair.both {
      let other = try volume.onDisk(context.limits)
      #expect(
        try Output(Renderer(other), try frames(other.geometry), context: context) == expected)
    }
  }

  @Test func `from 1, 2, 3 and 8 workers`() throws {
    for volume in try volumes(.oblique) {
      let outputs = try [1, 2, 3, 8].map { workers in
        try Output(
          Renderer(volume), try frames(volume.geometry), context: WorkContext(workers: workers))
      }
      for output in outputs { #expect(output == outputs[0]) }
    }
  }

  @Test func `when zeros have both signs`() throws {
    let grid = try TestGrid.oblique.geometry(24, 24, 24)
    var random = SeededRandom(3)
    let volume = try Volume(geometry: grid) { _, _, _ in
      random.next() & 1 == 0 ? -0.0 : 0.0
    }
    let outputs = try [true, false].map { isSkipping in
      let renderer = Renderer(volume, isSkipping: isSkipping, level: .current)
      return try Output(renderer, try frames(grid))
    }
    #expect(outputs[0] == outputs[1])
  }
}

@Suite struct `Voxels that hold nothing` {
  @Test(arguments: TestGrid.allCases)
  func `never count, whatever their number says`(kind: TestGrid) throws {
    let volume = try Volume.of(try kind.geometry(), waves)
    let outputs = try [Float(-3000), 1e30, .nan].map { value in
      let holed = try volume.withHoles(seed: 8, value: value)
      let renderer = Renderer(holed)
      return try [(0.0, 0.0), (90, 0), (0, -90), (25, 35)].map { azimuth, elevation in
        let camera = try Camera.looking(azimuth, elevation, at: holed.geometry, showing: 18)
        let frame = try RayFrame(camera, width: 37, height: 37, of: holed.geometry)
        let images = try ProjectionBlend.allCases.map {
          try renderer.projection(frame, blend: $0).image.values
        }
        for value in images.joined() where !value.isNaN { #expect(value >= 0 && value <= 1000) }
        let style = `Ray casts are what their definition says`.styles[4].style
        let colors = try renderer.colors(frame, style: style).flatMap { [$0.x, $0.y, $0.z, $0.w] }
        return (images + [colors]).map { $0.map(\.bitPattern) }
      }
    }
    let areEqual = outputs.allSatisfy { $0 == outputs[0] }
    #expect(areEqual)
  }
}
