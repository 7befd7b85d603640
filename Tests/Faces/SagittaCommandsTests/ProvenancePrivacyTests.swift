import DICOMModel
import Foundation
import Phantoms
import StableJSON
import TestSupport
import Testing

@testable import SagittaCommands

/// Words that must not be found anywhere in a record: they stand in every path, file name, free text
/// and attribute that a run is given.
@Suite struct `Provenance tells of nobody` {
  private static let secret = "Zebedee"
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func path(_ name: String) -> String { folder.path("\(Self.secret)/\(name)") }

  /// A series whose folder, files and attributes name the patient.
  private func series(_ name: String) throws -> String {
    let own = try TemporaryFolder()
    defer { withExtendedLifetime(own) {} }
    let path = try Inputs.phantom(in: own)
    let target = self.path(name)
    try FileManager.default.createDirectory(
      atPath: folder.path(Self.secret), withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: path, toPath: target)
    try Inputs.change(target) { set in
      for tag in [Tag.patientName, .patientID, .seriesDescription, .institutionName] {
        set.set(tag, string: Self.secret)
      }
    }
    return target
  }

  private func write(_ text: String, as name: String) throws -> String {
    try folder.write(Array(text.utf8), as: "\(Self.secret)/\(name)")
  }

  /// Runs the words with a record, and returns the record's text.
  private func record(_ words: [String]) throws -> String {
    let record = path("record.json")
    let run = Run(words + ["--provenance", record, "--quiet"])
    #expect(run.status == 0, "\(words): \(run.errors)")
    return String(decoding: try folder.bytes("\(Self.secret)/record.json"), as: UTF8.self)
  }

  private func expectNothingPrivate(_ words: [String]) throws {
    let text = try record(words)
    #expect(!text.localizedCaseInsensitiveContains(Self.secret), "\(words)")
    #expect(!text.contains(folder.path), "\(words)")
    let request = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)).fields?["request"]
    #expect(request?.fields != nil, "\(words)")
  }

  @Test func `whole volumes: no paths, names of files and series descriptions`() throws {
    let scan = try series("scan")
    let other = try series("other")
    let name = Self.secret
    try expectNothingPrivate(["convert", scan, "-o", path("\(name).nii.gz"), "--bids"])
    try expectNothingPrivate(["convert", scan, "-o", path("{description}.npy")])
    try expectNothingPrivate(["convert", scan, "-o", path("all/"), "--volume", "all"])
    try expectNothingPrivate(
      ["convert", scan, "-o", path("d/"), "--dicom", "--series-description", name])
    try expectNothingPrivate([
      "resample", scan, "-o", path("r.nrrd"), "--like", other, "--show-identity",
    ])
    try expectNothingPrivate(["report", scan, "-o", path("r.html"), "--headers-only"])
    // What a value file carries of its origin is the same record; the description is the file's own.
    let carried = String(
      decoding: try folder.bytes("\(name)/r.nrrd").prefix(20_000), as: UTF8.self)
    #expect(carried.contains("sopInstanceUID") && !carried.contains(folder.path))
  }

  @Test func `planes and rays: no paths of curves, grids, overlays, depths and tables`() throws {
    let scan = try series("scan")
    let other = try series("other")
    let name = Self.secret
    let small = ["--size", "16x16"]
    let curve = try write("[[0,0,-30],[0,0,0],[0,10,30]]", as: "\(name)-curve.json")
    let labels = try write("1 \(name) 255 0 0 255\n", as: "\(name)-labels.txt")
    let preset = Run("render", "--dump-preset", "ct-bone").output
    let function = try write(preset, as: "\(name)-function.json")
    try expectNothingPrivate(["slice", scan, "-o", path("{description}-{plane}.png")])
    try expectNothingPrivate(["slice", scan, "-o", path("o.png"), "--overlay", other] + small)
    try expectNothingPrivate(["frames", scan, "-o", path("frames/")])
    try expectNothingPrivate(["frames", scan, "-o", path("sheet.png"), "--montage", "3x3"])
    try expectNothingPrivate(["mpr", scan, "-o", path("plane/"), "--plane-of", other] + small)
    try expectNothingPrivate(["mpr", scan, "-o", path("c.png"), "--curve", curve])
    try expectNothingPrivate(
      ["mip", scan, "-o", path("m.png"), "--depths", path("\(name).npy")] + small)
    try expectNothingPrivate(
      ["mip", scan, "-o", path("m.png"), "--depths=\(path("d.npy"))"] + small)
    try expectNothingPrivate(
      ["render", scan, "-o", path("f.png"), "--transfer-function", function] + small)
    let masks = path("masks.nii")
    #expect(Run("convert", other, "-o", masks, "--quiet").status == 0)
    try expectNothingPrivate(
      ["slice", scan, "-o", path("l.png"), "--overlay", masks, "--overlay-labels", labels] + small)
    try expectNothingPrivate(
      ["mip", scan, "-o", path("m.dcm"), "--picture", "--series-description", name] + small)
  }

  /// The UIDs of the series among a record's sources.
  private func sources(_ words: [String]) throws -> [JSONValue?] {
    let text = try record(words)
    let record = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
    guard case .list(let sources)? = record.fields?["sources"] else { return [] }
    return sources.map { $0.fields?["seriesInstanceUID"] }
  }

  @Test(arguments: ["slice", "mpr", "mip"])
  func `what lies over an image is one of its sources, once`(verb: String) throws {
    let scan = try series("scan")
    let other = try series("other")
    try Inputs.change(other) { $0.set(.seriesInstanceUID, string: "2.25.987654321") }
    let words = [verb, scan, "-o", path("o.png"), "--size", "16x16"]
    let alone = try sources(words)
    let both = try sources(words + ["--overlay", other])
    #expect(alone.count == 1 && both.count == 2 && both[0] == alone[0])
    #expect(both[1] == .text("2.25.987654321"))
  }

  @Test func `stored images have their series and instances in the record, and no grid`() throws {
    let scan = try series("scan")
    let text = try record(["frames", scan, "-o", path("frames/")])
    let record = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
    guard case .list(let sources)? = record.fields?["sources"] else {
      Issue.record("there are no sources")
      return
    }
    #expect(sources.count == 1 && sources[0].fields?["affine"] == nil)
    guard case .list(let instances)? = sources[0].fields?["instances"] else {
      Issue.record("there are no instances")
      return
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: scan)
    #expect(instances.count == files.filter { $0.hasSuffix(".dcm") }.count)
  }

  @Test func `names are there if they are asked for`() throws {
    let scan = try series("scan")
    let file = path("\(Self.secret).npy")
    let text = try record(["convert", scan, "-o", file, "--provenance-names"])
    let names = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)).fields?["names"]
    #expect(names?.fields?["inputs"] == .list([.text(scan)]))
    #expect(names?.fields?["outputs"] == .list([.text(file)]))
    let alone = Run("convert", scan, "-o", file, "--provenance-names")
    #expect(alone.status == 64 && alone.isOneLine)
  }
}
