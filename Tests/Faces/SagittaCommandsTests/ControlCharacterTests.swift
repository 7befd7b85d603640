import DICOMCoding
import DICOMModel
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

  @Test func `JSON keeps the text itself, escaped`() throws {
    let folder = try Self.folder()
    let json = try Run("info", folder.path("series"), "--json").json()
    let volumes = try #require(json["volumes"] as? [[String: Any]])
    let text = "\(volumes)"
    #expect(text.contains("\u{202E}") && text.contains("\u{9B}"))
  }
}
