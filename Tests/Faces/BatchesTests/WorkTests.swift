import Foundation
import Testing

@testable import Batches

/// What is to be done, as it is typed.
@Suite struct WorkTests {
  static let verbs = Work.Verbs(
    writing: ["mip", "convert"], printing: ["info"], output: ["-o", "--output"],
    furtherOutputs: ["--depths"]
  ) { threads, memory in [["--threads", "\(threads)"], ["--json"]] }

  private func words(_ text: String) throws -> [String] {
    try Work(text, verbs: Self.verbs).call(
      inputs: ["in"], folder: "out", additions: Self.verbs.additions(1, 2)
    ).words
  }

  private func reason(_ text: String) -> String? {
    do throws(BatchError) {
      _ = try Work(text, verbs: Self.verbs)
      return nil
    } catch {
      guard case .badWork(text, let reason) = error else { return nil }
      return reason
    }
  }

  @Test func `outputs lie in the folder of the item, inputs come last`() throws {
    #expect(
      try words("mip -o a/mip.png --depths=d.npy --view left")
        == [
          "mip", "-o", "out/a/mip.png", "--depths", "out/d.npy", "--view", "left", "--threads", "1",
          "--json", "--", "in",
        ])
  }

  @Test func `what is given is not added`() throws {
    #expect(
      try words("mip -o m.png --threads 4 --json")
        == ["mip", "-o", "out/m.png", "--threads", "4", "--json", "--", "in"])
    #expect(try words("mip -o m.png --threads=4").filter { $0.hasPrefix("--threads") }.count == 1)
  }

  @Test func `what a verb prints goes where the output is named`() throws {
    let work = try Work("info -o info.json --headers-only", verbs: Self.verbs)
    #expect(work.isPrinting && work.output == "info.json")
    #expect(!work.call(inputs: ["in"], folder: "out", additions: []).words.contains("-o"))
  }

  @Test(arguments: [
    "mip -o /etc/passwd", "mip -o ../a.png", "mip -o a/../../b.png", "mip -o -", "mip -o .",
    "mip -o ''", "mip -o m.png --depths ../d.npy", "mip", "mip -o", "mip -o a.png -o b.png",
    "mip -o a.png -- other", "render -o a.png", "", "mip -o 'a.png",
    "mip -o .sagitta-1-s1.part/a.png",
    "batch -o a --do x", "phantom head -o a",
  ])
  func `what leaves the folder, names an input or is no such work is refused`(text: String) throws {
    #expect(reason(text) != nil, "\(text)")
  }

  @Test(arguments: [
    ("a b", ["a", "b"]), ("a 'b c' \"d e\"", ["a", "b c", "d e"]), (#"a\ b"#, ["a b"]),
    (#"'a\b' "a\"b""#, [#"a\b"#, #"a"b"#]), ("a''b ''", ["ab", ""]), ("  ", []),
  ])
  func `words are those of a shell`(line: String, words: [String]) throws {
    #expect(ShellWords.of(line) == words)
  }

  @Test func `two works do not write one file`() throws {
    #expect(throws: BatchError.self) {
      _ = try WorkPlan(
        ["mip -o a.png", "convert -o ./a.png"].map { $0.replacing("./", with: "") },
        verbs: Self.verbs, refusal: { _ in nil }
      ) { _ in .init(output: "", failure: nil) }
    }
  }
}
