import Foundation
import Phantoms
import TestSupport
import Testing

@testable import SagittaCommands

@Suite struct JSONTests {
  private static let volumeKeys: Set<String> = [
    "id", "seriesInstanceUID", "frameOfReferenceUID", "modality", "description", "dimensions",
    "phases", "phaseAxes", "affine", "spacing", "unit", "range", "regularity", "shearDegrees",
    "findings", "files", "coordinates", "date", "firstFile", "folder", "patient", "seriesNumber",
    "study",
    "studyInstanceUID",
  ]

  private static func volume(
    _ words: [String] = [], _ change: (inout PhantomSeries) -> Void
  ) throws -> [String: Any] {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder, change)
    let run = Run(["info", series, "--json"] + words)
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    let volumes = try #require(try run.json()["volumes"] as? [[String: Any]])
    return try #require(volumes.first)
  }

  @Test func `info has the documented keys`() throws {
    let volume = try Self.volume { _ in }
    #expect(Set(volume.keys) == Self.volumeKeys)
    #expect(volume["dimensions"] as? [Int] == [24, 20, 12])
    #expect((volume["affine"] as? [Double])?.count == 16)
    #expect(volume["spacing"] as? [Double] == [4, 4.5, 6])
    #expect(volume["regularity"] as? String == "regular")
    #expect(volume["unit"] as? String == "HU")
    #expect(volume["modality"] as? String == "CT")
    #expect((volume["range"] as? [Double])?.count == 2)
    #expect(volume["files"] as? Int == 12)
  }

  @Test func `an irregular stack lists the places of its slices`() throws {
    let volume = try Self.volume { $0.oddities.missingSlices = [4] }
    #expect(volume["regularity"] as? String == "irregular")
    #expect((volume["slicePositions"] as? [Double])?.count == 11)
    let findings = try #require(volume["findings"] as? [[String: Any]])
    #expect(
      findings.compactMap { $0["code"] as? String } == ["irregular-spacing", "missing-slices"])
    for finding in findings {
      #expect(Set(finding.keys).isSuperset(of: ["code", "severity", "message", "values"]))
    }
  }

  @Test func `a tilted stack has its angle`() throws {
    let volume = try Self.volume { $0.tiltDegrees = 12 }
    #expect(volume["regularity"] as? String == "sheared")
    let shear = try #require(volume["shearDegrees"] as? Double)
    // Positions and directions are decimal strings of 16 characters.
    #expect(abs(shear - 12) < 1e-9)
  }

  @Test func `without pixels the range is null, and there`() throws {
    let volume = try Self.volume(["--headers-only"]) { _ in }
    #expect(volume["range"] is NSNull)
    #expect(Set(volume.keys) == Self.volumeKeys)
  }

  @Test func `files add up, and the skipped have path, code and message`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder) { $0.oddities.hasLocalizer = true }
    try folder.write([], as: "series/empty")
    let files = try #require(try Run("info", series, "--json").json()["files"] as? [String: Any])
    #expect(files["read"] as? Int == 14 && files["used"] as? Int == 12)
    let skipped = try #require(files["skipped"] as? [[String: String]])
    #expect(skipped.map { $0["code"] } == ["localizer", "empty-file"])
    #expect(skipped.allSatisfy { Set($0.keys) == ["path", "code", "message"] })
  }

  @Test func `slice lists its outputs with plane and window`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let run = Run("slice", series, "-o", folder.path("o/"), "--json", "--window", "-600,1500")
    let outputs = try #require(try run.json()["outputs"] as? [[String: Any]])
    #expect(outputs.count == 3)
    for output in outputs {
      let path = try #require(output["path"] as? String)
      #expect(FileManager.default.fileExists(atPath: path))
      let plane = try #require(output["plane"] as? [String: Any])
      #expect(Set(plane.keys).isSuperset(of: ["right", "down", "center", "pixel", "affine"]))
      #expect((plane["affine"] as? [Double])?.count == 16)
      let window = try #require(output["window"] as? [String: Any])
      #expect(window["center"] as? Double == -600 && window["width"] as? Double == 1500)
      #expect(output["findings"] is [Any])
    }
    #expect(run.errors.isEmpty)
  }

  @Test func `probe tells values, places outside, and figures of regions`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder) { $0.kind = .ramp }
    let run = Run(
      "probe", series, "--json", "--at", "1,2,3", "--at", "-999,0,0", "--sphere", "0,0,0,20")
    let points = try #require(try run.json()["points"] as? [[String: Any]])
    #expect(points.map { $0["status"] as? String } == ["value", "outside"])
    #expect(points[0]["value"] is Double && points[1]["value"] == nil)
    let regions = try #require(try run.json()["regions"] as? [[String: Any]])
    #expect((regions[0]["count"] as? Int).map { $0 > 50 } == true)
  }

  @Test func `timings are one line of JSON on standard error`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    for words in [
      ["info", series], ["slice", series, "-o", folder.path("a.png")],
      ["probe", series, "--at", "0,0,0"], ["convert", series, "-o", folder.path("v.nii")],
    ] {
      let run = Run(words + ["--timings", "--quiet"])
      #expect(run.status == 0)
      let value = try JSONSerialization.jsonObject(with: Data(run.errors.utf8))
      let timings = try #require(value as? [String: Double])
      #expect(Set(timings.keys) == ["load", "compute", "write", "peak_rss_bytes"])
      #expect(timings.values.allSatisfy { $0 >= 0 } && timings["peak_rss_bytes", default: 0] > 1e6)
      #expect(run.errors.count { $0.isNewline } == 1)
    }
  }
}
