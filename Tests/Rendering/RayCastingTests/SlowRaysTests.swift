import Foundation
import Geometry
import Testing
import VolumeModel

@testable import RayCasting

/// A volume, a camera and a clipping for comparisons.
struct Scene: CustomTestStringConvertible {
  let kind: TestGrid
  var angle: Double?
  var hasHoles = false
  var isClipped = false

  var testDescription: String {
    "\(kind)\(angle == nil ? "" : ", perspective")\(hasHoles ? ", holes" : "")"
      + (isClipped ? ", clipped" : "")
  }

  static let all = TestGrid.allCases.flatMap { kind in
    [
      Scene(kind: kind), Scene(kind: kind, angle: 30, isClipped: true),
      Scene(kind: kind, hasHoles: true, isClipped: true),
    ]
  }

  func volume() throws -> Volume {
    let volume = try Volume.of(try kind.geometry(), waves)
    return hasHoles ? try volume.withHoles(seed: 5) : volume
  }

  func frame(
    _ grid: GridGeometry, step: Double? = nil, samples: Int = 1
  ) throws -> RayFrame {
    let camera = try Camera.looking(37, 22, at: grid, showing: 19, angle: angle)
    var clipping = Clipping()
    if isClipped {
      clipping.crop = PatientBox(PatientPoint(-5.1, -4.2, -6.3), PatientPoint(6.4, 3.9, 7.7))
      clipping.planes = [
        Plane(through: PatientPoint(0, 1, 0), normal: PatientVector(0.3, 0.8, -0.4))
      ].compactMap(\.self)
      clipping.slab = -4.3...6.1
    }
    return try RayFrame(
      camera, width: 33, height: 33, of: grid, step: step, samples: samples, clipping: clipping)
  }
}

/// Frames of the fast loops against the slow definition.
@Suite struct `Ray casts are what their definition says` {
  static let styles: [(name: String, style: RenderStyle)] = {
    let opacity: [TransferFunction.OpacityPoint] = [
      .init(value: 250, opacity: 0), .init(value: 450, opacity: 0.05),
      .init(value: 700, opacity: 0.4), .init(value: 950, opacity: 0.6),
    ]
    let color: [TransferFunction.ColorPoint] = [
      .init(value: 200, color: [0.9, 0.2, 0.1]), .init(value: 600, color: [0.3, 0.8, 0.4]),
      .init(value: 900, color: [1, 1, 0.9]),
    ]
    let plain = TransferFunction(
      opacityUnit: 0.8, opacity: opacity, color: color,
      shading: Shading(ambient: 0.2, diffuse: 0.7, specular: 0.3, shininess: 15))
    var graded = plain
    graded.gradientOpacity = [
      .init(magnitude: 0, opacity: 0.1), .init(magnitude: 120, opacity: 0.5),
      .init(magnitude: 400, opacity: 1),
    ]
    return [
      ("unshaded", RenderStyle(plain, isShaded: false)), ("head light", RenderStyle(plain)),
      ("distant light", RenderStyle(plain, light: .distant(PatientVector(-1, -2, 1.5)))),
      ("gradients unshaded", RenderStyle(graded, isShaded: false)),
      ("gradients lit", RenderStyle(graded)),
    ]
  }()

  @Test(arguments: Scene.all)
  func `to a thousandth in every channel of every ray`(scene: Scene) throws {
    let volume = try scene.volume()
    let renderer = Renderer(volume)
    for step in [nil, 0.83] {
      let frame = try scene.frame(volume.geometry, step: step)
      let slow = SlowRays(volume: volume, frame: frame)
      for (name, style) in Self.styles {
        let colors = try renderer.colors(frame, style: style)
        var largest = 0.0
        for (n, color) in colors.enumerated() {
          let truth = slow.color(slow.ray(n % 33, n / 33), style)
          for channel in 0..<4 {
            largest = max(largest, abs(Double(color[channel]) - truth[channel]))
          }
        }
        #expect(largest < 1e-3, "\(name), step \(frame.step)")
      }
    }
  }

