import DICOMModel
import Foundation
import Phantoms
import StableJSON
import TestSupport
import Testing

@testable import SagittaCommands

@Suite struct `The JSON that is promised` {
  private let folder: TemporaryFolder
  private let schema: JSONSchema

  init() throws {
    folder = try TemporaryFolder()
    schema = try JSONSchema()
  }

  /// The head as two echoes: a volume of two phases.
  private func echoes() throws -> String {
    let own = try TemporaryFolder()
    defer { withExtendedLifetime(own) {} }
    let path = try Inputs.phantom(in: own)
    for echo in 1...2 {
      let target = folder.path("echoes/\(echo)")
      try FileManager.default.createDirectory(
        atPath: folder.path("echoes"), withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: path, toPath: target)
      try Inputs.change(target) { set in
        set.set(.sopClassUID, string: "1.2.840.10008.5.1.4.1.1.4")
        set.set(.sopInstanceUID, string: (set.uid(.sopInstanceUID) ?? "") + ".\(echo)")
        set.set(.modality, string: "MR")
        set.set(.echoTime, double: Double(echo) * 10)
      }
    }
    return folder.path("echoes")
  }

  private func irregular() throws -> String {
    try Inputs.phantom(in: folder) { $0.oddities.missingSlices = [4] }
  }

  private func value(_ text: String) throws -> JSONValue {
    try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
  }

  private func check(_ text: String, _ name: String, _ words: [String]) throws {
    let problems = schema.problems(of: try value(text), in: name)
    #expect(problems.isEmpty, "\(words.joined(separator: " ")): \(problems)")
  }

  /// Runs a verb and holds what it prints against a declaration; returns what it printed.
  @discardableResult
  private func check(_ name: String, status: Int32 = 0, _ words: String...) throws -> String {
    let run = Run(words + ["--json"])
    #expect(run.status == status, "\(run.errors)")
    try check(run.output, name, words)
    return run.output
  }

  @Test func `info prints what is declared`() throws {
    let series = try irregular()
    try folder.write([], as: "series/empty")
    try check("info", "info", series, "--tags", "--show-identity")
    try check("info", "info", series, "--headers-only")
    try check("info", "info", try echoes())
    try check("info", status: 65, "info", try folder.write([1], as: "nothing/x"))
  }

  @Test func `verbs of planes and rays print what is declared`() throws {
    let series = try irregular()
    let curve = try folder.write(Array("[[0,0,-30],[0,0,0],[0,10,30]]".utf8), as: "c.json")
    func out(_ name: String) -> String { folder.path(name) }
    try check("planes", "slice", series, "-o", out("s/"))
    try check("planes", "slice", series, "-o", out("s.npy"), "--plane", "axial")
    try check("planes", "slice", series, "-o", out("n.png"), "--native")
    try check("planes", "slice", series, "-o", out("s.gif"), "--plane", "axial", "--all")
    try check("planes", "slice", series, "-o", out("m.png"), "--montage", "2x2")
    try check("planes", "mpr", series, "-o", out("mpr.png"), "--normal", "0,1,1")
    try check("planes", "mpr", series, "-o", out("c.png"), "--curve", curve)
    try check("planes", "mip", series, "-o", out("mip.png"), "--size", "16x16")
    try check("planes", "render", series, "-o", out("r.png"), "--size", "16x16")
    try check("planes", "slice", series, "-o", out("d/"), "--dicom")
  }

  @Test func `verbs of volumes print what is declared`() throws {
    let series = try irregular()
    func out(_ name: String) -> String { folder.path(name) }
    try check("volumes", "convert", series, "-o", out("v.nii"), "--even")
    try check("volumes", "convert", series, "-o", out("d/"), "--dicom")
    try check("volumes", "resample", series, "-o", out("r.npy"), "--isotropic")
    let both = try echoes()
    try check("volumes", "convert", both, "-o", out("e.nii.gz"), "--bids")
    try check(
      "volumes", status: 65, "convert", folder.path("series"), both, "-o", out("all/"),
      "--volume", "all")
    try check(
      "probe", "probe", series, "--at", "0,0,0", "--at", "9999,0,0", "--box", "-9,9,-9,9,-9,9",
      "--sphere", "9999,0,0,5")
    try check("report", "report", series, "-o", out("r.html"), "--headers-only")
  }

