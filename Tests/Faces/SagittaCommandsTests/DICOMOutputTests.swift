import DICOMCoding
import DICOMModel
import Foundation
import Phantoms
import TestSupport
import Testing
import VolumeModel

@testable import SagittaCommands

@Suite struct DICOMOutputTests {
  private static func object(_ path: String) throws -> DataSet {
    try Part10Reader().readWhole([UInt8](try Data(contentsOf: URL(filePath: path)))).dataSet
  }

  /// Affine and dimensions of the only volume below a path.
  private static func volume(_ path: String) throws -> (affine: [Double], dimensions: [Int]) {
    let json = try Run("info", path, "--json").json()
    let volumes = try #require(json["volumes"] as? [[String: Any]])
    #expect(volumes.count == 1)
    return (
      try #require(volumes.first?["affine"] as? [Double]),
      try #require(volumes.first?["dimensions"] as? [Int])
    )
  }

  @Test(arguments: [
    ["slice", "--plane", "coronal", "--all"], ["slice", "--native", "--all"],
    ["mpr", "--plane", "sagittal", "--rotate", "10,20,30", "--count", "5"],
    ["resample", "--spacing", "5"], ["convert"],
  ])
  func `a series that a verb writes is a volume again`(_ words: [String]) throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let values = folder.path("values.nii")
    let run = Run([words[0], series, "-o", folder.path("out/"), "--dicom"] + words.dropFirst())
    #expect(run.status == 0, "\(run.errors)")
    #expect(Run([words[0], series, "-o", values] + words.dropFirst()).status == 0)
    let back = folder.path("back.nii")
    #expect(Run("convert", folder.path("out"), "-o", back).status == 0)
    // The same planes as a value file: header and place are equal, values to half a step.
    let (one, other) = (try folder.bytes("values.nii"), try folder.bytes("back.nii"))
    #expect(one.count == other.count && one[40..<56] == other[40..<56])
  }

  @Test func `the slices of a series keep their place to the last digit`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder) { $0.tiltDegrees = 13 }
    #expect(Run("convert", series, "-o", folder.path("out/"), "--dicom").status == 0)
    let (before, after) = (try Self.volume(series), try Self.volume(folder.path("out")))
    #expect(before.dimensions == after.dimensions)
    #expect(zip(before.affine, after.affine).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(try folder.names.contains("out/slice-0011.dcm"))
  }

  @Test func `a name that ends in .dcm is one object`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let runs: [([String], String)] = [
      (["slice"], "1.2.840.10008.5.1.4.1.1.2"), (["mpr"], "1.2.840.10008.5.1.4.1.1.2"),
      (["mip"], "1.2.840.10008.5.1.4.1.1.2"), (["render"], "1.2.840.10008.5.1.4.1.1.7"),
      (["slice", "--picture"], "1.2.840.10008.5.1.4.1.1.7"),
      (["render", "--frames", "3"], "1.2.840.10008.5.1.4.1.1.7.4"),
      (["mip", "--frames", "3", "--picture"], "1.2.840.10008.5.1.4.1.1.7.2"),
      (["mip", "--frames", "3", "--picture", "--bits", "16"], "1.2.840.10008.5.1.4.1.1.7.3"),
      (
        ["slice", "--plane", "axial", "--all", "--picture", "--dicom"],
        "1.2.840.10008.5.1.4.1.1.7.2"
      ),
    ]
    for (words, uid) in runs {
      let path = folder.path("one.dcm")
      let run = Run([words[0], series, "-o", path, "--json"] + words.dropFirst())
      #expect(run.status == 0, "\(words): \(run.errors)")
      let object = try Self.object(path)
      #expect(object.uid(.sopClassUID) == uid, "\(words)")
      #expect(object.string(.patientName) == "Phantom^")
      let outputs = try #require(try run.json()["outputs"] as? [[String: Any]])
      #expect(outputs.first?["path"] as? String == path)
    }
  }

  @Test func `what makes no DICOM is wrong usage, and writes nothing`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let before = try folder.names
    let wrong = [
      ["slice", "-o", folder.path("a.dcm"), "--all"],
      ["slice", "-o", folder.path("a.dcm"), "--plane", "all"],
      ["slice", "-o", folder.path("a.txt"), "--dicom"],
      ["slice", "-o", folder.path("a.png"), "--picture"],
      ["slice", "-o", folder.path("a.png"), "--anonymous"],
      ["slice", "-o", folder.path("a.png"), "--transfer-syntax", "rle"],
      ["slice", "-o", folder.path("a/"), "--dicom", "--format", "png"],
      ["slice", "-o", folder.path("a/"), "--dicom", "--transfer-syntax", "jpeg"],
      ["mip", "-o", folder.path("a.dcm"), "--projection", "perspective"],
      ["mip", "-o", folder.path("a.dcm"), "--frames", "3"],
      ["slice", "-o", folder.path("a.dcm"), "--picture", "--anonymous", "--annotate", "full"],
      ["convert", "-o", folder.path("a.dcm")],
      ["convert", "-o", folder.path("a/"), "--dicom", "--picture"],
      ["convert", "-o", folder.path("a/"), "--dicom", "--padding", "nan"],
      ["slice", "-o", folder.path("a/"), "--dicom", "--series-number", "0"],
    ]
    for words in wrong {
      let run = Run([words[0], series] + words.dropFirst())
      #expect(run.status == 64 && run.isOneLine, "\(words): \(run.status) \(run.errors)")
    }
    #expect(try folder.names == before)
  }

  /// A CT has neither kind of value: the refusal comes before anything is read.
  @Test(
    arguments: ["slice", "mpr", "mip", "render", "convert", "resample"], ["--suv", "--real-world"])
  func `uptake and real-world values are no DICOM`(verb: String, option: String) throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let before = try folder.names
    // A ray cast knows no real-world values at all.
    if verb == "render", option == "--real-world" { return }
    let value = (option == "--suv" ? ["bw"] : []) + (verb == "resample" ? ["--isotropic"] : [])
    let run = Run([verb, series, "-o", folder.path("a/"), "--dicom", option] + value)
    #expect(run.status == 64 && run.isOneLine, "\(run.status) \(run.errors)")
    #expect(run.errors.contains("modality values; leave \(option) out"))
    #expect(try folder.names == before)
  }

  @Test func `planes of one series stay below the limit of memory, or are refused`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let before = try folder.names
    // Twenty planes of 200×200 floats: 3.2 MB; the volume is 23 kB, the program counts as 36 MiB.
    let words = ["mpr", series, "--count", "20", "--size", "200x200", "-o"]
    // One large picture is in memory as a whole.
    let large = Run(
      "mpr", series, "-o", folder.path("a.png"), "--size", "1000x1000", "--max-memory", "39M")
    #expect(large.status == 77 && large.isOneLine, "\(large.status) \(large.errors)")
    let sheet = Run(
      "slice", series, "-o", folder.path("s.png"), "--panels", "--size", "600x600",
      "--max-memory", "39M")
    #expect(sheet.status == 77 && sheet.isOneLine, "\(sheet.status) \(sheet.errors)")
    #expect(try folder.names == before)
    // A series whose values have no room together is made part by part, with the same bytes.
    let dicom = ["--dicom", "--deterministic-uids"]
    #expect(Run(words + [folder.path("tight/")] + dicom + ["--max-memory", "39M"]).status == 0)
    #expect(Run(words + [folder.path("free/")] + dicom).status == 0)
    let files = try folder.names.filter { $0.hasPrefix("free/") }.map { String($0.dropFirst(5)) }
    #expect(files.count == 20)
    for file in files {
      #expect(try folder.bytes("tight/" + file) == folder.bytes("free/" + file), "\(file)")
    }
    // Pictures go to their files a few at a time, and so do the planes of an array.
    #expect(Run(words + [folder.path("pictures/"), "--max-memory", "39M"]).status == 0)
    #expect(Run(words + [folder.path("a.npy"), "--max-memory", "39M"]).status == 0)
    #expect(Run(words + [folder.path("b.npy")]).status == 0)
    #expect(try folder.bytes("a.npy") == folder.bytes("b.npy"))
  }

  @Test func `images without position make pictures, no calibrated series`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder) { $0.oddities.omitsGeometry = true }
    let before = try folder.names
    let words = [series, "--assume-spacing", "1,1,2", "--quiet"]
    let run = Run(["slice"] + words + ["-o", folder.path("out/"), "--dicom"])
    #expect(run.status == 65 && run.isOneLine && run.errors.contains("picture"), "\(run.errors)")
    #expect(try folder.names == before)
    let picture = Run(["slice"] + words + ["-o", folder.path("out.dcm"), "--picture"])
    #expect(picture.status == 0, "\(picture.errors)")
  }

  @Test func `older DICOM files are refused, and replaced only with force`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let words = ["slice", series, "-o", folder.path("out/"), "--dicom", "--plane", "axial"]
    #expect(Run(words + ["--all"]).status == 0)
    let refused = Run(words)
    #expect(refused.status == 73 && refused.isOneLine && refused.errors.contains("--force"))
    #expect(try folder.names.count { $0.hasPrefix("out/axial") } == 12)
    #expect(Run(words + ["--force"]).status == 0)
    #expect(try folder.names.filter { $0.hasPrefix("out/") } == ["out/axial-0006.dcm"])
  }

  @Test func `a file that cannot get its place leaves nothing of a series`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    try FileManager.default.createDirectory(
      atPath: folder.path("out/slice-0008.dcm"), withIntermediateDirectories: true)
    try folder.write([7], as: "out/slice-0008.dcm/kept")
    let run = Run("convert", series, "-o", folder.path("out/"), "--dicom", "--force")
    #expect(run.status == 74 && run.isOneLine, "\(run.errors)")
    #expect(
      try folder.names.filter { $0.hasPrefix("out/") }
        == ["out/slice-0008.dcm", "out/slice-0008.dcm/kept"])
  }

  @Test func `deterministic objects have the same bytes each time, others have new UIDs`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    func bytes(_ name: String, _ words: String...) throws -> [UInt8] {
      let run = Run(["slice", series, "-o", folder.path(name)] + words)
      #expect(run.status == 0, "\(run.errors)")
      return try folder.bytes(name)
    }
    let fixed = try bytes("a.dcm", "--deterministic-uids")
    #expect(try bytes("b.dcm", "--deterministic-uids", "--threads", "1") == fixed)
    #expect(try bytes("c.dcm") != bytes("d.dcm"))
  }

  @Test func `an anonymous object has no trace of the patient`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    for words in [["slice"], ["render"]] {
      let path = folder.path("a.dcm")
      let run = Run(words + [series, "-o", path, "--anonymous"])
      #expect(run.status == 0, "\(run.errors)")
      let object = try Self.object(path)
      #expect(object.string(.patientIdentityRemoved) == "YES")
      #expect(!String(decoding: try folder.bytes("a.dcm"), as: UTF8.self).contains("Phantom"))
    }
  }

  @Test func `description and number of a series can be given`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let run = Run(
      "slice", series, "-o", folder.path("out/"), "--dicom", "--series-description", "Für Müller",
      "--series-number", "7")
    #expect(run.status == 0, "\(run.errors)")
    let objects = try folder.names.filter { $0.hasSuffix(".dcm") && $0.hasPrefix("out/") }
      .map { try Self.object(folder.path($0)) }
    #expect(objects.map { $0.integer(.seriesNumber) } == [7, 8, 9])
    #expect(objects.allSatisfy { $0.string(.seriesDescription) == "Für Müller" })
    #expect(Set(objects.map { $0.uid(.seriesInstanceUID) }).count == 3)
  }

  @Test(.needsData("mr_4d_siemens_xa30_enhanced"))
  func `every phase becomes a series of its own`() throws {
    let folder = try TemporaryFolder()
    let data = try #require(Repository.data("mr_4d_siemens_xa30_enhanced")).path
    let run = Run("convert", data, "-o", folder.path("out/"), "--dicom")
    #expect(run.status == 0, "\(run.errors)")
    let names = try folder.names.filter { $0.hasSuffix(".dcm") }
    #expect(names.count == 84 && names.last == "out/phase-0006/slice-0011.dcm")
    let uids = try Set(names.map { try Self.object(folder.path($0)).uid(.seriesInstanceUID) })
    #expect(uids.count == 7)
  }

  private struct Comparison: Decodable {
    let frames: Int
    let equal: Bool
  }

  @Test(
    .needsPeers,
    arguments: [
      ["mip", "--frames", "4"], ["mip", "--frames", "3", "--bits", "16"],
      ["render", "--frames", "3"], ["render", "--frames", "2", "--transfer-syntax", "rle"],
      ["slice", "--plane", "coronal"],
    ])
  func `the frames of a secondary capture equal the PNGs`(_ words: [String]) throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let pictures = words.filter { $0 != "--transfer-syntax" && $0 != "rle" }
    #expect(Run([words[0], series, "-o", folder.path("png/")] + pictures.dropFirst()).status == 0)
    let run = Run(
      [words[0], series, "-o", folder.path("dicom/"), "--dicom", "--picture"] + words.dropFirst())
    #expect(run.status == 0, "\(run.errors)")
    let file = try #require(
      try folder.names.first { $0.hasSuffix(".dcm") && $0.hasPrefix("dicom/") })
    let answer: Comparison = try Peers.answer(
      of: "dicom_pictures", folder.path(file), folder.path("png"))
    #expect(answer.equal && answer.frames == Int(words.count > 2 ? words[2] : "1") ?? 1)
  }

  @Test(.needsTool("dciodvfy"), arguments: ["ct-chest", "mr-head"])
  func `objects of the sample volumes are valid`(_ name: String) throws {
    let folder = try TemporaryFolder()
    let input = Repository.volumes.appending(path: name).path
    for (words, output) in [
      (["slice", "--plane", "coronal"], "a.dcm"),
      (["mpr", "--thickness", "10", "--blend", "max", "--rotate", "0,0,10"], "b.dcm"),
      (["mip", "--pixel", "2"], "c.dcm"), (["render", "--pixel", "3"], "d.dcm"),
    ] {
      let run = Run([words[0], input, "-o", folder.path(output)] + words.dropFirst())
      #expect(run.status == 0, "\(run.errors)")
      let result = try Peers.run(tool: "dciodvfy", "-new", folder.path(output))
      #expect(!result.errors.contains("Error"), "\(result.errors)")
    }
  }
}
