import Foundation
import Geometry
import Testing
import VolumeModel

@testable import RayCasting

/// Where points of the patient appear.
@Suite struct `Beads appear where` {
  /// A lattice of 3 × 3 × 3 beads, each a Gaussian of 1.4 mm.
  private static let centers = (0..<27).map { n -> PatientPoint in
    let (x, y, z) = (Double(n % 3), Double(n / 3 % 3), Double(n / 9))
    let lattice = PatientVector(12 * x - 12, 11 * y - 11, 9 * z - 9)
    return PatientPoint(0.5 * z, -0.5 * z, 1.3 * x) + lattice
  }

  /// One layer of the lattice, so that no bead hides another.
  private func volume(_ kind: TestGrid, layer: Int) throws -> Volume {
    let shown = Self.centers[layer * 9..<layer * 9 + 9]
    return try Volume.of(try kind.geometry(52, 66, 40)) { p in
      shown.reduce(0.0) { sum, center in
        let d = (p - center).length
        return d > 8 ? sum : sum + 1000 * exp(-d * d / (2 * 1.4 * 1.4))
      }
    }
  }

  /// The sum of the values along each ray times its step: unlike a maximum, it keeps the middle of
  /// what voxels only sample, and unlike a mean, it does not depend on the length of the way.
  private func sums(_ renderer: Renderer, _ frame: RayFrame) throws -> [Double] {
    let slow = SlowRays(volume: renderer.volume, frame: frame)
    let means = try renderer.projection(frame, blend: .mean).image.values
    return means.enumerated().map { n, mean in
      guard !mean.isNaN,
        let way = slow.interval(slow.ray(n % frame.width, n / frame.width))
      else { return 0 }
      return Double(mean) * (way.upperBound - way.lowerBound)
    }
  }

  /// The middle of what shines around a pixel.
  ///
  /// Seen from a point, a bead is round among directions, not among pixels: so directions are
  /// averaged, each for the solid angle of its pixel.
  private func brightPlace(
    _ sums: [Double], _ view: View, around pixel: SIMD2<Double>, reach: Double
  ) -> SIMD2<Double> {
    let camera = view.camera
    var (sum, weight, toward) = (SIMD2<Double>.zero, 0.0, PatientVector(0, 0, 0))
    for (n, value) in sums.enumerated() {
      let place = SIMD2(Double(n % View.size.width), Double(n / View.size.width))
      let off = place - pixel
      guard (off * off).sum() < reach * reach else { continue }
      (sum, weight) = (sum + place * value, weight + value)
      let direction = view.direction(place)
      let cosine = direction.dot(camera.forward)
      toward = toward + direction * (value * cosine * cosine * cosine)
    }
    return camera.isPerspective ? view.place(camera.position + toward) : sum / weight
  }

  /// A camera on a point beside the middle, and the formula of its picture.
  private struct View {
    let camera: Camera
    /// Where a point is seen, in pixels from the centre of the first.
    let place: (PatientPoint) -> SIMD2<Double>

    static let size = (width: 190, height: 170)

    init(_ direction: CameraView, angle: Double?) throws {
      let target = PatientPoint(1, 2, 3)
      let eye = target + direction.towardsCamera * 70
      camera = try Camera(
        position: eye, lookAt: target, up: direction.up,
        projection: angle.map { .perspective(verticalAngle: $0) }
          ?? .orthographic(width: 57, height: 51))
      let middle = SIMD2(Double(Self.size.width - 1), Double(Self.size.height - 1)) / 2
      let height = Double(Self.size.height)
      place = { point in
        let offset = point - eye
        let depth = -offset.dot(direction.towardsCamera)
        let shown = angle.map { 2 * depth * tan($0 / 2 * .pi / 180) } ?? 51
        let offAxis = SIMD2(offset.dot(direction.right), -offset.dot(direction.up))
        return middle + offAxis * (height / shown)
      }
    }

    /// The direction of a perspective ray.
    func direction(_ place: SIMD2<Double>) -> PatientVector {
      let middle = SIMD2(Double(Self.size.width - 1), Double(Self.size.height - 1)) / 2
      let off = (place - middle) * (camera.shownHeight / Double(Self.size.height))
      let seen = camera.lookAt + camera.right * off.x + camera.down * off.y
      return (seen - camera.position).normalized ?? camera.forward
    }

    /// Whether all of a bead is in the picture.
    func shows(_ place: SIMD2<Double>, reach: Double) -> Bool {
      place.x > reach && place.y > reach && place.x < Double(Self.size.width - 1) - reach
        && place.y < Double(Self.size.height - 1) - reach
    }
  }

  @Test(arguments: TestGrid.allCases)
  func `the formula of the pinhole camera, or of the box, puts them`(kind: TestGrid) throws {
    let views = try [nil, 30.0, 60.0].flatMap { angle in
      try [CameraView(azimuth: 12, elevation: -75), CameraView(azimuth: 100, elevation: 70)]
        .map { try View($0, angle: angle) }
    }
    var seen = 0
    for layer in 0..<3 {
      let renderer = Renderer(try volume(kind, layer: layer))
      for view in views {
        let frame = try RayFrame(
          view.camera, width: View.size.width, height: View.size.height,
          of: renderer.volume.geometry, step: 0.3)
        let sums = try sums(renderer, frame)
        for center in Self.centers[layer * 9..<layer * 9 + 9] {
          let place = view.place(center)
          let reach = (view.place(center + view.camera.right * 4.8) - place).x
          guard view.shows(place, reach: reach) else { continue }
          let off = brightPlace(sums, view, around: place, reach: reach) - place
          #expect(abs(off.x) < 0.1 && abs(off.y) < 0.1, "\(center): off by \(off)")
          seen += 1
        }
      }
    }
    #expect(seen > 60)
  }

  @Test func `the camera itself says that they do`() throws {
    for angle in [nil, 30.0, 60.0] {
      let view = try View(CameraView(azimuth: 12, elevation: -75), angle: angle)
      for center in Self.centers {
        let projected: SIMD2<Double> = try #require(view.camera.projected(center))
        let middle = SIMD2(Double(View.size.width - 1), Double(View.size.height - 1)) / 2
        let off = middle + projected * Double(View.size.height) - view.place(center)
        #expect(abs(off.x) < 1e-9 && abs(off.y) < 1e-9)
      }
    }
  }
}
