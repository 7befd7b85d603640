import Foundation
import Phantoms
import SagittaCommands
import VolumeModel

extension FuzzTarget {
  /// Runs the program on a command line, one word a line: any exit code, but no trap.
  ///
  /// Words name files of the fuzzer's own folder only, and lines whose numbers are large are parsed
  /// but find no input: what they would make is a matter of limits, not of options.
  static let options = FuzzTarget(name: "options") { bytes in
    guard let text = String(validating: bytes, as: UTF8.self) else { return }
    var words = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard words.count < 40, words.allSatisfy(staysInside) else { return }
    let isLarge = words.contains { $0.contains(/[0-9]{3}|[eE]/) }
    if isLarge { words = words.map { $0 == CommandSeeds.input ? "none" : $0 } }
    CommandSeeds.prepare()
    _ = Program.main(words)
    CommandSeeds.clear()
  } seeds: { fixtures in
    try CommandSeeds.lines(fixtures)
  }.mutated {
    TextMutation.mutated(
      $0, separator: UInt8(ascii: "\n"), words: CommandSeeds.words, random: &$1)
  }

  /// Whether a word leads to no other folder, standard input or device.
  private static func staysInside(_ word: String) -> Bool {
    !word.contains("..") && !word.contains("~") && word != "-"
      && !word.split(separator: "=").contains { $0.hasPrefix("/") } && !word.contains("\0")
  }
}

/// Command lines to begin with, and the folder that they run in.
enum CommandSeeds {
  /// The name of the input.
  static let input = "in"

  /// The recorded command lines, with names of the fuzzer's folder.
  static func lines(_ fixtures: URL) throws -> [[UInt8]] {
    try words(ofFixtures: fixtures).map { Array($0.joined(separator: "\n").utf8) }
  }

  /// Options and values that mean something.
  static let words = [
    "--json", "--plane", "coronal", "all", "--index", "--at", "--all", "--every", "--native",
    "--window", "40,400", "full", "--window-preset", "lung", "--bits", "16", "--size", "9x9",
    "--pixel", "--fov", "--interpolation", "lanczos", "--antialias", "--slab", "--blend", "mean",
    "--montage", "2x2", "--panels", "--annotate", "labels", "--overlay", input, "--opacity",
    "--rotate", "1,2,3", "--count", "--radial", "--curve", "--frames", "--azimuth", "--fov-angle",
    "--crop", "--clip-plane", "--iso", "--preset", "--samples", "--step", "--spacing",
    "--isotropic", "--type", "int16", "--phase", "--volume", "--tolerance", "even=1",
    "--assume-spacing", "--max-memory", "--threads", "--dicom", "--provenance", "--force",
  ]

  /// Makes the input once, and stands in the fuzzer's folder.
  static func prepare() { _ = prepared }

  /// Removes what a run made.
  static func clear() {
    let manager = FileManager.default
    for name in (try? manager.contentsOfDirectory(atPath: ".")) ?? [] where name != input {
      try? manager.removeItem(atPath: name)
    }
  }

  private static let prepared: Void = {
    let folder = FuzzFolder.folder.appending(path: "run")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      guard FileManager.default.changeCurrentDirectoryPath(folder.path) else {
        fatalError("\(folder.path) cannot be entered")
      }
      try PhantomSeries(
        .head, dimensions: GridDimensions(columns: 6, rows: 5, slices: 4), spacing: SIMD3(1, 1, 2)
      ).write(to: input)
    } catch {
      fatalError("\(error)")
    }
  }()

  private static func words(ofFixtures fixtures: URL) throws -> [[String]] {
    let table = try String(
      contentsOf: fixtures.appending(path: "command-lines.tsv"), encoding: .utf8)
    return table.split(separator: "\n").compactMap { row in
      guard let line = row.split(separator: "\t").first, !line.hasPrefix("#") else { return nil }
      return line.split(separator: " ").map { word in
        String(word).replacing(/\{in\}\/[a-z0-9.-]+/, with: input).replacing("{out}", with: "o")
      }
    }
  }
}