  @Test func `frames, list and phantom print what is declared`() throws {
    let series = try Inputs.phantom(in: folder)
    try check("frames", "frames", series, "-o", folder.path("f/"))
    for subject in ["color-maps", "windows", "presets"] { try check("names", "list", subject) }
    try check(
      "phantom-truth", "phantom", "head", "-o", folder.path("p"), "--size", "8", "--tilt", "9")
  }

  @Test func `failures and timings are what is declared`() throws {
    try check("failure", status: 66, "slice", folder.path("no"), "-o", folder.path("x.png"))
    try check("failure", status: 64, "probe", folder.path("no"))
    try check("failure", status: 65, "convert", try irregular(), "-o", folder.path("x.nii"))
    let run = Run("probe", folder.path("series"), "--at", "0,0,0", "--timings", "--quiet")
    try check(run.errors, "timings", ["probe"])
  }

  @Test func `files beside results are what is declared`() throws {
    let both = try echoes()
    let record = folder.path("origin.json")
    let words = ["convert", both, "-o", folder.path("e.nii"), "--bids", "--provenance", record]
    #expect(Run(words + ["--provenance-names"]).status == 0)
    func text(_ name: String) throws -> String {
      String(decoding: try folder.bytes(name), as: UTF8.self)
    }
    try check(try text("e.json"), "acquisition-side-car", words)
    try check(try text("origin.json"), "provenance", words)
    #expect(Run("convert", both, "-o", folder.path("e.npy"), "--provenance", record).status == 0)
    try check(try text("e.npy.json"), "npy-side-car", words)
    #expect(
      Run("slice", folder.path("e.npy"), "-o", folder.path("s/"), "--provenance", record).status
        == 0)
    try check(try text("origin.json"), "provenance", ["slice"])
  }

  @Test func `a required key that is gone or has another type is seen`() throws {
    let series = try irregular()
    let text = try check("info", "info", series)
    try expectNoticed(value(text), in: "info")
    let probe = try check("probe", "probe", series, "--at", "0,0,0", "--sphere", "0,0,0,20")
    try expectNoticed(value(probe), in: "probe")
    let planes = try check("planes", "slice", series, "-o", folder.path("s/"))
    try expectNoticed(value(planes), in: "planes")
    let volumes = try check("volumes", "convert", series, "-o", folder.path("v.nii"), "--even")
    try expectNoticed(value(volumes), in: "volumes")
  }

  /// Renames each key of a value, one at a time: the declaration notices every single one.
  private func expectNoticed(_ value: JSONValue, in name: String) throws {
    let changed = value.withOneKeyRenamed(except: ["values"])
    #expect(changed.count > 8)
    for (path, other) in changed {
      #expect(!schema.problems(of: other, in: name).isEmpty, "\(name): \(path)")
    }
  }

  @Test func `every declaration is used by a test of this suite`() {
    let used: Set = [
      "info", "planes", "volumes", "probe", "report", "frames", "names", "phantom-truth", "failure",
      "timings", "acquisition-side-car", "provenance", "npy-side-car", "common",
    ]
    #expect(Set(schema.documents.keys) == used)
  }
}

extension JSONValue {
  /// The value with one of its keys renamed, for each key, and the key's path; keys below some are
  /// left as they are.
  fileprivate func withOneKeyRenamed(except kept: Set<String>) -> [(String, JSONValue)] {
    switch self {
    case .object(let object):
      object.flatMap { key, value -> [(String, JSONValue)] in
        var renamed = object
        renamed[key] = nil
        renamed[key + "Renamed"] = value
        let below = kept.contains(key) ? [] : value.withOneKeyRenamed(except: kept)
        return [(key, .object(renamed))]
          + below.map { path, other in
            var changed = object
            changed[key] = other
            return (key + "." + path, .object(changed))
          }
      }
    case .list(let list):
      list.prefix(1).flatMap { first in
        first.withOneKeyRenamed(except: kept).map { path, other in
          ("0." + path, .list([other] + list.dropFirst()))
        }
      }
    case .null, .flag, .number, .text: []
    }
  }
}
