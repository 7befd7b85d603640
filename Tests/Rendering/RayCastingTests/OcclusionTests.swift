import Foundation
import Geometry
import Testing
import VolumeModel
import VolumePairs
import WorkScheduling

@testable import RayCasting

private typealias Definition = `Ray casts are what their definition says`

/// White and opaque where values are high.
private func white(_ occlusion: Double) -> RenderStyle {
  var style = RenderStyle(
    TransferFunction(
      opacity: [.init(value: 400, opacity: 0), .init(value: 600, opacity: 1)],
      color: [.init(value: 0, color: [1, 1, 1])], shading: nil))
  style.occlusion = occlusion
  return style
}

@Suite struct `Light from all sides` {
  /// What is left of the light at pixels 1 mm apart from left to right, on a plate seen from the front.
  private func row(
    _ occlusion: Double = 1, style: RenderStyle? = nil, labels: LabelBodies? = nil,
    clipping: Clipping = Clipping(), isSolid: (PatientPoint) -> Bool
  ) throws -> [Float] {
    let grid = try TestGrid.axial.geometry(40, 40, 40)
    let volume = try Volume.of(grid) { $0.y > 5 || isSolid($0) ? 1000 : 0 }
    let frame = try RayFrame(
      try Camera.looking(0, 0, at: grid, showing: 21), width: 21, height: 21, of: grid,
      clipping: clipping)
    let colors = try Renderer(volume).colors(
      frame, style: style ?? white(occlusion), labels: labels)
    for color in colors { #expect(color.w > 0.999) }
    return colors[210..<231].map { $0.x }
  }

  @Test func `is whole on a flat plate`() throws {
    for light in try row(isSolid: { _ in false }) { #expect(light > 0.95 && light < 1.001) }
  }

  @Test func `is less beside a wall, on the side where that stands`() throws {
    for side in [1.0, -1] {
      // Columns run to the patient's left, which is +x.
      let lights = try row { $0.x * side > 11 && $0.y > -12 }
      let towards = side > 0 ? lights : lights.reversed()
      #expect(towards[20] < 0.75 && towards[0] > 0.9, "\(lights)")
      for (light, next) in zip(towards[8...], towards[9...]) { #expect(next < light + 1e-3) }
    }
  }

  @Test func `is taken by labels, too`() throws {
    let grid = try TestGrid.oblique.geometry(50, 50, 50)
    let wall = try Volume.of(grid) { $0.x > 11 && $0.y > -12 && $0.y < 5 ? 1 : 0 }
    let labels = try LabelBodies(wall)
    let lights = try row(labels: labels, isSolid: { _ in false })
    #expect(lights[20] < 0.75 && lights[0] > 0.9, "\(lights)")
  }

  @Test func `comes through what is clipped away, and through what is not seen`() throws {
    let plane = try #require(
      Plane(through: PatientPoint(10.8, 0, 0), normal: PatientVector(-1, 0, 0)))
    let lights = try row(clipping: Clipping(planes: [plane])) { $0.x > 11 && $0.y > -12 }
    #expect(lights[17] > 0.9, "\(lights)")
  }

  @Test func `is as strong as is asked for, on surfaces as well`() throws {
    func wall(_ p: PatientPoint) -> Bool { p.x > 11 && p.y > -12 }
    let (whole, half) = (try row(1, isSolid: wall), try row(0.5, isSolid: wall))
    for (light, other) in zip(whole, half) { #expect(abs((1 + light) / 2 - other) < 1e-3) }
    var surface = white(1)
    surface.mode = .isosurface(value: 500, color: SIMD3(1, 1, 1))
    for (light, other) in zip(whole, try row(style: surface, isSolid: wall)) {
      // Layers lie behind the surface, where less light comes to.
      #expect(other >= light - 1e-3 && other < light + 0.25)
    }
  }
}

@Suite struct `Light from all sides is the same bits` {
  private static let styles: [RenderStyle] = {
    var ways = Definition.styles[2].style
    ways.classification = .preintegrated
    var smooth = Definition.styles[1].style
    smooth.interpolation = .smooth
    var surface = Definition.styles[1].style
    surface.mode = .isosurface(value: 480, color: SIMD3(0.9, 0.8, 0.7))
    return [Definition.styles[0].style, Definition.styles[4].style, ways, smooth, surface].map {
      var style = $0
      style.occlusion = 0.8
      return style
    }
  }()

  private func pictures(
    _ volume: Volume, isSkipping: Bool = true, level: CPULevel = .current, workers: Int = 1
  ) throws -> [Raster] {
    let renderer = Renderer(volume, isSkipping: isSkipping, level: level)
    let camera = try Camera.looking(41, 17, at: volume.geometry, showing: 40)
    let frame = try RayFrame(camera, width: 30, height: 29, of: volume.geometry)
    return try Self.styles.map {
      try renderer.picture(frame, style: $0, context: WorkContext(workers: workers))
    }
  }

  @Test(arguments: [TestGrid.oblique, .irregular])
  func `on every CPU level, from any number of workers`(kind: TestGrid) throws {
    let sparks = try Volume.sparks(try kind.geometry(43, 38, 35), seed: 11)
    for volume in [sparks, try sparks.withHoles(seed: 12)] {
      let wanted = try pictures(volume, isSkipping: false)
      for level in CPULevel.allCases.filter(\.isAvailable) {
        #expect(try pictures(volume, level: level) == wanted, "\(level)")
      }
      for workers in [3, 8] { #expect(try pictures(volume, workers: workers) == wanted) }
    }
  }

  @Test func `of integers as of the floats they stand for`() throws {
    let pair = try VolumePair(
      TestGrid.oblique.geometry(27, 26, 25), .hounsfield, seed: 21, invalid: 0.01
    ) { $0 > 0.995 ? 1000 * $0 : 100 * $0 }
    let outputs = try pair.both.map { try pictures($0) }
    #expect(outputs[0] == outputs[1])
  }

  @Test func `without any, as if it were not there`() throws {
    let grid = try TestGrid.oblique.geometry()
    let volume = try Volume.of(grid, waves)
    let frame = try RayFrame(
      try Camera.looking(30, 20, at: grid, showing: 15), width: 20, height: 20, of: grid)
    for var style in Self.styles {
      let shaded = try Renderer(volume).colors(frame, style: style)
      style.occlusion = 0
      let plain = try Renderer(volume).colors(frame, style: style)
      #expect(zip(shaded, plain).allSatisfy { $0.w == $1.w && $0.x <= $1.x } && shaded != plain)
    }
  }
}
