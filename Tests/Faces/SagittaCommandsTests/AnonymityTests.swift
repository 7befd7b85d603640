import DICOMCoding
import DICOMModel
import Foundation
import Phantoms
import TestSupport
import Testing

@testable import SagittaCommands

/// What is not on the list of what may pass is found in no output.
@Suite struct AnonymityTests {
  private let folder: TemporaryFolder
  private let planted: String

  init() throws {
    folder = try TemporaryFolder()
    planted = try PlantedSeries.folder(.ct, in: folder)
  }

  /// The marks that stand in what a run wrote, by the names of its files.
  private func found(below name: String, marks: [String] = PlantedSeries.marks) throws -> [String] {
    try folder.names.filter { $0.hasPrefix(name) }.flatMap { file -> [String] in
      guard let bytes = try? folder.bytes(file) else { return [] }
      let text = String(decoding: bytes, as: UTF8.self)
      return marks.filter { text.contains($0) || file.contains($0) }.map { "\(file): \($0)" }
    }
  }

  private func run(_ words: [String]) -> Run {
    let run = Run([words[0], planted] + words.dropFirst())
    #expect(run.status == 0, "\(words): \(run.errors)")
    return run
  }

  @Test func `the marks are planted in more than a thousand attributes, and told when asked for`()
    throws
  {
    #expect(PlantedSeries.tags.count > 1000)
    let told = run(["info", "--tags", "--show-identity"]).output
    for mark in PlantedSeries.marks { #expect(told.contains(mark)) }
  }

  @Test func `anonymous objects carry nothing that is no number or known code`() throws {
    let runs: [[String]] = [
      ["slice", "--plane", "axial", "--all"], ["slice", "--native"], ["mpr", "--plane", "coronal"],
      ["mip"], ["slice", "--picture", "--annotate", "labels"], ["render", "--size", "16x16"],
      ["convert"], ["resample", "--isotropic"], ["convert", "--deterministic-uids"],
    ]
    for (number, words) in runs.enumerated() {
      let out = "out\(number)"
      let record = folder.path("\(out)-record.json")
      let run = run(
        words + [
          "-o", folder.path(out + "/"), "--dicom", "--anonymous", "--provenance", record, "--json",
        ])
      #expect(try found(below: out) == [], "\(words)")
      #expect(try folder.names.contains { $0.hasPrefix(out + "/") }, "\(words)")
      for mark in PlantedSeries.marks where mark != PlantedSeries.text {
        #expect(!run.output.contains(mark), "\(words): \(mark)")
      }
    }
  }

  @Test func `pictures and value files carry neither texts nor identifiers unless asked`() throws {
    let runs: [[String]] = [
      ["slice", "-o", "a.png", "--plane", "axial", "--annotate", "full"],
      ["slice", "-o", "a.jpg", "--plane", "axial"], ["mip", "-o", "a.gif", "--frames", "2"],
      ["slice", "-o", "s.npy", "--plane", "axial", "--all"], ["convert", "-o", "v.nii", "--bids"],
      ["convert", "-o", "v.nrrd"], ["convert", "-o", "v.mha"], ["convert", "-o", "v.npy"],
      ["convert", "-o", "v.npz"], ["resample", "-o", "r.npy", "--isotropic"],
      ["mip", "-o", "m.npy"],
    ]
    for (number, words) in runs.enumerated() {
      let out = "out\(number)"
      try FileManager.default.createDirectory(
        atPath: folder.path(out), withIntermediateDirectories: true)
      _ = run(words.map { $0.contains(".") ? folder.path("\(out)/\($0)") : $0 })
      #expect(try found(below: out) == [], "\(words)")
    }
  }

  @Test func `a record inside a value file names no source unless asked`() throws {
    let runs: [(String, [String])] = [("a.nrrd", []), ("b.nrrd", ["--show-identity"])]
    for (name, options) in runs {
      let record = folder.path("record-\(name).json")
      _ = run(
        ["convert", "-o", folder.path("out-\(name)"), "--provenance", record] + options)
      let isTold = try !found(below: "out-\(name)", marks: [PlantedSeries.uid]).isEmpty
      #expect(isTold == !options.isEmpty)
      // The record beside it names them, as it says.
      #expect(try !found(below: "record-\(name)", marks: [PlantedSeries.uid]).isEmpty)
    }
  }

  @Test func `asked for, value files and side-cars name the series`() throws {
    _ = run(["convert", "-o", folder.path("v.npy"), "--show-identity"])
    let text = String(decoding: try folder.bytes("v.npy.json"), as: UTF8.self)
    #expect(text.contains(PlantedSeries.text) && text.contains(PlantedSeries.uid))
    let wrong = Run(
      "convert", planted, "-o", folder.path("d/"), "--dicom", "--show-identity")
    #expect(wrong.status == 64 && wrong.isOneLine)
  }

  @Test(arguments: [
    ["slice", "-o", "v.npy", "--plane", "axial"],
    ["slice", "-o", "v.npy", "--plane", "axial", "--all"], ["mpr", "-o", "v.npy"],
    ["mip", "-o", "v.npy"], ["mip", "-o", "m.npy", "--depths", "v.npy"],
  ])
  func `asked for, values of planes and rays name the series`(words: [String]) throws {
    let words = words.map { $0.hasSuffix(".npy") ? folder.path($0) : $0 }
    for isAsked in [false, true] {
      _ = run(words + ["--size", "16x16"] + (isAsked ? ["--show-identity"] : []))
      let text = String(decoding: try folder.bytes("v.npy.json"), as: UTF8.self)
      #expect(text.contains(PlantedSeries.text) == isAsked, "\(text)")
      #expect(text.contains(PlantedSeries.uid) == isAsked, "\(text)")
    }
  }

  @Test func `the list of attributes withholds all that is no number or known code`() throws {
    let json = try run(["info", "--tags", "--json"]).json()
    let volumes = try #require(json["volumes"] as? [[String: Any]])
    let tags = try #require(volumes.first?["tags"] as? [[String: Any]])
    #expect(tags.count > 1000)
    let values = tags.compactMap { $0["value"] as? String }
    for mark in PlantedSeries.marks { #expect(!values.contains { $0.contains(mark) }, "\(mark)") }
    func value(_ keyword: String) -> String? {
      tags.first { $0["keyword"] as? String == keyword }?["value"] as? String
    }
    #expect(value("Rows") == "20" && value("Modality") == "CT")
    #expect(value("SOPClassUID") == "1.2.840.10008.5.1.4.1.1.2")
  }

  @Test func `numbers and known codes pass`() throws {
    let scan = try Inputs.phantom(in: folder)
    try Inputs.change(scan) { set in
      set.set(.kvp, double: 120)
      set.set(.bodyPartExamined, string: "CHEST")
      set.set(.patientPosition, string: "HFS")
    }
    let run = Run(
      "slice", scan, "-o", folder.path("x.dcm"), "--anonymous", "--plane", "axial")
    #expect(run.status == 0, "\(run.errors)")
    let object = try Part10Reader().readWhole(folder.bytes("x.dcm")).dataSet
    #expect(object.double(.kvp) == 120 && object.string(.bodyPartExamined) == "CHEST")
    #expect(object.string(.patientPosition) == "HFS" && object.string(.rescaleType) == "HU")
  }
}
