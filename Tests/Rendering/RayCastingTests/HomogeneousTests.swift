import Foundation
import Geometry
import Phantoms
import Testing
import VolumeModel

@testable import RayCasting

/// What is known in closed form of volumes that are the same everywhere.
@Suite struct `Homogeneous bodies` {
  /// Opacity for a layer of 1 mm, at any value above 50.
  private func function(_ opacity: Double) -> TransferFunction {
    TransferFunction(
      opacity: [.init(value: 0, opacity: opacity), .init(value: 100, opacity: opacity)],
      color: [.init(value: 0, color: [1, 1, 1])], shading: nil)
  }

  @Test(arguments: [nil, 40.0])
  func `keep 1 − exp(−kL) of the light along a chord of length L`(angle: Double?) throws {
    let grid = try TestGrid.axial.geometry(60, 60, 40)
    let volume = try Volume.of(grid) { _ in 100 }
    let crop = PatientBox(PatientPoint(-13, -11, -9), PatientPoint(14, 12.3, 10.1))
    let k = -log(1 - 0.07)
    for (azimuth, elevation) in [(0.0, 0.0), (30, 20), (-75, 60), (200, -35)] {
      let camera = try Camera.looking(azimuth, elevation, at: grid, showing: 50, angle: angle)
      // k·step = 0.0073 ≤ 0.01.
      let frame = try RayFrame(
        camera, width: 41, height: 41, of: grid, step: 0.1, clipping: Clipping(crop: crop))
      let colors = try Renderer(volume).colors(frame, style: RenderStyle(function(0.07)))
      let slow = SlowRays(volume: volume, frame: frame)
      var largest = 0.0
      for (n, color) in colors.enumerated() {
        let ray = slow.ray(n % 41, n / 41)
        let chord = crop.clip(origin: ray.start, direction: ray.direction)
        let length = chord.map { $0.upperBound - $0.lowerBound } ?? 0
        largest = max(largest, abs(Double(color.w) - (1 - exp(-k * length))))
      }
      #expect(largest < 1e-3, "\(azimuth), \(elevation)")
    }
  }

  @Test func `with partial-volume edges come closer to it with every halving of the step`() throws {
    let grid = try TestGrid.oblique.geometry(48, 60, 36)
    let ball = SpherePhantom(
      center: grid.center, radius: 12, inside: 100, outside: 0, edgeWidth: 6)
    let volume = try Volume(sampling: ball, on: grid)
    // Thin enough that opacity is linear in the value; opaque pixels would hide errors.
    let k = 0.005
    let linear = TransferFunction(
      opacity: [.init(value: 0, opacity: 0), .init(value: 100, opacity: 1 - exp(-k))],
      color: [.init(value: 0, color: [1, 1, 1])], shading: nil)
    let renderer = Renderer(volume)
    let camera = try Camera.looking(25, 40, at: grid, showing: 30)
    func errors(_ step: Double) throws -> (rms: Double, largest: Double) {
      let frame = try RayFrame(camera, width: 31, height: 31, of: grid, step: step)
      let slow = SlowRays(volume: volume, frame: frame)
      var (sum, largest) = (0.0, 0.0)
      for (n, color) in try renderer.colors(frame, style: RenderStyle(linear)).enumerated() {
        let ray = slow.ray(n % 31, n / 31)
        let segment = PatientSegment(
          from: ray.start - ray.direction * 100, to: ray.start + ray.direction * 100)
        let truth = 1 - exp(-k * ball.effectiveLength(along: segment))
        let error = abs(Double(color.w) - truth)
        (sum, largest) = (sum + error * error, max(largest, error))
      }
      return ((sum / 961).squareRoot(), largest)
    }
    let coarse = try [8, 4, 2].map { try errors($0).rms }
    let fine = try errors(0.25)
    #expect(coarse[1] < coarse[0] / 2 && coarse[2] < coarse[1] && fine.rms < coarse[2], "\(coarse)")
    // What stays, of 0.11 in the middle, is the voxels' own blur of the edge.
    #expect(fine.largest < 1e-3 && fine.rms < 4e-4, "\(fine)")
  }

  @Test(arguments: TestGrid.allCases, [nil, 35.0])
  func `have a maximum that is a constant disc`(kind: TestGrid, angle: Double?) throws {
    let grid = try kind.geometry(40, 44, 30)
    let ball = SpherePhantom(
      center: grid.center, radius: 9, inside: 1000, outside: -20, edgeWidth: 1)
    let volume = try Volume(sampling: ball, on: grid)
    let renderer = Renderer(volume)
    for (azimuth, elevation) in [(0.0, 0.0), (90, 0), (0, -90), (33, 21), (-140, -50)] {
      let camera = try Camera.looking(azimuth, elevation, at: grid, showing: 30, angle: angle)
      let frame = try RayFrame(camera, width: 45, height: 45, of: grid)
      let image = try renderer.projection(frame).image
      let slow = SlowRays(volume: volume, frame: frame)
      for row in 0..<45 {
        for column in 0..<45 {
          let ray = slow.ray(column, row)
          guard let way = slow.interval(ray), way.upperBound - way.lowerBound > 1 else { continue }
          let offset = ball.center - ray.start
          let distance = (offset - ray.direction * offset.dot(ray.direction)).length
          // A cell reaches 1.9 mm; half the step may pass by the middle.
          if distance < 6.5 { #expect(image[column, row] == 1000) }
          if distance > 11.5 { #expect(image[column, row] == -20) }
        }
      }
    }
  }

  @Test(arguments: TestGrid.allCases)
  func `that grow evenly have the mean of both ends`(kind: TestGrid) throws {
    let grid = try kind.geometry(30, 30, 30)
    let ramp = RampPhantom(origin: grid.center, base: 7, slope: PatientVector(3, -2, 6))
    let volume = try Volume(sampling: ramp, on: grid)
    let renderer = Renderer(volume)
    // Well inside, where no rim's value is held.
    let crop = PatientBox(
      grid.center - PatientVector(5, 5, 5), grid.center + PatientVector(6, 4, 5.5))
    for (azimuth, elevation) in [(0.0, 0.0), (90, 0), (0, -90), (33, 21), (-140, -50)] {
      let camera = try Camera.looking(azimuth, elevation, at: grid, showing: 14)
      let frame = try RayFrame(
        camera, width: 33, height: 33, of: grid, step: 0.05, clipping: Clipping(crop: crop))
      let image = try renderer.projection(frame, blend: .mean).image
      let slow = SlowRays(volume: volume, frame: frame)
      for row in 0..<33 {
        for column in 0..<33 {
          let ray = slow.ray(column, row)
          guard let chord = crop.clip(origin: ray.start, direction: ray.direction),
            chord.upperBound - chord.lowerBound > 0.5
          else { continue }
          let truth = ramp.mean(
            along: PatientSegment(
              from: ray.start + ray.direction * chord.lowerBound,
              to: ray.start + ray.direction * chord.upperBound))
          // The outermost samples stand for up to a step beside them: 7/mm · step² / length.
          #expect(abs(Double(image[column, row]) - truth) < 0.04)
        }
      }
    }
  }
}
