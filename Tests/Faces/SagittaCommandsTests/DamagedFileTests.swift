import DICOMModel
import Foundation
import Phantoms
import TestSupport
import Testing
import VolumeModel

@testable import SagittaCommands

/// Files whose damage shows only when their pixels are read.
@Suite struct DamagedFileTests {
  /// A deflated series of 12 slices of which one breaks off; the path of that file.
  private static func input(in folder: TemporaryFolder) throws -> (series: String, bad: String) {
    let series = try Inputs.phantom(in: folder) {
      $0.transferSyntax = .deflatedExplicitVRLittleEndian
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: series).sorted()
    let bad = series + "/" + names[5]
    let bytes = try Data(contentsOf: URL(filePath: bad))
    try bytes.dropLast(8).write(to: URL(filePath: bad))
    return (series, bad)
  }

  @Test func `info lists the file and the hole it leaves, and ends well`() throws {
    let folder = try TemporaryFolder()
    let (series, bad) = try Self.input(in: folder)
    let run = Run("info", series, "--json")
    #expect(run.status == 0)
    let json = try run.json()
    let files = json["files"] as? [String: Any]
    let skipped = files?["skipped"] as? [[String: Any]]
    #expect(skipped?.compactMap { $0["path"] as? String } == [bad])
    #expect(skipped?.compactMap { $0["code"] as? String } == ["damaged"])
    let volume = (json["volumes"] as? [[String: Any]])?.first
    let findings = volume?["findings"] as? [[String: Any]]
    #expect(volume?["dimensions"] as? [Int] == [24, 20, 11])
    #expect(findings?.contains { $0["code"] as? String == "missing-slices" } == true)
    #expect(findings?.allSatisfy { ($0["advice"] as? String)?.isEmpty == false } == true)
  }

  @Test func `other verbs go on with what is left, and say so`() throws {
    let folder = try TemporaryFolder()
    let (series, bad) = try Self.input(in: folder)
    let picture = Run("slice", series, "-o", folder.path("a.png"))
    #expect(picture.status == 0)
    #expect(picture.errors.contains("skipped \(bad): damaged"))
    #expect(picture.errors.contains("missing-slices"))
    let probe = Run("probe", series, "--at", "0,0,0")
    #expect(probe.status == 0 && probe.errors.contains(bad))
    // Quiet is quiet, but the answer is the same.
    let quiet = Run("probe", series, "--at", "0,0,0", "--quiet")
    #expect(quiet.output == probe.output && quiet.errors.isEmpty)
  }

  @Test func `a volume of damaged files alone is an error of one line`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder) {
      $0.transferSyntax = .deflatedExplicitVRLittleEndian
    }
    for name in try FileManager.default.contentsOfDirectory(atPath: series) {
      let url = URL(filePath: series + "/" + name)
      let bytes = try Data(contentsOf: url)
      try bytes.dropLast(8).write(to: url)
    }
    let run = Run("slice", series, "-o", folder.path("a.png"))
    #expect(run.status == 65 && run.isOneLine && run.errors.contains("and 11 other files"))
    #expect(try folder.names.contains("a.png") == false)
    let info = Run("info", series, "--json")
    #expect(info.status == 65)
    #expect(((try info.json()["files"] as? [String: Any])?["skipped"] as? [Any])?.count == 12)
  }
}
