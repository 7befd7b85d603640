import Geometry
import Testing
import VolumeModel
import WorkScheduling

@testable import RayCasting

/// Projections along voxel axes see the voxels' planes: what ever shorter steps lead to.
@Suite struct `Projections along an axis` {
  private static let views: [CameraView] = [.anterior, .posterior, .left, .right, .head, .feet]

  private struct Case: CustomTestStringConvertible {
    let kind: TestGrid
    let hasHoles: Bool
    let isClipped: Bool
    let pixel: Double

    var testDescription: String { "\(kind), \(hasHoles), \(isClipped), \(pixel) mm" }

    // 0.1 mm divides the spacings 0.7, 0.9 and 1.2 mm.
    static let all = [TestGrid.axial, .mirrored, .uneven].flatMap { kind in
      [
        Case(kind: kind, hasHoles: false, isClipped: false, pixel: 0.1),
        Case(kind: kind, hasHoles: false, isClipped: true, pixel: 0.37),
        Case(kind: kind, hasHoles: true, isClipped: true, pixel: 0.37),
      ]
    }

    func volume() throws -> Volume {
      let volume = try Volume.of(try kind.geometry(), waves)
      return hasHoles ? try volume.withHoles(seed: 5, value: .nan) : volume
    }

    func frame(_ grid: GridGeometry, _ view: CameraView) throws -> RayFrame {
      var clipping = Clipping()
      if isClipped {
        clipping.crop = PatientBox(PatientPoint(-5.1, -4.2, -6.3), PatientPoint(6.4, 3.9, 7.7))
        clipping.slab = -4.3...3.1
      }
      let camera = try Camera(
        view, of: grid.center, projection: .orthographic(width: 41 * pixel, height: 43 * pixel))
      return try RayFrame(camera, width: 41, height: 43, of: grid, clipping: clipping)
    }
  }

  @Test(arguments: Case.all)
  private func `have the extremes of planes and ends`(_ setting: Case) throws {
    let volume = try setting.volume()
    let renderer = Renderer(volume)
    for view in Self.views {
      let frame = try setting.frame(volume.geometry, view)
      let slow = SlowRays(volume: volume, frame: frame)
      #expect(AxisRays(frame, through: try renderer.source(WorkContext()), blend: .max) != nil)
      for blend in [ProjectionBlend.max, .min] {
        let found = try renderer.projection(frame, blend: blend, wantsDepths: true)
        for n in stride(from: 0, to: 41 * 43, by: 3) {
          let ray = slow.ray(n % 41, n / 41)
          let places = slow.planes(ray)
          let values = places.compactMap { slow.value(at: slow.place(ray, $0)) }
          let (value, depth) = (Double(found.image.values[n]), Double(found.depths?[n] ?? .nan))
          guard let truth = blend == .max ? values.max() : values.min() else {
            #expect(value.isNaN && depth.isNaN)
            continue
          }
          #expect(abs(value - truth) < 5e-4)
          // At the depth lies the extreme, and nothing as extreme before it.
          let start = frame.clipping.slab?.lowerBound ?? 0
          let number = (depth - start) / frame.step
          // Of all planes and ends the one meant: beside it, a hole may begin.
          let meant = try #require(places.min { abs($0 - number) < abs($1 - number) })
          let there = slow.value(at: slow.place(ray, meant))
          #expect(abs(meant - number) < 1e-3 && abs((there ?? .nan) - truth) < 5e-4)
        }
      }
    }
  }

  @Test(arguments: Case.all)
  private func `have the mean of infinitely many samples`(_ setting: Case) throws {
    let volume = try setting.volume()
    let renderer = Renderer(volume)
    for view in Self.views {
      let frame = try setting.frame(volume.geometry, view)
      let slow = SlowRays(volume: volume, frame: frame)
      let image = try renderer.projection(frame, blend: .mean).image
      for n in stride(from: 0, to: 41 * 43, by: 29) {
        let ray = slow.ray(n % 41, n / 41)
        let count = 3000
        let values = slow.interval(ray).map { way in
          (0..<count).compactMap { m -> Double? in
            let t = (Double(m) + 0.5) / Double(count)
            return slow.value(
              at: slow.place(ray, way.lowerBound + t * (way.upperBound - way.lowerBound)))
          }
        }
        guard let values, !values.isEmpty else {
          #expect(image.values[n].isNaN)
          continue
        }
        // Kinks between 3000 samples, and borders of holes within one of them.
        let tolerance = setting.hasHoles ? 2 : 5e-3
        let truth = values.reduce(0, +) / Double(values.count)
        #expect(abs(Double(image.values[n]) - truth) < tolerance)
      }
    }
  }

  @Test func `are read off the voxels where pixels are voxels`() throws {
    let grid = try TestGrid.mirrored.geometry()
    let volume = try Volume.sparks(grid, seed: 3)
    let camera = try Camera(
      .feet, of: grid.center,
      projection: .orthographic(width: 19 * 0.9, height: 17 * 0.7))
    let frame = try RayFrame(camera, width: 19, height: 17, of: grid)
    let image = try Renderer(volume).projection(frame).image
    for j in 0..<17 {
      for i in 0..<19 {
        // The grid's columns run towards the patient's right, the picture's to the left.
        let truth = (0..<15).map { volume[18 - i, j, $0] }.max()
        #expect(image[i, j] == truth)
      }
    }
  }
}

extension SlowRays {
  /// Where a ray meets the planes of voxels, and its ends, in steps.
  fileprivate func planes(_ ray: Ray) -> [Double] {
    guard let way = interval(ray) else { return [] }
    let grid = volume.geometry
    let (first, last) = (
      grid.voxelPoint(of: place(ray, way.lowerBound)).coordinates,
      grid.voxelPoint(of: place(ray, way.upperBound)).coordinates
    )
    // Every axis, though rays run along one.
    let crossings = (0..<3).flatMap { axis -> [Double] in
      let (a, b) = (first[axis], last[axis])
      guard abs(a - b) > 1e-6 else { return [] }
      let planes = (0..<volume.dimensions.ijk[axis]).filter {
        Double($0) > min(a, b) && Double($0) < max(a, b)
      }
      return planes.map { plane in
        var voxel = first
        voxel[axis] = Double(plane)
        let point = grid.patientPoint(of: VoxelPoint(voxel))
        return (point - ray.start).dot(ray.direction) / frame.step
      }
    }
    return [way.lowerBound, way.upperBound] + crossings
  }
}
