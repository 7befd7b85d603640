import Foundation
import TestSupport
import Testing
import WorkScheduling

@testable import SagittaCommands

@Suite struct TerminalTests {
  @Test(
    arguments: [
      (["slcie", "x"], "did you mean slice?"), (["rendr"], "did you mean render?"),
      (["slice", "x", "-o", "a.png", "--plane", "axail"], "did you mean axial?"),
      (["slice", "x", "-o", "a.png", "--interpolation", "lienar"], "did you mean linear?"),
      (["slice", "x", "-o", "a.png", "--anotate", "full"], "Did you mean '--annotate'?"),
      (["slice", "x", "-o", "a.png", "--window-preset", "lnug"], "did you mean lung?"),
      (["slice", "x", "-o", "a.png", "--color-map", "magam"], "did you mean magma?"),
      (["list", "colour-maps"], "did you mean color-maps?"),
    ])
  func `a misspelt word is answered with the closest that is known`(
    words: [String], hint: String
  ) {
    let run = Run(words)
    #expect(run.status == 64 && run.isOneLine)
    #expect(run.errors.contains(hint), "\(run.errors)")
  }

  @Test func `progress tells rate and remaining time`() {
    let progress = WorkProgress(stage: "reading", completed: 30, total: 120)
    let line = ProgressBar.line(progress, elapsed: .seconds(2))
    #expect(line == "reading [######------------------] 30/120  15/s  6 s left")
  }

  @Test func `nothing but a terminal gets colours and progress`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    for words in [["info", series], ["slice", series, "-o", folder.path("a/")], ["--help"]] {
      let run = Run(words)
      #expect(!(run.output + run.errors).contains("\u{1B}") && !run.errors.contains("\r"))
    }
    let quiet = Run("slice", series, "-o", folder.path("b/"), "--quiet")
    #expect(quiet.status == 0 && quiet.errors.isEmpty && quiet.output.isEmpty)
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func `shells get completions`(shell: String) throws {
    let run = Run("--generate-completion-script", shell)
    #expect(run.status == 0 && run.output.contains("annotate"))
    guard shell == "bash" else { return }
    let folder = try TemporaryFolder()
    let script = try folder.write(Array(run.output.utf8), as: "completion.bash")
    let checked = try TestSupport.Program.run(URL(filePath: "/bin/bash"), ["-n", script])
    #expect(checked.status == 0, "\(checked.errors)")
  }

  @Test func `the manual page has every verb and every option`() throws {
    let page = Run("manual").output
    #expect(page.hasPrefix(".TH SAGITTA 1"))
    for verb in SagittaCommand.verbs where verb != "help" {
      #expect(page.contains("\n.SS sagitta \(verb)\n"), "\(verb)")
      let help = Run("help", verb).output
      for word in help.split(whereSeparator: \.isWhitespace) where word.hasPrefix("--") {
        let name = word.drop { $0 == "-" }.prefix { $0.isLetter || $0 == "-" }
        let escaped = name.replacing("-", with: "\\-")
        #expect(page.contains("\\-\\-" + escaped), "\(verb) --\(name)")
      }
    }
    let lines = page.split(separator: "\n")
    #expect(lines.count { $0 == ".nf" } == lines.count { $0 == ".fi" })
    let control = lines.filter { $0.hasPrefix(".") }.compactMap { $0.split(separator: " ").first }
    let known = [".TH", ".SH", ".SS", ".TP", ".PP", ".B", ".I", ".br", ".nf", ".fi"]
    #expect(Set(control.map(String.init)).isSubset(of: known))
  }

  @Test func `lists are for people and for scripts`() throws {
    #expect(Run("list", "color-maps").output.contains("hot-iron"))
    #expect(Run("list", "windows").output.contains("lung"))
    let json = Run("list", "presets", "--json").output
    let entries = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: String]]
    #expect(entries?.contains { $0["name"] == "ct-bone" } == true)
  }
}
