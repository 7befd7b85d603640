import Foundation
import TestSupport
import Testing

@testable import SagittaCommands

@Suite struct UsageTests {
  /// The verbs that the program's help lists.
  private static var verbs: [String] {
    let lines = Run("--help").output.split(separator: "\n")
    return lines.drop { $0 != "SUBCOMMANDS:" }.dropFirst().compactMap { line in
      line.hasPrefix("  ") && !line.hasPrefix("   ")
        ? line.split(separator: " ").first.map(String.init) : nil
    }.filter { $0 != "See" }
  }

  @Test func `help is the answer to a question, with examples for every verb`() {
    #expect(Set(Self.verbs).isSuperset(of: ["info", "slice", "probe", "convert"]))
    for words in [["--help"], ["help"]] + Self.verbs.map({ [$0, "--help"] }) {
      let run = Run(words)
      #expect(run.status == 0 && run.errors.isEmpty)
      let verb = words[0].hasPrefix("-") || words[0] == "help" ? "" : words[0]
      #expect(run.output.contains("Examples:"), "\(words)")
      #expect(run.output.contains("sagitta \(verb)"), "\(words)")
      // A terminal of 100 columns shows it unbroken, but for the usage, which it wraps.
      let lines = run.output.split(separator: "\n").filter { !$0.hasPrefix("USAGE:") }
      #expect(lines.allSatisfy { $0.count <= 100 }, "\(words)")
    }
  }

  @Test func `the version names the program`() {
    let run = Run("--version")
    #expect(run.status == 0 && run.output.hasPrefix("sagitta "))
  }

  @Test(arguments: [
    ["slice", "x", "-o", "a.png", "--windw", "1,2"],
    ["slice", "x", "-o", "a.png", "--plane", "axal"],
    ["slice", "x", "-o", "a.png", "--window-preset", "lng"], ["inf", "x"], ["slice", "x"],
    ["info"], ["slice", "x", "-o", "a.png", "--window", "1"],
    ["slice", "x", "-o", "a.png", "--window", "1,0"],
    ["slice", "x", "-o", "a.png", "--window", "nan,2"], ["slice", "x", "-o", "a.xyz"],
    ["slice", "x", "-o", "d/", "--format", "xyz"], ["slice", "x", "-o", "a.png", "--threads", "0"],
    ["slice", "x", "-o", "a.png", "--threads", "-1"],
    ["slice", "x", "-o", "a.png", "--size", "0x5"],
    ["slice", "x", "-o", "a.png", "--pixel", "0"], ["slice", "x", "-o", "a.png", "--fov", "inf"],
    ["slice", "x", "-o", "a.jpg", "--bits", "16"], ["slice", "x", "-o", "a.jpg", "--quality", "0"],
    ["slice", "x", "-o", "a.png", "--native", "--plane", "axial"],
    ["slice", "x", "-o", "a.png", "--index", "1", "--all"], ["probe", "x"],
    ["probe", "x", "--at", "1,2"], ["probe", "x", "--sphere", "1,2,3,0"],
    ["convert", "x", "-o", "a.png"],
    ["slice", "x", "-o", "a.png", "--max-memory", "lots"], ["slice", "x", "-o", ""],
    ["slice", "x", "-o", "a.png", "--window", "1,2", "--window-preset", "lung"],
    ["info", "x", "--assume-spacing", "1,0,1"],
    ["convert", "x", "-o", "a.nii", "--padding", "inf"],
    ["frames", "x", "-o", "a.nii"], ["frames", "x", "-o", "a.png", "--frames", "0"],
    ["frames", "x", "-o", "a.png", "--frames", "3-1"],
    ["frames", "x", "-o", "a.png", "--frames", "1,,2"],
    ["frames", "x", "-o", "a.gif", "--bits", "16"],
    ["frames", "x", "-o", "a.png", "--file-view", "2", "--window", "full"],
  ]) func `wrong usage is 64, in one line, before any input is read`(words: [String]) {
    let run = Run(words)
    #expect(run.status == 64, "\(run.errors)")
    #expect(run.isOneLine, "\(run.errors)")
    #expect(run.output.isEmpty)
  }

  @Test(arguments: [
    (["slice", "x", "-o", "a.png", "--windw", "1,2"], "--window"),
    (["slice", "x", "-o", "a.png", "--window-preset", "lng"], "lung"),
    (["slice", "x", "-o", "a.png", "--plane", "axal"], "axial"),
  ]) func `a misspelt word is answered with the right one`(words: [String], suggestion: String) {
    #expect(Run(words).errors.contains(suggestion), "\(Run(words).errors)")
  }

  @Test func `several planes do not go into one picture`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    for words in [["--plane", "axial", "--all"], ["--plane", "all"], ["--every", "3"]] {
      let run = Run(["slice", series, "-o", folder.path("a.png")] + words)
      #expect(run.status == 64 && run.isOneLine, "\(run.errors)")
    }
    #expect(
      Run("slice", series, "-o", folder.path("a.npy"), "--plane", "all").status == 64)
    #expect(try !folder.names.contains { $0.hasPrefix("a.") })
  }

  @Test func `indices beyond the volume are wrong usage, and the line says how many there are`()
    throws
  {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    for words in [["--index", "12"], ["--index", "-1"], ["--native", "--index", "99"]] {
      let run = Run(["slice", series, "-o", folder.path("a.png")] + words)
      #expect(run.status == 64 && run.isOneLine && run.errors.contains("12"), "\(run.errors)")
    }
  }

  @Test func `numbers may begin with a minus, as a word of their own`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    for words in [
      ["slice", series, "-o", folder.path("a.png"), "--window", "-600,1500", "--at", "-2.5"],
      ["slice", series, "-o", folder.path("b.npy"), "--outside", "-1024"],
      ["probe", series, "--at", "-12.5,3,-4", "--box", "-9,9,-9,9,-9,9", "--sphere", "-1,-2,-3,9"],
      ["convert", series, "-o", folder.path("c.npy"), "--padding", "-2000"],
    ] {
      let run = Run(words)
      #expect(run.status == 0, "\(run.errors)")
    }
  }
}
