import Foundation
import Sagitta
import TestSupport
import Testing

/// `mip --depths`.
@Suite struct `Depths of projections` {
  private func values(_ path: String) throws -> Volume {
    try #require(try VolumeFileReader().read(path).first)
  }

  @Test func `lie where the extreme is, from an axis and from nearly there`() throws {
    let folder = try TemporaryFolder()
    let input = try Inputs.phantom(in: folder)
    let (values, depths) = (folder.path("mip.npy"), folder.path("depth.npy"))
    for azimuth in ["0", "0.01"] {
      let run = Run([
        "mip", input, "-o", values, "--depths", depths, "--size", "24x20", "--azimuth", azimuth,
        "--step", "0.5", "--json",
      ])
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output.contains("depth.npy"))
      let (extremes, places) = (try self.values(values), try self.values(depths))
      #expect(places.geometry.dimensions == extremes.geometry.dimensions)
      #expect(places.attributes.unit == "mm")
      // A slab of one step around a pixel's depth holds the same extreme.
      let dimensions = places.geometry.dimensions
      let (column, row) = (dimensions.columns / 2, dimensions.rows / 2)
      let depth = places[column, row, 0]
      let thin = folder.path("thin.npy")
      let again = Run([
        "mip", input, "-o", thin, "--size", "24x20", "--azimuth", azimuth, "--step", "0.5",
        "--slab-from", "\(depth - 0.01)", "--slab-to", "\(depth + 0.01)", "--quiet",
      ])
      #expect(again.status == 0, "\(again.errors)")
      let there = try self.values(thin)[column, row, 0]
      #expect(abs(there - extremes[column, row, 0]) < 2)
    }
  }

  @Test func `go into a folder of their own or beside the frames`() throws {
    let folder = try TemporaryFolder()
    let input = try Inputs.phantom(in: folder)
    let words = [
      "mip", input, "-o", folder.path("o/"), "--depths", folder.path("o/"), "--frames", "2",
      "--size", "10x10", "--quiet",
    ]
    #expect(Run(words).status == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("o")).sorted()
    #expect(names.filter { $0.hasPrefix("mip") }.count == 2)
    #expect(names.contains("depth-0000.npy") || names.contains("depth-0001.npy"), "\(names)")
    #expect(Run(words).status != 0)
    #expect(Run(words + ["--force"]).status == 0)
  }

  @Test func `are refused where there are none`() throws {
    let folder = try TemporaryFolder()
    let input = try Inputs.phantom(in: folder)
    let cases: [(words: [String], mentioned: String)] = [
      (["--depths", "d.npy", "--blend", "mean"], "--blend mean"),
      (["--depths", folder.path("d.png")], "depths are values"),
      (["--depths", folder.path("d.npy"), "--frames", "2"], "folder"),
    ]
    for (words, mentioned) in cases {
      let out = folder.path("out.png")
      let run = Run(["mip", input, "-o", out, "--quiet"] + words)
      #expect(run.status == 64 && run.isOneLine, "\(words): \(run.status) \(run.errors)")
      #expect(run.errors.contains(mentioned), "\(run.errors)")
      #expect(!FileManager.default.fileExists(atPath: out))
    }
  }
}
