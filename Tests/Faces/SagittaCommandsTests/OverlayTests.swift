import DICOMModel
import Foundation
import Geometry
import Phantoms
import TestSupport
import Testing
import VolumeModel

@testable import SagittaCommands

@Suite struct OverlayTests {
  /// A sphere on a grid that is coarser, turned and smaller than the head's.
  private func second(in folder: TemporaryFolder, frame: String? = nil) throws -> String {
    var series = PhantomSeries(
      .sphere, dimensions: GridDimensions(columns: 14, rows: 12, slices: 10),
      spacing: SIMD3(7, 6.5, 8))
    series.orientation = .coronal
    let path = folder.path("second")
    try series.write(to: path)
    try FileManager.default.removeItem(atPath: path + "/truth.json")
    return path
  }

  @Test func `an overlay is sampled where the picture lies in the patient, not by index`() throws {
    let folder = try TemporaryFolder()
    let base = try Inputs.phantom(in: folder)
    let other = try second(in: folder)
    let plane = ["--normal", "0.2,1,0.4", "--size", "90x70", "--pixel", "1.1"]
    // Every value is above a quarter of the window, so that an opaque overlay is the picture of
    // the second volume by itself in that plane.
    let center = ["--center", "1,2,3"]
    let colored = Run(
      ["mpr", base, "-o", folder.path("a.png"), "--overlay", other, "--overlay-opacity", "1"]
        + ["--overlay-window", "0,8000", "--overlay-map", "gray", "--window", "1e7,1"]
        + ["--assume-aligned"] + plane + center)
    #expect(colored.status == 0, "\(colored.errors)")
    let alone = Run(
      ["mpr", other, "-o", folder.path("b.png"), "--window", "0,8000", "--color-map", "gray"]
        + plane + center)
    #expect(alone.status == 0, "\(alone.errors)")
    #expect(try folder.bytes("a.png") == folder.bytes("b.png"))
  }

  @Test func `volumes of different frames of reference are refused until they are said to agree`()
    throws
  {
    let folder = try TemporaryFolder()
    let base = try Inputs.phantom(in: folder)
    let other = try second(in: folder)
    let words = ["slice", base, "-o", folder.path("a.png"), "--overlay", other]
    let refused = Run(words)
    #expect(refused.status == 65 && refused.isOneLine, "\(refused.errors)")
    #expect(refused.errors.contains("--assume-aligned"))
    #expect(Run(words + ["--assume-aligned"]).status == 0)
    // A series agrees with itself.
    #expect(Run("slice", base, "-o", folder.path("b.png"), "--overlay", base).status == 0)
    let mip = ["mip", base, "-o", folder.path("m.png"), "--overlay", other, "--assume-aligned"]
    #expect(Run(mip).status == 0)
  }

  @Test(
    arguments: [
      ["--color-map", "virdis"], ["--overlay-map", "pet"],
      ["--overlay", "x", "--overlay-map", "q"],
      ["--overlay", "x", "--overlay-opacity", "2"], ["--color-map", "pet", "--bits", "16"],
      ["--overlay", "x", "--overlay-map", "labels", "--overlay-window", "1,2"],
    ])
  func `options that make no sense are wrong usage`(options: [String]) throws {
    let folder = try TemporaryFolder()
    let run = Run(["slice", folder.path, "-o", folder.path("a.png")] + options)
    #expect(run.status == 64 && run.isOneLine, "\(run.errors)")
  }

  @Test func `values and calibrated images refuse what only pictures show`() throws {
    let folder = try TemporaryFolder()
    let base = try Inputs.phantom(in: folder)
    for options in [
      ["-o", folder.path("a.nii")], ["-o", folder.path("b"), "--dicom"],
    ] {
      let run = Run(["slice", base, "--plane", "axial", "--overlay", base] + options)
      #expect(run.status == 64 && run.isOneLine, "\(run.errors)")
    }
    let identity = Run(
      "slice", base, "-o", folder.path("c"), "--dicom", "--picture", "--annotate", "full",
      "--show-identity")
    #expect(identity.status == 64 && identity.isOneLine, "\(identity.errors)")
    let marked = Run(
      "slice", base, "-o", folder.path("d"), "--dicom", "--picture", "--annotate", "full",
      "--plane", "axial")
    #expect(marked.status == 0, "\(marked.errors)")
  }

