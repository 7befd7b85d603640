import Foundation
import Schemas
import TestSupport
import Testing

@testable import SagittaCommands

/// What the program says when something cannot be done.
@Suite struct `A failure` {
  private static func failure(_ run: Run) throws -> [String: Any] {
    try #require(try run.json()["error"] as? [String: Any], "\(run.output)")
  }

  @Test(arguments: [
    (["info", "/no/where"], "not-found", "/no/where" as String?),
    (["slice", "/no/where", "-o", "a.png"], "not-found", "/no/where"),
    (["mpr", "/no/where", "-o", "a.png"], "not-found", "/no/where"),
    (["mip", "/no/where", "-o", "a.png"], "not-found", "/no/where"),
    (["render", "/no/where", "-o", "a.png"], "not-found", "/no/where"),
    (["probe", "/no/where", "--at", "0,0,0"], "not-found", "/no/where"),
    (["convert", "/no/where", "-o", "a.nii"], "not-found", "/no/where"),
    (["resample", "/no/where", "-o", "a.nii", "--isotropic"], "not-found", "/no/where"),
    (["report", "/no/where", "-o", "a.html"], "not-found", "/no/where"),
    (["phantom", "head", "-o", "/proc/x", "--size", "4"], "cannot-create", nil),
    (["list", "nothing"], "usage", nil), (["slice", "x", "--no-such-option"], "usage", nil),
    (["slice", "x"], "usage", nil), (["nonsense"], "usage", nil),
    (["info", "/dev/null"], "unreadable", "/dev/null"),
  ]) func `is JSON wherever JSON was asked for`(
    words: [String], code: String, path: String?
  ) throws {
    let run = Run(words + ["--json"])
    let plain = Run(words)
    #expect(run.status == plain.status && run.errors == plain.errors)
    let error = try Self.failure(run)
    #expect(Set(error.keys) == ["code", "message", "path"])
    #expect(error["code"] as? String == code, "\(run.output)")
    if let path { #expect(error["path"] as? String == path) }
    let message = try #require(error["message"] as? String)
    #expect(run.errors.hasPrefix("sagitta: \(message)"))
    #expect(!plain.output.contains("\"error\""))
  }

  @Test func `of info is part of its report, which is printed as ever`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Array("notes".utf8), as: "texts/a.txt")
    let run = Run("info", folder.path("texts"), "--json")
    #expect(run.status == 65)
    let json = try run.json()
    #expect(Set(json.keys) == ["volumes", "files", "error"])
    #expect(try Self.failure(run)["code"] as? String == "no-volume")
    let report = Run("report", folder.path("texts"), "-o", folder.path("r.html"), "--json")
    #expect(report.status == 65)
    #expect(Set(try report.json().keys) == ["outputs", "error"])
  }

  @Test(arguments: ["info", "slice", "mpr", "mip", "render", "probe", "convert", "resample"])
  func `of usage names the verb's own help`(verb: String) {
    for words in [[verb, "--no-such-option"], [verb, "x", "--threads", "none"]] {
      let run = Run(words)
      #expect(run.status == 64 && run.isOneLine)
      #expect(run.errors.contains("`sagitta \(verb) --help`"), "\(run.errors)")
    }
    #expect(Run("nonsense").errors.contains("`sagitta --help`"))
  }

  @Test func `of a folder in the place of a verb shows how info is asked`() throws {
    let folder = try TemporaryFolder()
    try folder.write([1], as: "my scans/a")
    try folder.write([1], as: "plain")
    let run = Run(folder.path("my scans"))
    #expect(run.status == 64 && run.isOneLine)
    #expect(run.errors.contains("`sagitta info '\(folder.path("my scans"))'`"), "\(run.errors)")
    #expect(Run(folder.path("plain")).errors.contains("`sagitta info \(folder.path("plain"))`"))
  }

  @Test func `has a code that the documentation explains`() throws {
    let article = Repository.root.appending(
      path: "Sources/Faces/Sagitta/Documentation.docc/Refusals.md")
    let text = try String(contentsOf: article, encoding: .utf8)
    for code in Failure.Code.allCases {
      #expect(text.contains("`\(code.rawValue)`"), "\(code.rawValue)")
    }
  }

  @Test func `by a signal is in the manual with all exit codes`() throws {
    let page = Run("manual").output
    for code in [0, 64, 65, 66, 69, 73, 74, 77, 129, 130, 141, 143] {
      #expect(page.contains("\\fB\(code)\\fR"), "\(code)")
    }
  }

  @Test func `of the reader of standard output leaves no unfinished file`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    // Standard error is closed before the first complaint.
    try folder.write(Array("notes".utf8), as: "series/notes.txt")
    let result = try BuiltProgram.shell(
      "{ \"$sagitta\" slice \"$1\" -o \"$2\" --plane axial --all 2>&1; echo $? > \"$3\"; } "
        + "| true", series, folder.path("out/"), folder.path("status"))
    #expect(result.status == 0)
    let status = String(decoding: try folder.bytes("status"), as: UTF8.self)
    #expect(["0\n", "141\n"].contains(status))
    #expect(try !folder.names.contains { $0.contains(".part") })
  }
}

/// Files beside images that were never meant to be any.
@Suite struct `Notes and licences beside images` {
  @Test(arguments: [
    "LICENSE", "LICENCE.txt", "README", "README.md", "SHA256SUMS", "truth.json", "COPYING",
    "sub/readme.TXT", "make.py", "NOTICE", "license-cc-by.html",
  ]) func `are no warning, but info lists them`(name: String) throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    try folder.write(Array("words, not pictures".utf8), as: "series/\(name)")
    let slice = Run("slice", series, "-o", folder.path("a.png"))
    #expect(slice.status == 0 && slice.errors.isEmpty, "\(slice.errors)")
    let files = try #require(try Run("info", series, "--json").json()["files"] as? [String: Any])
    let skipped = try #require(files["skipped"] as? [[String: String]])
    #expect(skipped.map { $0["code"] } == ["not-dicom"])
    #expect(Run("info", series, "--verbose").output.contains(name))
  }

  @Test func `do not hide an image of such a name that is damaged`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let image = try folder.bytes("series/IM0003.dcm")
    try folder.write(image.prefix(600), as: "series/README")
    let slice = Run("slice", series, "-o", folder.path("a.png"))
    #expect(slice.status == 0 && slice.errors.contains("1 file skipped"), "\(slice.errors)")
  }
}
