import Foundation
import Geometry
import Phantoms
import Presentation
import TestSupport
import Testing
import VolumeModel

@testable import SagittaCommands

@Suite struct MarksTests {
  @Test func `marks change pictures and never values`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    for (verb, options) in [("slice", []), ("mpr", ["--normal", "1,1,1"]), ("mip", [])] {
      for name in ["values.nii", "values.npy", "picture.png"] {
        let (plain, marked) = (folder.path("a-" + name), folder.path("b-" + name))
        let words = [verb, series, "--size", "200x150"] + options
        #expect(Run(words + ["-o", plain]).status == 0)
        let run = Run(words + ["-o", marked, "--annotate", "full"])
        #expect(run.status == 0, "\(run.errors)")
        let isEqual = try folder.bytes("a-" + name) == folder.bytes("b-" + name)
        #expect(isEqual == !name.hasSuffix("png"), "\(verb) \(name)")
      }
    }
  }

  @Test func `a picture tells who the patient is only when asked`() throws {
    let (one, other) = (try TemporaryFolder(), try TemporaryFolder())
    for (folder, name) in [(one, "Doe^Jane"), (other, "Roe^Richard")] {
      let series = try Inputs.phantom(in: folder)
      try rename(
        series, from: "Phantom^", to: name.padding(toLength: 8, withPad: " ", startingAt: 0))
      #expect(Run("slice", series, "-o", folder.path("a.png"), "--annotate", "full").status == 0)
      let run = Run(
        "slice", series, "-o", folder.path("b.png"), "--annotate", "full", "--show-identity",
        "--size", "400x400")
      #expect(run.status == 0, "\(run.errors)")
    }
    #expect(try one.bytes("a.png") == other.bytes("a.png"))
    #expect(try one.bytes("b.png") != other.bytes("b.png"))
    let usage = Run("slice", one.path("series"), "-o", one.path("c.png"), "--show-identity")
    #expect(usage.status == 64 && usage.isOneLine)
  }

  /// Replaces a value of equal length in every file of a folder.
  private func rename(_ folder: String, from: String, to: String) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      let url = URL(filePath: folder).appending(path: name)
      var data = try Data(contentsOf: url)
      while let range = data.range(of: Data(from.utf8)) {
        data.replaceSubrange(range, with: Data(to.utf8))
      }
      try data.write(to: url)
    }
  }

  @Test func `a crosshair is drawn on the planes that hold the place, and slices go there`() throws
  {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let run = Run("slice", series, "-o", folder.path("o/"), "--crosshair", "3,4,5", "--json")
    #expect(run.status == 0, "\(run.errors)")
    let outputs = try #require(try run.json()["outputs"] as? [[String: Any]])
    let centers = outputs.compactMap { ($0["plane"] as? [String: Any])?["center"] as? [Double] }
    #expect(centers.count == 3)
    #expect(centers[0][2] == 5 && centers[1][1] == 4 && centers[2][0] == 3)
    let stack = ["slice", series, "--plane", "axial", "--all"]
    #expect(Run(stack + ["-o", folder.path("p/")]).status == 0)
    #expect(Run(stack + ["-o", folder.path("q/"), "--crosshair", "0,0,5"]).status == 0)
    let differing = try (0..<12).filter { n in
      let name = "axial-\(n < 10 ? "000" : "00")\(n).png"
      return try folder.bytes("p/" + name) != folder.bytes("q/" + name)
    }
    #expect(differing.count == 1)
  }
}