  @Test func `an overlay that meets no picture says so, and one of another patient too`() throws {
    let folder = try TemporaryFolder()
    let base = try Inputs.phantom(in: folder)
    var series = PhantomSeries(
      .sphere, dimensions: GridDimensions(columns: 8, rows: 8, slices: 4),
      spacing: SIMD3(5, 5, 5))
    series.center = PatientPoint(900, 0, 0)
    let far = folder.path("far")
    try series.write(to: far)
    let plain = Run("slice", base, "-o", folder.path("plain.png"))
    #expect(plain.status == 0 && !plain.errors.contains("overlay"))
    for verb in [["slice"], ["mpr", "--normal", "0,0,1"], ["mip"], ["render"]] {
      let run = Run(
        [verb[0], base, "-o", folder.path(verb[0] + ".png"), "--overlay", far, "--assume-aligned"]
          + verb.dropFirst() + ["--json"])
      #expect(run.status == 0 && run.errors.contains("warning: overlay"), "\(run.errors)")
      let outputs = try #require(try run.json()["outputs"] as? [[String: Any]])
      let codes = (outputs[0]["findings"] as? [[String: Any]])?.compactMap { $0["code"] as? String }
      #expect(codes?.contains("nothing-there") == true, "\(verb)")
    }
    let other = try second(in: folder)
    try Inputs.change(other) { $0.set(.patientID, string: "SOMEBODY-ELSE") }
    let run = Run(
      "slice", base, "-o", folder.path("b.png"), "--overlay", other, "--assume-aligned", "--json")
    #expect(run.errors.contains("different patients") && !run.errors.contains("SOMEBODY"))
    #expect(run.output.contains("other-patient"))
    let same = Run("slice", base, "-o", folder.path("c.png"), "--overlay", base, "--json")
    #expect(same.errors.isEmpty && !same.output.contains("other-patient"), "\(same.errors)")
  }

  @Test func `a ray cast has labels as bodies, with the volume or alone`() throws {
    let folder = try TemporaryFolder()
    let base = try Inputs.phantom(in: folder)
    let other = try second(in: folder)
    let table = try folder.write(Array("5000 a 255 0 0 255\n".utf8), as: "a.ctbl")
    func picture(_ words: String...) throws -> [UInt8] {
      let out = folder.path("p\(words.count).png")
      let run = Run(
        ["render", base, "-o", out, "--size", "20x20", "--overlay", other, "--assume-aligned"]
          + words + ["--force", "--quiet"])
      #expect(run.status == 0, "\(run.errors)")
      return try folder.bytes("p\(words.count).png")
    }
    let (both, alone) = (try picture(), try picture("--labels-only"))
    #expect(both != alone)
    // Nothing has the number in the table.
    let plain = folder.path("plain.png")
    #expect(Run("render", base, "-o", plain, "--size", "20x20", "--quiet").status == 0)
    #expect(try picture("--overlay-labels", table) == folder.bytes("plain.png"))
    for words in [
      ["--labels-only"], ["--overlay", other, "--overlay-map", "viridis"],
      ["--overlay", other, "--labels-only", "--iso", "3"],
    ] {
      let run = Run(["render", base, "-o", folder.path("x.png")] + words)
      #expect(run.status == 64 && run.isOneLine, "\(run.errors)")
    }
  }

  @Test func `a volume between labels is refused as labels`() throws {
    let folder = try TemporaryFolder()
    let base = try Inputs.phantom(in: folder)
    let file = folder.path("mixed.nii")
    #expect(Run("resample", base, "-o", file, "--spacing", "3").status == 0)
    let run = Run(
      "slice", base, "-o", folder.path("a.png"), "--overlay", file, "--overlay-map", "labels")
    #expect(run.status == 65 && run.errors.contains("is no label"), "\(run.errors)")
    #expect(
      Run("slice", base, "-o", folder.path("b.png"), "--overlay", base, "--overlay-map", "labels")
        .status == 0)
  }

  @Test func `the options of values reach an overlay of its own`() throws {
    let folder = try TemporaryFolder()
    let base = try Inputs.phantom(in: folder)
    let words = ["slice", base, "-o", folder.path("a.png"), "--overlay", base]
    let suv = Run(words + ["--overlay-suv", "bw"])
    #expect(suv.status == 65 && suv.errors.contains("PET"), "\(suv.errors)")
    #expect(Run(words + ["--overlay-phase", "3"]).status == 64)
    #expect(Run(words + ["--overlay-real-world"]).status == 65)
    let alone = Run("slice", base, "-o", folder.path("b.png"), "--overlay-suv", "bw")
    #expect(alone.status == 64 && alone.isOneLine)
  }

  @Test func `inverted pictures are the others turned round, and values never are`() throws {
    let folder = try TemporaryFolder()
    let base = try Inputs.phantom(in: folder)
    for verb in [["slice"], ["mpr", "--plane", "axial"], ["mip"]] {
      let words = [verb[0], base] + verb.dropFirst() + ["--window", "40,400", "--bits", "16"]
      for (name, options) in [("a.png", []), ("b.png", ["--invert"])] {
        let run = Run(words + ["-o", folder.path(name)] + options)
        #expect(run.status == 0, "\(run.errors)")
      }
      #expect(try folder.bytes("a.png") != folder.bytes("b.png"))
      let values = Run(words.dropLast(4) + ["-o", folder.path("v.npy"), "--invert"])
      #expect(values.status == 64 && values.isOneLine, "\(values.errors)")
    }
  }

  @Test func `a table that is none, or not there, is told by name`() throws {
    let folder = try TemporaryFolder()
    let base = try Inputs.phantom(in: folder)
    let table = try folder.write(Array("1 liver red".utf8), as: "organs.ctbl")
    let words = ["slice", base, "-o", folder.path("a.png"), "--overlay", base, "--overlay-labels"]
    let bad = Run(words + [table])
    #expect(bad.status == 65 && bad.isOneLine && bad.errors.contains("organs.ctbl: line 1"))
    #expect(Run(words + [folder.path("none")]).status == 66)
  }
}

