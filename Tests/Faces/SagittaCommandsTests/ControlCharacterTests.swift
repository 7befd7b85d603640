import DICOMCoding
import DICOMModel
import Files
import Foundation
import TestSupport
import Testing

@testable import SagittaCommands

/// What files say never steers a terminal and never makes a line of its own.
@Suite struct ControlCharacterTests {
  private static let hostile =
    "safe\u{1B}]0;owned\u{7}\u{1B}[2J\r\nVolume 9  CT forged\u{9B}31m\u{202E}txt"

  /// A series of three slices with hostile texts, and a file with a hostile name.
  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    for name in try FileManager.default.contentsOfDirectory(atPath: series) {
      let path = series + "/" + name
      let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
      let file = try Part10Reader().readWhole(bytes)
      var set = file.dataSet
      set.set(.specificCharacterSet, string: "ISO_IR 192")
      for tag in [.seriesDescription, .protocolName, .studyDescription] as [DICOMModel.Tag] {
        set.set(tag, bytes: Array(hostile.utf8))
      }
      try Data(Part10Writer().file(set, transferSyntax: .explicitVRLittleEndian)).write(
        to: URL(filePath: path))
    }
    try Data("x".utf8).write(to: URL(filePath: series + "/\u{1B}[31mnot dicom\n\u{202E}.txt"))
    return folder
  }

  private static func isClean(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      switch scalar.value {
      case 0x0A: true
      case 0..<0x20, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: false
      case 0x061C, 0x200E, 0x200F, 0x206A...0x206F, 0xFEFF, 0xE0000...0xE007F: false
      default: true
      }
    }
  }

  @Test func `no verb prints what could steer a terminal or forge a line`() throws {
    let folder = try Self.folder()
    let series = folder.path("series")
    for words in [
      ["info", series], ["info", series, "--json"], ["info", series, "--tags"],
      ["info", series, "--tags", "--json"],
      ["slice", series, "-o", folder.path("a/"), "--verbose"],
      ["convert", series, "-o", folder.path("a.nii"), "--verbose", "--json"],
      ["report", series, "-o", folder.path("a.html"), "--json"],
      ["info", series + "/\u{1B}[31mnot dicom\n\u{202E}.txt"],
      ["info", series + "/\u{1B}[2Jnot there\n"], ["slice", series, "--\u{1B}[2J"],
    ] {
      let run = Run(words)
      #expect(Self.isClean(run.output), "\(words.first ?? ""): \(run.output.debugDescription)")
      #expect(Self.isClean(run.errors), "\(words.first ?? ""): \(run.errors.debugDescription)")
      let lines = (run.output + run.errors).split(separator: "\n")
      #expect(!lines.contains { $0.hasPrefix("Volume 9") })
      #expect(run.errors.split(separator: "\n").allSatisfy { $0.hasPrefix("sagitta: ") })
    }
    let page = try String(contentsOfFile: folder.path("a.html"), encoding: .utf8)
    #expect(Self.isClean(page.replacing("\t", with: "")))
  }

  @Test func `whatever is written of texts in every attribute steers nothing, in any verb`() throws
  {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    try Inputs.change(series) { PlantedSeries.plant(text: Self.hostile, in: &$0) }
    let scan = folder.path("\u{1B}[31mscan\u{202E}\n")
    try FileManager.default.moveItem(atPath: series, toPath: scan)
    try Data("x".utf8).write(to: URL(filePath: scan + "/no\u{9B}dicom\r\n.txt"))
    let out = folder.path("out") + "/"
    let runs: [[String]] = [
      ["info"], ["info", "--verbose"], ["info", "--brief"], ["info", "--json"],
      ["info", "--tags", "--show-identity"], ["info", "--tags", "--show-identity", "--json"],
      ["slice", "-o", out + "a/", "--annotate", "full", "--show-identity", "--json"],
      ["slice", "-o", out + "{description}-{patient}.png", "--plane", "axial", "--json"],
      ["mpr", "-o", out + "b/", "--plane", "coronal", "--verbose", "--json"],
      ["mip", "-o", out + "c.png", "--provenance", out + "c.json", "--provenance-names", "--json"],
      ["render", "-o", out + "d.png", "--size", "16x16", "--json", "--verbose"],
      ["frames", "-o", out + "e/", "--json"], ["probe", "--at", "0,0,0", "--json"],
      ["convert", "-o", out + "f.npy", "--show-identity", "--json", "--verbose"],
      ["convert", "-o", out + "g.nii", "--show-identity", "--bids"],
      ["convert", "-o", out + "h/", "--dicom", "--json"],
      ["resample", "-o", out + "i.nrrd", "--isotropic", "--json"],
      ["report", "-o", out + "j.html", "--json"],
      ["convert", "-o", out + "x.nii", "--volume", "\u{1B}[2J"],
    ]
    try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: false)
    for words in runs {
      let run = Run([words[0], scan] + words.dropFirst())
      #expect(Self.isClean(run.output), "\(words): \(run.output.debugDescription)")
      #expect(Self.isClean(run.errors), "\(words): \(run.errors.debugDescription)")
      if words.contains("--json"), run.status == 0 {
        #expect(throws: Never.self) { try run.json() }
      }
    }
    for name in try folder.names where name.hasPrefix("out/") {
      #expect(Self.isClean(name), "\(name.debugDescription)")
      guard name.hasSuffix(".json") || name.hasSuffix(".html") else { continue }
      let text = String(decoding: try folder.bytes(name), as: UTF8.self)
      #expect(Self.isClean(text.replacing("\t", with: "")), "\(name)")
    }
    #expect(try folder.names.count { $0.hasPrefix("out/") } > 20)
  }

  @Test func `JSON tells names of any bytes, and stays JSON`() throws {
    let folder = try TemporaryFolder()
    let name = [UInt8]([0xFF, 0x1B, 0x5B, 0x33]) + Array("\u{E0041}x".utf8)
    let path = folder.path + "/" + FileNameText.text(name)
    let file = unsafe FileNameText.withPath(path) { unsafe open($0, O_CREAT | O_WRONLY, 0o600) }
    #expect(file >= 0 && close(file) == 0)
    let run = Run("info", folder.path, "--json")
    #expect(Self.isClean(run.output), "\(run.output.debugDescription)")
    let files = try run.json()["files"] as? [String: Any]
    let skipped = try #require(files?["skipped"] as? [[String: Any]])
    let told = try #require(skipped.first?["path"] as? String)
    #expect(FileNameText.bytes(String(told.dropFirst(folder.path.count + 1))) == name)
  }

  @Test func `JSON keeps the text itself, escaped`() throws {
    let folder = try Self.folder()
    let json = try Run("info", folder.path("series"), "--json").json()
    let volumes = try #require(json["volumes"] as? [[String: Any]])
    let text = "\(volumes)"
    #expect(text.contains("\u{202E}") && text.contains("\u{9B}"))
  }
}
