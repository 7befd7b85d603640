import Foundation
import Geometry
import TestSupport
import Testing
import VolumeModel

@testable import RayCasting

@Suite struct `Projections against SimpleITK` {
  /// What `simpleitk_projection.py` reads.
  private struct Question: Encodable {
    let dimensions: [Int]
    let affine: [Double]
    let right: [Double]
    let down: [Double]
    let forward: [Double]
    /// The first sample of the first ray.
    let first: [Double]
    let pixel: [Double]
    let step: Double
    let size: [Int]
  }

  /// Largest, smallest and mean of each ray's samples inside; null where there are none.
  private struct Answer: Decodable {
    let maximum: [Double?]
    let minimum: [Double?]
    let mean: [Double?]
  }

  @Test(.needsPeers, arguments: [TestGrid.axial, .oblique, .mirrored])
  func `agree to a tenth of a unit with resampling and taking the extreme`(
    kind: TestGrid
  ) throws {
    let grid = try kind.geometry(43, 38, 35)
    let volume = try Volume.sparks(grid, seed: 21)
    let camera = try Camera.looking(41, 17, at: grid, showing: 34)
    let frame = try RayFrame(camera, width: 60, height: 50, of: grid, step: 0.4)
    let renderer = Renderer(volume)
    let answer = try ask(volume, frame)
    for (blend, truth) in [(ProjectionBlend.max, answer.maximum), (.min, answer.minimum)] {
      let values = try renderer.projection(frame, blend: blend).image.values
      for (value, truth) in zip(values, truth) {
        #expect(value.isNaN == (truth == nil))
        if let truth { #expect(abs(Double(value) - truth) < 0.1) }
      }
    }
    // Its mean weighs all samples alike, ours the outermost by what is left of the way.
    let means = try renderer.projection(frame, blend: .mean).image.values
    let pairs = zip(means, answer.mean).compactMap { ours, truth in
      truth.map { abs(Double(ours) - $0) }
    }
    #expect(pairs.reduce(0, +) / Double(pairs.count) < 1)
  }

  private func ask(_ volume: Volume, _ frame: RayFrame) throws -> Answer {
    let folder = try TemporaryFolder()
    let slow = SlowRays(volume: volume, frame: frame)
    let (corner, along) = (slow.ray(0, 0), volume.geometry.diameter / 2)
    // As many whole steps before the middle as the volume can need.
    let steps = (along / frame.step).rounded(.up)
    let first = slow.place(corner, -steps)
    func parts(_ v: PatientVector) -> [Double] { [v.x, v.y, v.z] }
    let camera = frame.camera
    let question = Question(
      dimensions: volume.dimensions.ijk, affine: volume.geometry.voxelToPatient.rowMajor,
      right: parts(camera.right), down: parts(camera.down), forward: parts(camera.forward),
      first: parts(first.fromOrigin), pixel: [frame.pixelSize.x, frame.pixelSize.y],
      step: frame.step, size: [frame.width, frame.height, 2 * Int(steps) + 1])
    let description = folder.url.appending(path: "question.json")
    try JSONEncoder().encode(question).write(to: description)
    let voxels = folder.url.appending(path: "voxels.f32")
    let values = unsafe volume.voxels.withVoxels { unsafe Array($0) }
    try unsafe values.withUnsafeBytes { unsafe Data($0) }.write(to: voxels)
    return try Peers.answer(of: "simpleitk_projection", description.path, voxels.path)
  }
}
