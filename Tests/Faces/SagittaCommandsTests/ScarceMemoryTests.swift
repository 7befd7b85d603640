import Foundation
import Phantoms
import TestSupport
import Testing
import VolumeModel

/// What becomes of the built program when the system gives no more memory.
@Suite(.serialized) struct `When the system refuses memory` {
  private let folder: TemporaryFolder
  private let series: String

  init() throws {
    folder = try TemporaryFolder()
    series = try Inputs.phantom(in: folder) {
      $0.dimensions = GridDimensions(columns: 128, rows: 128, slices: 64)
    }
  }

  /// A run that may have so many KiB of addresses.
  private func run(_ words: [String], kibibytes: Int) throws -> ProgramResult {
    try BuiltProgram.shell("ulimit -v \(kibibytes) && exec \"$sagitta\" \"$@\"", words)
  }

  /// The least that the program starts with, within a MiB.
  private func least() throws -> Int {
    var low = 0
    var high = 4 << 20
    while high - low > 1 << 10 {
      let middle = (low + high) / 2
      if try run(["--version"], kibibytes: middle).status == 0 {
        high = middle
      } else {
        low = middle
      }
    }
    return high
  }

  /// With a limit that is not met: the one that follows from the system's refuses most beforehand.
  private var lines: [[String]] {
    let out = folder.path("out")
    return [
      ["info", series], ["slice", series, "-o", out + "/slices/", "--all"],
      ["mip", series, "-o", out + "/spin.gif", "--frames", "3", "--size", "300x300"],
      ["render", series, "-o", out + "/render.png", "--size", "400x400"],
      ["convert", series, "-o", out + "/volume.nii.gz"],
      ["convert", series, "-o", out + "/dicom/", "--dicom"],
      ["report", series, "-o", out + "/report.html", "--plain"],
    ].map { $0 + ["--max-memory", "4G"] }
  }

  @Test func `a run ends well or is over the limit, and leaves nothing unfinished`() throws {
    let start = try least()
    var statuses: [Int32: Int] = [:]
    for words in lines {
      for step in [1, 2, 3, 4, 6, 8, 10, 12, 16, 24, 32, 48, 64] {
        let out = folder.url.appending(path: "out")
        try FileManager.default.createDirectory(at: out, withIntermediateDirectories: true)
        let result = try run(words, kibibytes: start + step << 10)
        let line = "\(words.prefix(4)) with \(step) MiB: \(result.status) \(result.errors)"
        #expect(result.status == 0 || result.status == 77, "\(line)")
        statuses[result.status, default: 0] += 1
        let left = try FileManager.default.subpathsOfDirectory(atPath: out.path)
        #expect(result.status == 0 || left.isEmpty, "\(line): \(left)")
        if result.status == 77 { #expect(result.errors.hasSuffix("\n"), "\(line)") }
        try FileManager.default.removeItem(at: out)
      }
    }
    // Limits that refuse everything or nothing would tell nothing.
    #expect(statuses[0, default: 0] > 5 && statuses[77, default: 0] > 5, "\(statuses)")
  }
}