@Suite struct SheetTests {
  private func tiles(_ run: Run) throws -> [[String: Any]] {
    let outputs = try #require(try run.json()["outputs"] as? [[String: Any]])
    return try #require(outputs.first?["tiles"] as? [[String: Any]])
  }

  private func centers(_ tiles: [[String: Any]]) -> [[Double]] {
    tiles.compactMap { ($0["plane"] as? [String: Any])?["center"] as? [Double] }
  }

  @Test func `a montage shows planes from the first to the last, row by row`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let run = Run("slice", series, "-o", folder.path("m.png"), "--montage", "3x2", "--json")
    #expect(run.status == 0, "\(run.errors)")
    let tiles = try tiles(run)
    let heights = centers(tiles).map { $0[2] }
    // 12 slices of 6 mm around 0: numbers 0, 2, 4, 7, 9, 11.
    #expect(heights == [0, 2, 4, 7, 9, 11].map { (Double($0) - 5.5) * 6 })
    let origins = tiles.compactMap { $0["origin"] as? [Int] }
    #expect(origins[0] == [0, 0] && origins[1][0] > 0 && origins[1][1] == 0 && origins[3][0] == 0)
    #expect(
      Set(tiles.compactMap { ($0["plane"] as? [String: Any])?["pixel"] as? Double }).count == 1)
  }

  @Test func `a montage with chosen planes shows these, or says that there is no room`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let words = [
      "slice", series, "-o", folder.path("m.png"), "--json", "--every", "4", "--montage",
    ]
    #expect(try tiles(Run(words + ["2x2"])).count == 3)
    let full = Run(words + ["2x1"])
    #expect(full.status == 64 && full.isOneLine && full.errors.contains("2x2"))
  }

  @Test func `panels show the three planes through one place at one scale`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let run = Run(
      "slice", series, "-o", folder.path("p.png"), "--panels", "--crosshair", "-7,8,9", "--json")
    #expect(run.status == 0, "\(run.errors)")
    let tiles = try tiles(run)
    let centers = centers(tiles)
    #expect(centers[0][2] == 9 && centers[1][1] == 8 && centers[2][0] == -7)
    let origins = tiles.compactMap { $0["origin"] as? [Int] }
    #expect(origins[0][0] == origins[1][0] && origins[1][1] == origins[2][1])
  }

  @Test(
    arguments: [
      ["--montage", "2x2", "--panels"], ["--montage", "0x2"], ["--montage", "2x2", "--index", "1"],
      ["--panels", "--native"], ["--montage", "2x2", "--bits", "16"],
    ])
  func `sheets that make no sense are wrong usage`(options: [String]) throws {
    let folder = try TemporaryFolder()
    let run = Run(["slice", folder.path, "-o", folder.path("a.png")] + options)
    #expect(run.status == 64 && run.isOneLine, "\(run.errors)")
  }

  @Test func `sheets of more places than can be seen are over a limit`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let run = Run("slice", series, "-o", folder.path("a.png"), "--montage", "200x200")
    #expect(run.status == 77 && run.isOneLine, "\(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("a.png")))
  }

  @Test func `sheets are pictures`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    #expect(Run("slice", series, "-o", folder.path("m.npy"), "--montage", "2x2").status == 64)
    #expect(Run("slice", series, "-o", folder.path("f/"), "--montage", "2x2").status == 0)
    #expect(try folder.names.filter { $0.hasPrefix("f/montage") }.count == 3)
  }
}
