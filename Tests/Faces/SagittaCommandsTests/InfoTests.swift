import DICOMModel
import Foundation
import Phantoms
import TestSupport
import Testing
import VolumeModel

@testable import SagittaCommands

/// What `info` says of several studies.
@Suite struct `The overview of an input` {
  /// Two patients; the first has two studies, and the volumes of both are mixed by number.
  private static func scans(in folder: TemporaryFolder) throws -> String {
    let stated = [
      ("A", "Miller^Ann", "1.2.1"), ("B", "Moore^Bo", "1.2.2"), ("A", "Miller^Ann", "1.2.3"),
    ]
    for (n, (id, name, study)) in stated.enumerated() {
      var series = PhantomSeries(
        .ramp, dimensions: GridDimensions(columns: 8, rows: 8, slices: 4 + n),
        spacing: SIMD3(4, 4.5, 6))
      series.seed = UInt64(n + 1)
      _ = try Inputs.rewritten(series, in: folder, as: "scans/\(id)/\(study)") { set, _ in
        set.set(.patientID, string: id)
        set.set(.patientName, string: name)
        set.set(.studyInstanceUID, string: study)
        set.set(.studyDate, string: "2026010\(n + 1)")
        set.set(.studyDescription, string: "Study \(n + 1)")
        set.set(.seriesInstanceUID, string: "\(study).1")
        set.set(.seriesNumber, integer: n + 4)
      }
    }
    return folder.path("scans")
  }

  @Test func `groups volumes by patient and study, and says where they are`() throws {
    let folder = try TemporaryFolder()
    let scans = try Self.scans(in: folder)
    let run = Run("info", scans)
    #expect(run.status == 0)
    let lines = run.output.split(separator: "\n").map(String.init)
    #expect(
      lines.filter { $0.hasPrefix("Patient") } == [
        "Patient 1, study 1: 2026-01-01, Study 1", "Patient 2, study 1: 2026-01-02, Study 2",
        "Patient 1, study 2: 2026-01-03, Study 3",
      ])
    #expect(lines.contains { $0.hasPrefix("Volume 2  CT 8×8×5") && $0.hasSuffix("series 5") })
    #expect(lines.contains { $0.contains("4 files in \(scans)/A/1.2.1/ from IM0001.dcm") })
    #expect(!run.output.contains("Miller") && !run.output.contains("Moore"))
    let shown = Run("info", scans, "--show-identity").output
    #expect(shown.contains("Patient 2 (Moore Bo, ID B), study 1"))
  }

  @Test func `is one line a volume if brief`() throws {
    let folder = try TemporaryFolder()
    let scans = try Self.scans(in: folder)
    let run = Run("info", scans, "--brief")
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == 3 && run.errors.isEmpty)
    for (n, line) in lines.enumerated() {
      #expect(line.hasPrefix("\(n + 1)  CT  8×8×\(4 + n)  4×4.5×6 mm  axial"), "\(line)")
      #expect(line.contains("series \(n + 4)") && line.contains("IM0001.dcm"))
    }
    #expect(Run("info", scans, "--brief", "--verbose").status == 64)
  }

  @Test func `has all of it as JSON, with identity only on request`() throws {
    let folder = try TemporaryFolder()
    let scans = try Self.scans(in: folder)
    let run = Run("info", scans, "--json")
    let volumes = try #require(try run.json()["volumes"] as? [[String: Any]])
    #expect(volumes.map { $0["patient"] as? Int } == [1, 2, 1])
    #expect(volumes.map { $0["study"] as? Int } == [1, 1, 2])
    #expect(volumes.map { $0["studyInstanceUID"] as? String } == ["1.2.1", "1.2.2", "1.2.3"])
    #expect(volumes.map { $0["seriesNumber"] as? Int } == [4, 5, 6])
    #expect(volumes[2]["folder"] as? String == "\(scans)/A/1.2.3/")
    #expect(volumes[2]["firstFile"] as? String == "IM0001.dcm")
    #expect(volumes[2]["coordinates"] as? String == "LPS mm, voxel centres")
    #expect(!run.output.contains("Miller"))
    let shown = Run("info", scans, "--json", "--show-identity")
    let first = try #require((try shown.json()["volumes"] as? [[String: Any]])?.first)
    #expect(first["identity"] as? [String: String] == ["name": "Miller Ann", "id": "A"])
  }

  @Test func `cuts long lists, and is complete if verbose`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder) { $0.oddities.missingSlices = [4] }
    for n in 0..<9 { try folder.write(Array("text".utf8), as: "series/note\(n).txt") }
    let usual = Run("info", series).output
    #expect(usual.contains("not-dicom: 9") && !usual.contains("note8.txt"))
    #expect(usual.contains("warning: irregular-spacing: "))
    let complete = Run("info", series, "--verbose").output
    for n in 0..<9 { #expect(complete.contains("note\(n).txt")) }
    #expect(complete.contains("columns → L, rows → P, slices → H; centre "))
    #expect(usual.split(separator: "\n").count < 10)
  }
}
