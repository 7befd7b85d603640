import Foundation
import Geometry
import Presentation
import Testing
import VolumeModel
import VolumePairs
import WorkScheduling

@testable import RayCasting

private typealias Definition = `Ray casts are what their definition says`

/// Red, green, and half-clear blue.
private let paints = LabelTable(labels: [
  1: .init(name: "a", color: SIMD3(255, 0, 0)), 2: .init(name: "b", color: SIMD3(0, 255, 0)),
  7: .init(name: "c", color: SIMD3(0, 0, 255), opacity: 0.5),
])

extension Volume {
  /// Numbers at the centres of a grid's voxels.
  fileprivate static func labels(
    _ grid: GridGeometry, _ number: (PatientPoint) -> Int
  ) throws -> Volume {
    try Volume.of(grid) { Double(number($0)) }
  }

  /// The labels as rays see them.
  fileprivate func bodies(
    _ table: LabelTable = paints, opacity: Double = 1, level: CPULevel = .current
  ) throws -> LabelBodies {
    try LabelBodies(
      self, table: table, opacity: opacity, kernels: RayKernels.loops(for: level),
      context: WorkContext())
  }
}

private func distance(_ p: PatientPoint, _ q: PatientPoint) -> Double { (p - q).length }

/// A look in which nothing is seen, or every value alike.
private func even(_ opacity: Double) -> RenderStyle {
  RenderStyle(
    TransferFunction(
      opacity: [.init(value: 0, opacity: opacity)], color: [.init(value: 0, color: [1, 1, 1])],
      shading: nil))
}

