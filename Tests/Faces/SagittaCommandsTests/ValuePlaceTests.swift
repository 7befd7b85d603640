import Foundation
import Geometry
import Phantoms
import TestSupport
import Testing
import VolumeModel

@testable import SagittaCommands

/// Value files of planes and new grids reopen at the right place in the patient.
@Suite struct `Value files` {
  struct Held: Decodable {
    let affine: [[Double]]
    let nibabel: [Double?]?
    let simpleitk: [Double?]?
    let numpy: [Double?]?
  }

  static let planes = ["--normal", "0.3,-0.8,0.4", "--center", "4,-3,6", "--pixel", "1.7"]
  static let works: [[String]] = [
    ["mpr", "o.nii"] + planes, ["mpr", "o.npy"] + planes,
    ["mpr", "o.nii.gz", "--count", "7", "--spacing-between", "2.5"] + planes,
    ["mpr", "o.npy", "--count", "7", "--spacing-between", "2.5"] + planes,
    ["slice", "o.nii", "--plane", "sagittal", "--all"], ["resample", "o.nii.gz", "--spacing", "3"],
    ["resample", "o.npy", "--spacing", "2,3,2.5", "--crop", "-20,20,-20,20,-20,20", "--pad", "2"],
  ]

  @Test(.needsPeers, arguments: works, [0.0, -14])
  func `reopen in other programs with the ramp where it was put`(
    _ work: [String], _ tilt: Double
  ) throws {
    let folder = try TemporaryFolder()
    var made: PhantomSeries?
    let series = try Inputs.phantom(in: folder) { series in
      (series.kind, series.tiltDegrees) = (.ramp, tilt)
      made = series
    }
    let ramp = try #require(try made?.phantom())
    let file = folder.path(work[1])
    let run = Run([work[0], series, "-o", file] + work.dropFirst(2) + ["--quiet"])
    #expect(run.status == 0, "\(run.errors)")
    // Places in the plane, none of them a pixel's centre.
    let normal = PatientVector(0.3, -0.8, 0.4)
    let across = normal.cross(PatientVector(1, 0, 0)), along = normal.cross(across)
    let center = PatientPoint(4, -3, 6)
    let places = (0..<40).map { n -> PatientPoint in
      let (a, b) = (Double(n % 8) * 4.3 - 15, Double(n / 8) * 6.1 - 13)
      return center + across * a + along * b
    }
    let words = places.map { "\($0.x),\($0.y),\($0.z)" }
    let python = try #require(Peers.python)
    let script = Repository.root.appending(path: "Tests/Peers/value_file_place.py")
    let answer = try TestSupport.Program.run(
      python, [script.path, file] + words, environment: ["PYTHONDONTWRITEBYTECODE": "1"])
    #expect(answer.status == 0, "\(answer.errors)")
    let held = try JSONDecoder().decode(Held.self, from: answer.output)
    let affine = try #require(
      AffineMap<VoxelSpace, PatientSpace>(rowMajor: held.affine.flatMap(\.self)))
    let back = try #require(affine.inverse)
    var checked = 0
    for values in [held.nibabel, held.simpleitk, held.numpy].compactMap(\.self) {
      for (place, value) in zip(places, values) {
        guard let value, value.isFinite else { continue }
        checked += 1
        // The value is that of the voxel's centre; stored values are whole numbers.
        let voxel = VoxelPoint(back(place).coordinates.rounded(.toNearestOrEven))
        #expect(abs(value - ramp.value(at: affine(voxel))) < 0.6)
      }
    }
    #expect(checked >= 20, "\(checked)")
  }
}
