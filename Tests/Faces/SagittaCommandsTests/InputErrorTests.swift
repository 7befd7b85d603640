import DICOMCoding
import DICOMModel
import Foundation
import Phantoms
import TestSupport
import Testing
import VolumeModel

@testable import SagittaCommands

/// Every verb that reads volumes, given input that it cannot use.
@Suite struct InputErrorTests {
  /// The words of a verb before its input; the output lies in a folder.
  static let verbs = ["info", "slice", "probe", "convert"]

  private static func words(_ verb: String, _ input: String, _ folder: TemporaryFolder) -> [String]
  {
    let output = ["-o", folder.path("out/plane") + (verb == "slice" ? ".png" : ".nii")]
    switch verb {
    case "slice", "convert": return [verb, input] + output
    case "probe": return [verb, input, "--at", "0,0,0"]
    default: return [verb, input]
    }
  }

  /// Runs every verb on `input`; checks code, the one line and that nothing was written.
  private static func check(
    _ input: String, _ status: Int32, naming text: String, in folder: TemporaryFolder
  ) throws {
    let before = try folder.names
    for verb in verbs {
      let run = Run(words(verb, input, folder))
      #expect(run.status == status, "\(verb): \(run.errors)")
      #expect(run.isOneLine, "\(verb): \(run.errors)")
      #expect(run.errors.contains(text), "\(verb): \(run.errors)")
    }
    #expect(try folder.names == before)
  }

  @Test func `input that is not there is 66`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("nowhere")
    try Self.check(path, 66, naming: path, in: folder)
    let link = folder.path("link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    try Self.check(link, 66, naming: link, in: folder)
  }

  @Test func `a folder without images is 65`() throws {
    let folder = try TemporaryFolder()
    let empty = folder.path("empty")
    try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
    try Self.check(empty, 65, naming: "no files", in: folder)
    try folder.write(Array("notes".utf8), as: "texts/a.txt")
    try folder.write(Array("more notes".utf8), as: "texts/b.txt")
    try Self.check(folder.path("texts"), 65, naming: "2 not-dicom", in: folder)
    try FileManager.default.createDirectory(
      atPath: folder.path("names/a.dcm"), withIntermediateDirectories: true)
    try Self.check(folder.path("names"), 65, naming: "no files", in: folder)
  }

  private static func image() throws -> [UInt8] {
    var series = PhantomSeries(.ramp)
    series.dimensions = .init(columns: 8, rows: 8, slices: 2)
    return try series.encodedFiles()[0].bytes
  }

  private static func image(_ change: (inout DataSet) -> Void) throws -> [UInt8] {
    var set = try Part10Reader().readWhole(try image()).dataSet
    change(&set)
    return try Part10Writer().file(set, transferSyntax: .explicitVRLittleEndian)
  }

  @Test func `damaged files are 65, with the reason`() throws {
    let folder = try TemporaryFolder()
    let whole = try Self.image()
    let cases: [(String, [UInt8], String)] = [
      ("cut", Array(whole[..<400]), "damaged"),
      ("pixels", Array(whole.dropLast(20)), "truncated-pixel-data"),
      (
        "lengths", whole[..<300] + [0x08, 0, 0x20, 0, 0x44, 0x41, 0xFE, 0xFF] + whole[300...],
        "damaged"
      ),
      ("rows", try Self.image { $0.set(.rows, integer: 0) }, "unsupported-pixels"),
      (
        "huge",
        try Self.image {
          $0.set(.rows, integer: 65535)
          $0.set(.columns, integer: 65535)
        }, "truncated-pixel-data"
      ),
      (
        "nan", try Self.image { $0.set(.imagePositionPatient, string: "nan\\0\\0") }, "no-geometry"
      ),
    ]
    for (name, bytes, code) in cases {
      try Self.check(
        try folder.write(bytes, as: "\(name).dcm"), 65, naming: code, in: folder)
    }
  }

  @Test func `a bad file beside a volume is a warning, and info tells which`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    try folder.write(Array("notes".utf8), as: "series/notes.txt")
    let slice = Run("slice", series, "-o", folder.path("a.png"))
    #expect(slice.status == 0 && slice.isOneLine)
    #expect(slice.errors.contains("1 file skipped"))
    let quiet = Run("slice", series, "-o", folder.path("a.png"), "--quiet")
    #expect(quiet.status == 0 && quiet.errors.isEmpty)
    let info = Run("info", series)
    #expect(info.status == 0 && info.output.contains("notes.txt"))
  }

  @Test func `a volume number that is not there is wrong usage`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    for id in ["0", "2", "1.2.3", "x"] {
      let run = Run("slice", series, "-o", folder.path("a.png"), "--volume", id)
      #expect(run.status == 64 && run.isOneLine, "\(run.errors)")
    }
    #expect(Run("slice", series, "-o", folder.path("a.png"), "--volume", "1").status == 0)
  }

  @Test func `more memory than allowed is 77, and nothing is written`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    for words in [["slice", series, "-o", folder.path("o.png")], ["info", series]] {
      let run = Run(words + ["--max-memory", "1k"])
      #expect(run.status == 77 && run.isOneLine, "\(run.errors)")
    }
    #expect(Run("info", series, "--max-memory", "40M", "--headers-only").status == 0)
    #expect(try !folder.names.contains("o.png"))
  }

  /// A report or an error for any bytes: tiny files of every encoding, cut at every byte.
  @Test(arguments: PhantomSeries.transferSyntaxes)
  func `info answers for files cut at any byte`(syntax: TransferSyntax) throws {
    let folder = try TemporaryFolder()
    var series = PhantomSeries(.ramp)
    series.dimensions = .init(columns: 3, rows: 3, slices: 2)
    series.transferSyntax = syntax
    let whole = try series.encodedFiles()[0].bytes
    #expect(whole.count < 2000)
    for count in 0..<whole.count {
      let path = try folder.write(whole[..<count], as: "cut.dcm")
      let run = Run("info", path, "--threads", "1")
      #expect(run.status == 65 || syntax.isDeflated && run.status == 0, "\(count) \(run.errors)")
      #expect(run.isOneLine || run.status == 0, "\(count) \(run.errors)")
    }
  }

  @Test(
    .needsData("expected.json"),
    arguments: [
      "ct_head_philips_tilt_study", "mr_4d_ge_fmri", "mr_4d_siemens_xa30_enhanced",
      "mr_head_siemens_xa30_enhanced", "mr_mosaic_siemens_9_syntaxes", "not_volumes",
      "pydicom_dicomdir", "pydicom_files", "small_series", "transfer_syntaxes_ct",
    ]) func `info answers for every folder of the developers' data`(name: String) throws
  {
    let url = try #require(Repository.data(name))
    let run = Run("info", url.path, "--json")
    let files = try #require(try run.json()["files"] as? [String: Any])
    let volumes = try #require(try run.json()["volumes"] as? [Any])
    #expect(run.status == (volumes.isEmpty ? 65 : 0))
    #expect(run.errors.isEmpty == !volumes.isEmpty)
    let skipped = try #require(files["skipped"] as? [Any])
    #expect(files["read"] as? Int == (files["used"] as? Int).map { $0 + skipped.count })
  }
}
