import Foundation
import TestSupport
import Testing

/// What command lines write and print, against a table that was written once.
///
/// Each row of `Tests/Fixtures/command-lines.tsv` has a command line, its exit code, and digests of its
/// files and of its standard output. Whoever changes one of them on purpose writes the table anew with
/// `SAGITTA_RECORD=1` and says in the commit which rows changed and why.
@Suite struct CommandLineTableTests {
  private static let table = Repository.fixtures.appending(path: "command-lines.tsv")

  /// The inputs that the lines name in braces, and how they are made.
  private static let phantoms = [
    "head": "head --size 48,40,32 --spacing 4,4.5,6 --noise 3",
    "oblique": "head --size 40,36,30 --spacing 5 --orientation 0.8,0.6,0,-0.6,0.8,0 --modality mr",
    "tilted": "beads --size 48,48,20 --spacing 3,3,5 --tilt -18.5",
    "gap": "ramp --size 24,20,16 --spacing 4 --noise 10",
    "sphere": "sphere --size 32 --spacing 4 --modality mr",
  ]

  @Test func `every command line writes and prints what the table says`() throws {
    let folder = try TemporaryFolder()
    try Self.makeInputs(in: folder)
    let lines = try String(contentsOf: Self.table, encoding: .utf8).split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(!lines.isEmpty)
    var rows: [String] = []
    for (number, line) in lines.enumerated() {
      let row = try Self.row(line[0], output: "out\(number)", in: folder)
      rows.append(row.joined(separator: "\t"))
      if !Self.isRecording { #expect(row == line, "\(line[0])") }
    }
    if Self.isRecording {
      try (rows.joined(separator: "\n") + "\n").write(
        to: Self.table, atomically: true, encoding: .utf8)
    }
  }

  private static let isRecording = ProcessInfo.processInfo.environment["SAGITTA_RECORD"] == "1"

  private static func makeInputs(in folder: TemporaryFolder) throws {
    for (name, words) in phantoms {
      let run = Run(
        ["phantom"] + words.split(separator: " ").map(String.init) + [
          "-o", folder.path(name),
        ])
      try #require(run.status == 0, "\(run.errors)")
      // It says how the phantom was made, and is no image.
      try FileManager.default.removeItem(atPath: folder.path("\(name)/truth.json"))
    }
    for number in ["0007", "0008"] {
      try FileManager.default.removeItem(atPath: folder.path("gap/IM\(number).dcm"))
    }
    try folder.write(
      Array("[[-60,-20,-40],[-20,10,-10],[30,0,30],[60,-30,60]]".utf8), as: "curve.json")
    try folder.write(Array("1 bone 255 200 100 0.8\n2 air 0 80 255 0.4\n".utf8), as: "labels.txt")
  }

  /// Runs a line, and returns it with the exit code and both digests.
  private static func row(
    _ line: String, output: String, in folder: TemporaryFolder
  ) throws -> [String] {
    let words = line.split(separator: " ").map { word in
      String(word).replacing("{volumes}", with: Repository.volumes.path)
        .replacing("{out}", with: folder.path(output)).replacing("{in}", with: folder.path)
    }
    let run = Run(words)
    let files = try CanonicalBytes.digest(ofFilesBelow: folder.path(output))
    let printed = run.output.replacing(folder.path(output), with: "{out}")
      .replacing(folder.path, with: "{in}").replacing(Repository.volumes.path, with: "{volumes}")
    let text = printed.isEmpty ? "-" : String(SHA256.hex(of: Array(printed.utf8)).prefix(16))
    return [line, "\(run.status)", files, text]
  }
}