  /// Bricks of blocks whose coordinates agree modulo four share a place in memory.
  @Test func `also where the samples of a ray lie many blocks apart`() throws {
    let volume = try Volume.of(try TestGrid.oblique.geometry(150, 40, 40), waves)
    let camera = try Camera.looking(95, 12, at: volume.geometry, showing: 40)
    let frame = try RayFrame(camera, width: 9, height: 9, of: volume.geometry, step: 7.3)
    let slow = SlowRays(volume: volume, frame: frame)
    let style = Self.styles[1].style
    for (n, color) in try Renderer(volume).colors(frame, style: style).enumerated() {
      let truth = slow.color(slow.ray(n % 9, n / 9), style)
      for channel in 0..<4 { #expect(abs(Double(color[channel]) - truth[channel]) < 1e-3) }
    }
  }

  @Test(arguments: TestGrid.allCases)
  func `and end early for no more than the light that is left`(kind: TestGrid) throws {
    let scene = Scene(kind: kind)
    let volume = try scene.volume()
    let frame = try scene.frame(volume.geometry)
    let slow = SlowRays(volume: volume, frame: frame)
    var (_, style) = Self.styles[1]
    style.transferFunction.opacity = [
      .init(value: 300, opacity: 0), .init(value: 600, opacity: 0.9),
    ]
    var stopped = 0
    for (n, color) in try Renderer(volume).colors(frame, style: style).enumerated() {
      let truth = slow.color(slow.ray(n % 33, n / 33), style, opaque: 2)
      if truth.w > 0.9995 { stopped += 1 }
      // 0.0005 of light, of a surface that may be 0.9 + 0.3 bright; 0.0003 for rounding.
      for channel in 0..<3 { #expect(abs(Double(color[channel]) - truth[channel]) < 0.0009) }
      #expect(abs(Double(color.w) - truth.w) < 0.0005 + 0.0003)
    }
    #expect(stopped > 100)
  }

  @Test(arguments: Scene.all, ProjectionBlend.allCases)
  func `in projections to the last digits of the samples`(
    scene: Scene, blend: ProjectionBlend
  ) throws {
    let volume = try scene.volume()
    let frame = try scene.frame(volume.geometry)
    let slow = SlowRays(volume: volume, frame: frame)
    let projection = try Renderer(volume).projection(frame, blend: blend, wantsDepths: true)
    let depths = try #require(projection.depths)
    for n in 0..<33 * 33 {
      let ray = slow.ray(n % 33, n / 33)
      let found = Double(projection.image.values[n])
      guard let truth = slow.projected(ray, blend) else {
        #expect(found.isNaN && depths[n].isNaN)
        continue
      }
      // Floats of 1000, mixed seven times.
      #expect(abs(found - truth) < 5e-4)
      if blend == .mean { continue }
      // The value at the depth is the extreme, and none before it is.
      let start = frame.camera.isPerspective ? 0 : frame.clipping.slab?.lowerBound ?? 0
      let number = (Double(depths[n]) - start) / frame.step
      let there = slow.value(at: slow.place(ray, number.rounded()))
      #expect(abs(number - number.rounded()) < 1e-3 && abs((there ?? .nan) - truth) < 1e-3)
    }
  }

  @Test(arguments: Scene.all)
  func `with several rays a pixel as the mean of finer pictures`(scene: Scene) throws {
    let volume = try scene.volume()
    let renderer = Renderer(volume)
    let fine = try RayFrame(
      scene.frame(volume.geometry).camera, width: 99, height: 99, of: volume.geometry,
      clipping: scene.frame(volume.geometry).clipping)
    let rays = try renderer.colors(fine, style: Self.styles[1].style)
    let frame = try scene.frame(volume.geometry, samples: 3)
    var style = Self.styles[1].style
    style.background = SIMD3(0.2, 0.4, 0.6)
    guard case .rgb8(let bytes) = try renderer.picture(frame, style: style).samples else { return }
    for n in 0..<33 * 33 {
      let rows = 0..<3, row = n / 33 * 3, column = n % 33 * 3
      let nine = rows.flatMap { y in rows.map { x in rays[(row + y) * 99 + column + x] } }
      let sum = nine.reduce(SIMD4<Float>.zero, +) / 9
      for channel in 0..<3 {
        let value = Double(sum[channel]) + (1 - Double(sum.w)) * style.background[channel]
        #expect(abs(Double(bytes[3 * n + channel]) - min(value, 1) * 255) < 0.51)
      }
    }
  }
}

extension SlowRays {
  /// The extreme or the mean of a ray's samples; nil where none counts.
  fileprivate func projected(_ ray: Ray, _ blend: ProjectionBlend) -> Double? {
    guard let interval = interval(ray) else { return nil }
    // A way without a sample of its own shows nothing.
    guard interval.lowerBound.rounded(.up) <= interval.upperBound.rounded(.down) else { return nil }
    let samples = samples(ray)
    guard !samples.isEmpty else { return nil }
    switch blend {
    case .max: return samples.map(\.value).max()
    case .min: return samples.map(\.value).min()
    case .mean:
      let weight = samples.reduce(0) { $0 + $1.weight }
      return samples.reduce(0) { $0 + $1.value * $1.weight } / weight
    }
  }
}