@Suite struct `Labels in ray casts` {
  @Test(arguments: TestGrid.allCases)
  func `are lit balls in their colour, with the outline of the ball`(kind: TestGrid) throws {
    let volume = try Volume.of(try TestGrid.axial.geometry(20, 20, 20)) { _ in 0 }
    let center = PatientPoint(0.4, -0.3, 0.2)
    let grid = try kind.geometry(21, 25, 19)
    let labels = try Volume.labels(grid) { distance($0, center) < 5 ? 1 : 0 }
    let camera = try Camera.looking(25, 15, at: volume.geometry, showing: 13)
    let frame = try RayFrame(camera, width: 52, height: 52, of: volume.geometry)
    let slow = SlowRays(volume: volume, frame: frame)
    var style = even(0)
    style.showsVolume = false
    var (area, square, count) = (0.0, 0.0, 0.0)
    var middle = SIMD2<Double>.zero
    for (n, color) in try Renderer(volume).colors(frame, style: style, labels: labels.bodies())
      .enumerated()
    {
      let ray = slow.ray(n % 52, n / 52)
      let aside = center - ray.start
      let off = (aside - ray.direction * aside.dot(ray.direction)).length
      if off < 4.4 { #expect(color.w == 1) }
      if off > 5.6 { #expect(color.w == 0) }
      area += Double(color.w) / 16
      let place = ray.start - center
      middle += SIMD2(place.dot(camera.right), place.dot(camera.down)) * Double(color.w)
      guard off < 4.4 else { continue }
      #expect(color.y == color.z && color.y <= 0.2)
      let facing = (1 - off * off / 25).squareRoot()
      let light = Double(color.x - color.y) - (0.2 + 0.75 * facing)
      square += light * light
      count += 1
    }
    // What voxels are a ball is rounded, most across the widest gap, 1.7 mm in irregular stacks.
    let gap = grid.slicePositions == nil ? 1.2 : 1.7
    #expect(abs((area / .pi).squareRoot() - 5) < 0.1 * gap, "\(area)")
    let off = middle / (16 * area)
    #expect(abs(off.x) < 0.1 * gap && abs(off.y) < 0.1 * gap, "\(off)")
    #expect((square / count).squareRoot() < 0.05 * gap, "\((square / count).squareRoot())")
  }

  @Test func `hide what lies behind them, and nothing before them`() throws {
    let grid = try TestGrid.axial.geometry(20, 30, 20)
    let labels = try Volume.labels(grid) { p in
      distance(p, PatientPoint(0, -5, 0)) < 3 ? 1 : distance(p, PatientPoint(0, 5, 0)) < 3 ? 2 : 0
    }
    let volume = try Volume.of(grid) { _ in 0 }
    for (azimuth, channel) in [(0.0, 0), (180, 1)] {
      let camera = try Camera.looking(azimuth, 0, at: grid, showing: 3)
      let frame = try RayFrame(camera, width: 5, height: 5, of: grid)
      for color in try Renderer(volume).colors(frame, style: even(0), labels: labels.bodies()) {
        #expect(color.w == 1 && color[channel] > 0.5 && color[1 - channel] <= 0.2)
      }
    }
  }

  @Test(arguments: [RayClassification.sampled, .preintegrated], [RayInterpolation.linear, .cubic])
  func `lie in an even body at their depth`(
    classification: RayClassification, interpolation: RayInterpolation
  ) throws {
    let grid = try TestGrid.axial.geometry(16, 40, 16)
    let volume = try Volume.of(grid) { _ in 100 }
    // All that lies behind 3 mm, seen from the front.
    let labels = try Volume.labels(grid) { $0.y > 3 ? 7 : 0 }
    var style = even(0.07)
    style.isShaded = false
    style.classification = classification
    style.interpolation = interpolation
    let camera = try Camera.looking(0, 0, at: grid, showing: 4)
    let step = 0.05
    let frame = try RayFrame(camera, width: 3, height: 3, of: grid, step: step)
    // Rows lie 0.7 mm apart; the border is halfway between two.
    let front = grid.patientPoint(of: VoxelPoint(0, -0.5, 0)).y
    let first = (0..<40).map { grid.patientPoint(of: VoxelPoint(0, Double($0), 0)).y }
      .first { $0 > 3 }
    let depth = try #require(first) - 0.35 - front
    let before = pow(1 - 0.07, depth), behind = pow(1 - 0.07, 28 - depth)
    for color in try Renderer(volume).colors(frame, style: style, labels: labels.bodies()) {
      #expect(abs(Double(color.w) - (1 - before * 0.5 * behind)) < 1e-4)
      let red = 1 - before + before * 0.5 * (1 - behind)
      #expect(abs(Double(color.x) - red) < 0.07 * step)
      #expect(abs(Double(color.z) - (red + before * 0.5)) < 0.07 * step)
    }
  }

  @Test(arguments: TestGrid.allCases)
  func `are there even if they are one voxel`(kind: TestGrid) throws {
    let grid = try kind.geometry()
    for voxel in [SIMD3(0, 0, 0), SIMD3(9, 8, 7), SIMD3(18, 16, 14)] {
      let labels = try Volume(geometry: grid) { i, j, k in SIMD3(i, j, k) == voxel ? 2 : 0 }
      let place = grid.patientPoint(of: VoxelPoint(SIMD3<Double>(voxel)))
      let camera = try Camera(
        CameraView(azimuth: 40, elevation: 20), of: place, distance: 45,
        projection: .orthographic(width: 0.2, height: 0.2))
      let frame = try RayFrame(camera, width: 3, height: 3, of: grid)
      let volume = try Volume.of(grid) { _ in 0 }
      for color in try Renderer(volume).colors(frame, style: even(0), labels: labels.bodies()) {
        #expect(color.w == 1)
      }
    }
  }

  @Test func `before a surface hide it, and behind it are hidden`() throws {
    let grid = try TestGrid.axial.geometry(20, 30, 20)
    let volume = try Volume.of(grid) { $0.y > 0 ? 1000 : 0 }
    var style = even(1)
    style.mode = .isosurface(value: 500, color: SIMD3(1, 1, 1))
    style.isShaded = false
    let camera = try Camera.looking(0, 0, at: grid, showing: 3)
    let frame = try RayFrame(camera, width: 5, height: 5, of: grid)
    for (y, truth) in [(-5.0, SIMD4<Float>(0.5, 0.5, 1, 1)), (5, SIMD4(1, 1, 1, 1))] {
      let labels = try Volume.labels(grid) { distance($0, PatientPoint(0, y, 0)) < 3 ? 7 : 0 }
      for color in try Renderer(volume).colors(frame, style: style, labels: labels.bodies()) {
        #expect(color == truth)
      }
    }
  }

  @Test func `that are clear, or none, leave every bit as it is`() throws {
    let grid = try TestGrid.oblique.geometry()
    let volume = try Volume.of(grid, waves)
    let frame = try RayFrame(
      try Camera.looking(30, 20, at: grid, showing: 15), width: 20, height: 20, of: grid)
    let labels = try Volume.labels(grid) { Int($0.x.rounded()) }
    for (_, style) in Definition.styles {
      let plain = try Renderer(volume).colors(frame, style: style)
      for table in [LabelTable(labels: [99: .init(name: "d", color: .zero)])] {
        let bodies = try labels.bodies(table)
        #expect(bodies.numbers.isEmpty)
        #expect(try Renderer(volume).colors(frame, style: style, labels: bodies) == plain)
      }
      #expect(
        try Renderer(volume).colors(frame, style: style, labels: labels.bodies(opacity: 0)) == plain
      )
    }
  }
}

@Suite struct `Labels in ray casts are the same bits` {
  private static let styles: [RenderStyle] = {
    var ways = Definition.styles[2].style
    ways.classification = .preintegrated
    var smooth = Definition.styles[1].style
    smooth.interpolation = .smooth
    var surface = Definition.styles[1].style
    surface.mode = .isosurface(value: 480, color: SIMD3(0.9, 0.8, 0.7))
    var hidden = Definition.styles[0].style
    hidden.showsVolume = false
    return [Definition.styles[0].style, Definition.styles[4].style, ways, smooth, surface, hidden]
  }()

