import Foundation
import Geometry
import Phantoms
import SeriesLoading
import TestSupport
import Testing
import VolumeFiles
import VolumeModel

@testable import SagittaCommands

@Suite struct `mpr` {
  @Test func `cross-sections lie across the curve, each in its own direction`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let curve = try folder.write(
      Array("[[-30,-20,-20],[0,0,0],[20,25,20],[10,30,28]]".utf8), as: "curve.json")
    let run = Run(
      "mpr", series, "-o", folder.path("o/"), "--curve", curve, "--curve-mode", "cross-sections",
      "--count", "5", "--width", "20", "--pixel", "2", "--format", "npy", "--json")
    #expect(run.status == 0, "\(run.errors)")
    let outputs = try #require(try run.json()["outputs"] as? [[String: Any]])
    let normals = try outputs.map { output in
      let plane = try #require(output["plane"] as? [String: Any])
      let right = try #require(plane["right"] as? [Double])
      let down = try #require(plane["down"] as? [Double])
      return [
        right[1] * down[2] - right[2] * down[1], right[2] * down[0] - right[0] * down[2],
        right[0] * down[1] - right[1] * down[0],
      ]
    }
    #expect(normals.count == 5)
    let turn = zip(normals[0], normals[4]).map(*).reduce(0, +)
    #expect(turn < 0.9, "the curve bends by more than 25°: \(turn)")
    let first = try #require((outputs[0]["plane"] as? [String: Any])?["center"] as? [Double])
    let last = try #require((outputs[4]["plane"] as? [String: Any])?["center"] as? [Double])
    for (found, expected) in zip(first + last, [-30.0, -20, -20, 10, 30, 28]) {
      #expect(abs(found - expected) < 1e-6)
    }
  }

  @Test func `a plane through three points holds them, the first two on one row`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let points = [[-10.0, 5, -3], [12, 8, 1], [3, -9, 14]]
    let words = points.flatMap { ["--through", $0.map { "\($0)" }.joined(separator: ",")] }
    let run = Run(["mpr", series, "-o", folder.path("p.npy"), "--json"] + words)
    #expect(run.status == 0, "\(run.errors)")
    let outputs = try #require(try run.json()["outputs"] as? [[String: Any]])
    let plane = try #require(outputs[0]["plane"] as? [String: Any])
    let center = try #require(plane["center"] as? [Double])
    let down = try #require(plane["down"] as? [Double])
    let right = try #require(plane["right"] as? [Double])
    func along(_ axis: [Double], _ p: [Double]) -> Double {
      (0..<3).reduce(0) { $0 + axis[$1] * (p[$1] - center[$1]) }
    }
    for p in points {
      let (x, y) = (along(right, p), along(down, p))
      for axis in 0..<3 {
        let shown = center[axis] + right[axis] * x + down[axis] * y
        #expect(abs(shown - p[axis]) < 1e-6)
      }
    }
    #expect(abs(along(down, points[0]) - along(down, points[1])) < 1e-6)
    #expect(along(right, points[1]) > along(right, points[0]))
    #expect(along(down, points[2]) > along(down, points[0]))
  }

  @Test func `the planes of another series are its stored slices`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let other = try TemporaryFolder()
    let tilted = try Inputs.phantom(in: other) { $0.tiltDegrees = 12 }
    let run = Run(
      "mpr", series, "-o", folder.path("o/"), "--plane-of", tilted, "--format", "npy", "--quiet",
      "--json")
    #expect(run.status == 0, "\(run.errors)")
    let stored = Run(
      "slice", tilted, "-o", other.path("n/"), "--native", "--all", "--format", "npy", "--json")
    func places(_ run: Run) throws -> [[Double]] {
      let outputs = try #require(try run.json()["outputs"] as? [[String: Any]])
      return try outputs.map {
        try #require(($0["plane"] as? [String: Any])?["affine"] as? [Double])
      }
    }
    #expect(try places(run) == places(stored) && places(run).count == 12)
  }

  @Test func `a radial stack turns about the picture's down, all of one size`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let run = Run(
      "mpr", series, "-o", folder.path("o/"), "--plane", "coronal", "--radial", "4", "--json")
    #expect(run.status == 0, "\(run.errors)")
    let outputs = try #require(try run.json()["outputs"] as? [[String: Any]])
    let planes = try outputs.map { try #require($0["plane"] as? [String: Any]) }
    #expect(planes.count == 4 && Set(planes.map { $0["size"] as? [Int] }).count == 1)
    #expect(planes.allSatisfy { $0["down"] as? [Double] == [0, 0, -1] })
    let right = try #require(planes[1]["right"] as? [Double])
    // Right-handed about down, which points to the feet: from the left towards the front.
    #expect(abs(right[0] - 0.5.squareRoot()) < 1e-9 && abs(right[1] + 0.5.squareRoot()) < 1e-9)
  }

  @Test func `a plane beside the volume is an empty picture and a warning`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    for center in ["0,0,500", "500,0,0"] {
      let run = Run(
        "mpr", series, "-o", folder.path("p.npy"), "--center", center, "--size", "20x20", "--pixel",
        "1", "--outside", "-7")
      #expect(run.status == 0)
      #expect(run.errors.contains("outside the volume"), "\(center): \(run.errors)")
      let volume = try #require(try VolumeFileReader().read(folder.path("p.npy")).first)
      #expect(volume[3, 4, 0] == -7)
    }
  }

  @Test(arguments: [
    (["--normal", "0,0,0"], "normal"), (["--normal", "nan,0,1"], "normal"),
    (["--right", "1,0,0", "--down", "2,0,0"], "parallel"),
    (["--right", "1,0,0", "--down", "0.1,1,0"], "perpendicular"),
    (["--right", "1,0,0"], "--down"), (["--normal", "0,0,1", "--up", "0,0,2"], "parallel"),
    (["--through", "0,0,0", "--through", "1,0,0"], "three"),
    (["--through", "0,0,0", "--through", "1,0,0", "--through", "2,0,0"], "line"),
    (["--normal", "0,0,1", "--plane", "axial"], "exclude"), (["--size", "0x10"], "--size"),
    (["--size", "1000000x1000000"], "limit"), (["--pixel", "0"], "--pixel"),
    (["--pixel", "1e-7"], "limit"), (["--thickness", "0"], "--thickness"),
    (["--thickness", "-3"], "--thickness"), (["--thickness", "nan"], "--thickness"),
    (["--thickness", "5", "--step", "1e-9"], "samples"), (["--blend", "max"], "--thickness"),
    (["--count", "0"], "--count"), (["--count", "2", "--radial", "3"], "--radial"),
    (["--count", "5"], "folder"), (["--center", "0,inf,0"], "--center"),
    (["--plane", "oblique"], "plane"), (["--plane-of", "/nowhere"], "/nowhere"),
  ])
  func `what makes no plane is refused in one line that names it`(
    _ words: [String], _ named: String
  ) throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let run = Run(["mpr", series, "-o", folder.path("p.png"), "--quiet"] + words)
    let expected: Set<Int32> = named == "limit" ? [64, 77] : named == "/nowhere" ? [66] : [64, 77]
    #expect(expected.contains(run.status) && run.isOneLine, "\(run.status) \(run.errors)")
    #expect(run.errors.contains(named), "\(run.errors)")
    #expect(try !folder.names.contains("p.png"))
  }

  @Test(arguments: [
    ("[[0,0,0]]", "two"), ("[[1,2,3],[1,2,3]]", "two"), ("[]", "two"), ("[[0,0],[1,1]]", "JSON"),
    ("[[0,0,0],[1e999,0,0]]", "JSON"), ("{}", "JSON"), ("", "JSON"),
    ("[[0,0,0],[1e300,0,0]]", "too long"),
  ])
  func `what makes no curve is refused in one line`(_ text: String, _ named: String) throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let curve = try folder.write(Array(text.utf8), as: "curve.json")
    let run = Run("mpr", series, "-o", folder.path("p.png"), "--curve", curve, "--quiet")
    #expect([64, 65, 77].contains(run.status) && run.isOneLine, "\(run.status) \(run.errors)")
    #expect(run.errors.contains(named), "\(run.errors)")
    #expect(try !folder.names.contains("p.png"))
  }

  @Test func `gaps are hatched and masked, in planes, slabs, curves and new grids`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    // Slices 6 mm apart from z = -33 to 33, two of them lost: z from -3 to 15 is a guess.
    for name in try Inputs.files(of: series, atPositions: [3, 9]) {
      try FileManager.default.removeItem(atPath: name)
    }
    let curve = try folder.write(Array("[[0,5,-30],[0,0,0],[5,0,28]]".utf8), as: "curve.json")
    for (number, words) in [
      ["mpr", "--plane", "coronal"], ["mpr", "--normal", "0,0.3,1", "--thickness", "12"],
      ["mpr", "--curve", curve], ["slice", "--plane", "sagittal"],
    ].enumerated() {
      let out = ["-o", folder.path("\(number).npy"), "--mark-gaps", "--quiet"]
      let run = Run([words[0], series] + words.dropFirst() + out)
      #expect(run.status == 0, "\(run.errors)")
      let mask = try #require(
        try VolumeFileReader().read(folder.path("\(number)-gaps.npy")).first)
      let marks = mask.values
      #expect(Set(marks).isSubset(of: [0, 1, 2]) && Set(marks).isSuperset(of: [0, 1]))
      // The picture of the same plane changes where the mask is 1 only.
      let pictures = try ["plain", "marked"].map { name in
        let path = folder.path("\(number)-\(name).png")
        let flag = name == "marked" ? ["--mark-gaps"] : []
        let run = Run([words[0], series] + words.dropFirst() + ["-o", path, "--quiet"] + flag)
        #expect(run.status == 0, "\(run.errors)")
        return try folder.bytes("\(number)-\(name).png")
      }
      #expect(pictures[0] != pictures[1])
    }
    let run = Run(
      "resample", series, "-o", folder.path("r.npy"), "--spacing", "5", "--pad", "1",
      "--mark-gaps", "--quiet")
    #expect(run.status == 0, "\(run.errors)")
    let mask = try #require(try VolumeFileReader().read(folder.path("r-gaps.npy")).first)
    for k in 0..<mask.dimensions.slices {
      let place = mask.geometry.patientPoint(of: VoxelPoint(5, 5, Double(k)))
      let inGap = place.z > -3 && place.z < 15
      #expect(mask[5, 5, k] == (abs(place.z) > 36 ? 2 : inGap ? 1 : 0), "\(place)")
    }
  }
}

extension Inputs {
  /// The files of a series whose slices lie at these z.
  static func files(of series: String, atPositions positions: [Double]) throws -> [String] {
    let names = try FileManager.default.contentsOfDirectory(atPath: series)
    return try names.map { series + "/" + $0 }.filter { path in
      let report = try VolumeLoader().scan([path])
      let place = try #require(report.volumes.first?.geometry.patientPoint(of: VoxelPoint(0, 0, 0)))
      return positions.contains { abs($0 - place.z) < 0.1 }
    }
  }
}

extension Volume {
  fileprivate var values: [Float] {
    let size = dimensions
    return (0..<size.slices).flatMap { k in
      (0..<size.rows).flatMap { j in (0..<size.columns).map { i in self[i, j, k] } }
    }
  }
}
