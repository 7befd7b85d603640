import DICOMCoding
import DICOMModel
import Foundation
import Geometry
import Phantoms
import TestSupport
import Testing
import VolumeModel

@testable import SagittaCommands

/// Every line that the program's help and the README give as an example, as a shell takes it.
@Suite struct `Examples can be copied` {
  /// The inputs that examples name, made once.
  private static let inputs = Result { try makeInputs() }

  private static func makeInputs() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    var head = PhantomSeries(
      .head, dimensions: GridDimensions(columns: 30, rows: 28, slices: 16), spacing: SIMD3(6, 6, 8))
    head.center = PatientPoint(-10, 20, -300)
    var small = head
    small.kind = .sphere
    small.dimensions = GridDimensions(columns: 20, rows: 18, slices: 12)
    func write(_ series: PhantomSeries, _ number: Int, as name: String) throws {
      _ = try Inputs.rewritten(series, in: folder, as: name) { set, _ in
        set.set(.seriesInstanceUID, string: "1.2.3.\(number)")
        set.set(.seriesNumber, integer: number)
        set.set(.frameOfReferenceUID, string: "1.2.3")
      }
    }
    for name in ["scans", "study"] {
      try write(head, 1, as: "\(name)/1")
      try write(small, 2, as: "\(name)/2")
    }
    try write(head, 1, as: "ct")
    try pet(small, in: folder)
    try uneven(head, in: folder)
    small.modality = .mr
    try write(small, 4, as: "mr")
    for phase in 0..<4 { try perfusion(head, phase, in: folder) }
    for phase in 0..<3 { try diffusion(small, phase, in: folder) }
    try images(folder)
    for name in ["volume.nii.gz", "brain.nii.gz", "labels.nii.gz"] {
      #expect(Run("convert", folder.path("mr"), "-o", folder.path(name)).status == 0)
    }
    try folder.write(Array("[[-20,10,-330],[0,20,-300],[10,30,-270]]".utf8), as: "points.json")
    let property = "1\n1\n0.75\n0.25\n0.25\n16\n4 0 0 1000 0.5\n\n4 0 1 0.5 0.25\n"
    try folder.write(Array(property.utf8), as: "saved-in-slicer.vp")
    try folder.write(Array("1000 liver 200 60 40 255\n".utf8), as: "colors.ctbl")
    return folder
  }

  /// Positron emission in units that are SUV by body weight already.
  private static func pet(_ series: PhantomSeries, in folder: TemporaryFolder) throws {
    _ = try Inputs.rewritten(series, in: folder, as: "pet") { set, _ in
      set.set(.sopClassUID, string: "1.2.840.10008.5.1.4.1.1.128")
      set.set(.modality, string: "PT")
      set.set(.units, string: "GML")
      set.set(.seriesInstanceUID, string: "1.2.3.3")
      set.set(.seriesNumber, integer: 3)
      set.set(.frameOfReferenceUID, string: "1.2.3")
    }
  }

  /// Slices of which those behind the sixth lie twice as far apart.
  private static func uneven(_ series: PhantomSeries, in folder: TemporaryFolder) throws {
    _ = try Inputs.rewritten(series, in: folder, as: "thick-and-thin") { set, _ in
      var place = set.doubles(.imagePositionPatient) ?? []
      place[2] += max(0, place[2] - -320)
      set.set(.imagePositionPatient, doubles: place)
    }
  }

  /// Unweighted images, and some of two directions.
  private static func diffusion(
    _ series: PhantomSeries, _ phase: Int, in folder: TemporaryFolder
  ) throws {
    _ = try Inputs.rewritten(series, in: folder, as: "dti/\(phase)") { set, n in
      set.set(.seriesInstanceUID, string: "1.2.3.6")
      set.set(.sopInstanceUID, string: "1.2.3.6.\(phase).\(n)")
      set.set(.instanceNumber, integer: phase * 100 + n + 1)
      set.set(.diffusionBValue, doubles: [phase == 0 ? 0 : 1000])
      if phase > 0 {
        set.set(.diffusionGradientOrientation, doubles: phase == 1 ? [1, 0, 0] : [0, 1, 0])
      }
    }
  }

  /// Images that are looked at by themselves.
  private static func images(_ folder: TemporaryFolder) throws {
    for name in ["echo.dcm", "angio.dcm"] {
      let words = ["render", folder.path("ct"), "-o", folder.path(name), "--frames", "24"]
      #expect(Run(words + ["--size", "16x16"]).status == 0)
    }
    let slices = try FileManager.default.contentsOfDirectory(atPath: folder.path("ct"))
    let slice = try folder.bytes("ct/" + (slices.filter { $0.hasSuffix(".dcm") }.min() ?? ""))
    for name in ["chest.dcm", "slice.dcm"] { try folder.write(slice, as: name) }
    var view = try Part10Reader().readWhole(slice).dataSet
    view.set(.windowCenter, strings: ["40", "300"])
    view.set(.windowWidth, strings: ["400", "1500"])
    try folder.write(
      try Part10Writer().file(view, transferSyntax: .explicitVRLittleEndian), as: "mammo/view.dcm")
  }

  private static func perfusion(
    _ series: PhantomSeries, _ phase: Int, in folder: TemporaryFolder
  ) throws {
    _ = try Inputs.rewritten(series, in: folder, as: "perfusion/\(phase)") { set, n in
      set.set(.seriesInstanceUID, string: "1.2.3.5")
      set.set(.sopInstanceUID, string: "1.2.3.5.\(phase).\(n)")
      set.set(.temporalPositionIdentifier, integer: phase + 1)
      set.set(.numberOfTemporalPositions, integer: 4)
      set.set(.instanceNumber, integer: phase * 100 + n + 1)
    }
  }

  /// Runs lines in a copy of the inputs, one after the other.
  private static func run(_ lines: [String]) throws {
    let folder = try TemporaryFolder()
    let work = folder.path("work")
    try FileManager.default.copyItem(atPath: try inputs.get().path, toPath: work)
    try FileManager.default.createDirectory(
      atPath: folder.path("bin"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("bin/sagitta"), withDestinationPath: BuiltProgram.url.path)
    for line in lines {
      let result = try BuiltProgram.shell(
        "cd \"$1\" && PATH=\"$2:$PATH\" && \(line)", work, folder.path("bin"))
      #expect(result.status == 0, "\(line)\n\(result.errors)")
    }
  }

  /// Lines that begin with the program's name, set in by `indent`.
  private static func examples(in text: String, indent: String) -> [String] {
    // A backslash at its end goes on with the next line.
    text.replacing("\\\n", with: " ").split(separator: "\n").map(String.init)
      .filter { $0.hasPrefix(indent + "sagitta ") }
      .map { String($0.dropFirst(indent.count)) }
      // What needs an archive is tried with one, by NetworkCommandsTests.
      .filter { line in
        !["dicom://", "http://", "https://", "@pacs", "sagitta serve"].contains {
          line.contains($0)
        }
      }
      .filter { !$0.contains("| man ") || FileManager.default.fileExists(atPath: "/usr/bin/man") }
  }

  private static let verbs = SagittaCommand.verbs.filter { $0 != "help" }

  @Test(arguments: [""] + verbs) func `from the help of every verb`(verb: String) throws {
    let help = Run((verb.isEmpty ? [] : [verb]) + ["--help"]).output
    let lines = Self.examples(in: help, indent: "  ").filter { !$0.contains("<") }
    #expect(!lines.isEmpty)
    // A terminal of 80 columns breaks no example: a part of a line is not the line.
    let part = help.replacing("\\\n", with: " ").split(separator: "Examples:\n").last
    let whole = part?.split(separator: "\n\n").first?.split(separator: "\n") ?? []
    #expect(whole.allSatisfy { $0.hasPrefix("  sagitta ") }, "\(whole)")
    try Self.run(lines)
  }

  @Test func `from the README`() throws {
    let text = try String(
      contentsOf: Repository.root.appending(path: "README.md"), encoding: .utf8)
    let lines = Self.examples(in: text, indent: "    ")
    #expect(lines.count > 15)
    try Self.run(lines)
  }
}