  /// Two kinds of balls and specks, in a corner of the volume.
  private func labels(_ kind: TestGrid) throws -> Volume {
    try Volume.labels(try kind.geometry(23, 22, 21)) { p in
      let isSpeck = Int((p.x * 5).rounded()) % 11 == 0 && Int((p.y * 7).rounded()) % 5 == 0
      return isSpeck ? 2 : distance(p, PatientPoint(2, 3, 1)) < 4 ? 7 : p.z > 8 ? 1 : 0
    }
  }

  private func bits(
    _ volume: Volume, _ bodies: LabelBodies, isSkipping: Bool = true, level: CPULevel = .current
  ) throws -> [[UInt32]] {
    let renderer = Renderer(volume, isSkipping: isSkipping, level: level)
    return try [(41.0, 17.0, nil), (-120, 50, 35.0), (90, 0, nil)].flatMap {
      let camera = try Camera.looking($0.0, $0.1, at: volume.geometry, showing: 40, angle: $0.2)
      let frame = try RayFrame(camera, width: 30, height: 29, of: volume.geometry)
      return try Self.styles.map { style in
        try renderer.colors(frame, style: style, labels: bodies).flatMap { color in
          [color.x, color.y, color.z, color.w].map(\.bitPattern)
        }
      }
    }
  }

  @Test(arguments: [(TestGrid.oblique, TestGrid.irregular), (.irregular, .sheared)])
  func `whether blocks are leapt over or not, and on every CPU level`(
    kind: TestGrid, other: TestGrid
  ) throws {
    let volume = try Volume.sparks(try kind.geometry(43, 38, 35), seed: 11).withHoles(seed: 12)
    let labels = try labels(other)
    let wanted = try bits(volume, labels.bodies(), isSkipping: false)
    for level in CPULevel.allCases.filter(\.isAvailable) {
      let found = try bits(volume, labels.bodies(level: level), level: level)
      for (n, picture) in wanted.enumerated() { #expect(found[n] == picture, "\(n), \(level)") }
    }
  }

  @Test func `from 1, 3 and 8 workers`() throws {
    let volume = try Volume.sparks(try TestGrid.oblique.geometry(43, 38, 35), seed: 11)
    let labels = try labels(.axial)
    let camera = try Camera.looking(41, 17, at: volume.geometry, showing: 40)
    let frame = try RayFrame(camera, width: 50, height: 48, of: volume.geometry)
    for style in Self.styles {
      let pictures = try [1, 3, 8].map { workers in
        let context = WorkContext(workers: workers)
        return try Renderer(volume).picture(
          frame, style: style, labels: LabelBodies(labels, table: paints, context: context),
          context: context)
      }
      #expect(pictures[1] == pictures[0] && pictures[2] == pictures[0])
    }
  }

  @Test func `of integers as of the floats they stand for`() throws {
    let pair = try VolumePair(
      TestGrid.oblique.geometry(27, 26, 25), .hounsfield, seed: 21, invalid: 0.01
    ) { $0 > 0.995 ? 1000 * $0 : 100 * $0 }
    let bodies = try labels(.oblique).bodies()
    let outputs = try pair.both.map { try bits($0, bodies) }
    #expect(outputs[0] == outputs[1])
  }
}
