import Foundation
import Geometry
import Phantoms
import Testing
import VolumeModel

@testable import RayCasting

@Suite struct `Isosurfaces` {
  private func style(_ value: Double, isShaded: Bool = true) -> RenderStyle {
    var style = RenderStyle(
      TransferFunction(
        opacity: [.init(value: 0, opacity: 0)], color: [.init(value: 0, color: [1, 1, 1])],
        shading: Shading(ambient: 0.1, diffuse: 0.9, specular: 0, shininess: 1)))
    style.mode = .isosurface(value: value, color: SIMD3(1, 0.5, 0.25))
    style.isShaded = isShaded
    return style
  }

  @Test(arguments: Scene.all)
  func `are hit by the same rays and as bright as by dense search`(scene: Scene) throws {
    let volume = try scene.volume()
    let frame = try scene.frame(volume.geometry, step: 0.3)
    let slow = SlowRays(volume: volume, frame: frame)
    let style = style(640)
    var (hits, differing, largest) = (0, 0, 0.0)
    for (n, color) in try Renderer(volume).colors(frame, style: style).enumerated() {
      let ray = slow.ray(n % 33, n / 33)
      let truth = slow.surface(ray, style, 640)
      #expect(color.w == (truth == nil ? 0 : 1))
      guard let truth else { continue }
      hits += 1
      let difference = abs(Double(color.x) - truth.x)
      if difference > 2e-3 { differing += 1 }
      largest = max(largest, difference)
    }
    // The place is found to 1/64 of a step and then linearly.
    let few = scene.hasHoles ? hits / 50 : 0
    #expect(hits > 100 && differing <= few, "\(differing) of \(hits), \(largest)")
  }

  @Test(arguments: TestGrid.allCases)
  func `of a ball are lit as a ball`(kind: TestGrid) throws {
    let grid = try kind.geometry(48, 56, 40)
    // A wide edge, so that linear mixing follows it.
    let ball = SpherePhantom(
      center: grid.center, radius: 11, inside: 1000, outside: 0, edgeWidth: 8)
    let volume = try Volume(sampling: ball, on: grid)
    let camera = try Camera.looking(-20, 35, at: grid, showing: 26)
    let frame = try RayFrame(camera, width: 51, height: 51, of: grid)
    let slow = SlowRays(volume: volume, frame: frame)
    var largest = 0.0
    for (n, color) in try Renderer(volume).colors(frame, style: style(500)).enumerated() {
      let ray = slow.ray(n % 51, n / 51)
      let offset = ball.center - ray.start
      let distance = (offset - ray.direction * offset.dot(ray.direction)).length
      guard distance < 9.5 else {
        if distance > 11.3 { #expect(color.w == 0) }
        continue
      }
      let facing = (1 - distance * distance / 121).squareRoot()
      largest = max(largest, abs(Double(color.x) - (0.1 + 0.9 * facing)))
    }
    // Linear cells bend a normal by a degree or two, more where slices lie far apart.
    #expect(largest < ([.irregular, .uneven].contains(kind) ? 0.04 : 0.02))
  }
}

extension SlowRays {
  /// The colour of the first place that reaches a value, found by halving; nil for none.
  fileprivate func surface(_ ray: Ray, _ style: RenderStyle, _ iso: Double) -> SIMD3<Double>? {
    guard case .isosurface(_, let color) = style.mode else { return nil }
    let numbers = way(ray).numbers
    guard let interval = interval(ray),
      interval.lowerBound.rounded(.up) <= interval.upperBound.rounded(.down)
    else { return nil }
    for number in numbers {
      guard let value = value(at: place(ray, Double(number))), value >= iso else { continue }
      // Where a cut opens the inside, light comes from everywhere.
      if number == numbers[0] { return lit(color, PatientVector(0, 0, 0), ray, style) }
      var (low, high) = (Double(number - 1), Double(number))
      // Behind a sample that holds nothing, the surface is where values begin.
      if self.value(at: place(ray, low)) == nil { low = high }
      while high - low > 1e-9 {
        let middle = (low + high) / 2
        if let value = self.value(at: place(ray, middle)), value >= iso {
          high = middle
        } else {
          low = middle
        }
      }
      return lit(color, gradient(at: place(ray, high)), ray, style)
    }
    return nil
  }
}
