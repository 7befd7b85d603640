import Foundation
import Phantoms
import TestSupport
import Testing
import VolumeModel
import WorkScheduling

/// What processes of the built program do with volumes that memory has no room for.
@Suite(.serialized) struct `Volumes larger than memory` {
  private let folder: TemporaryFolder
  private let scratch: TemporaryFolder
  private let series: String

  /// A head of 24 MiB of floats, which a limit of 60 MiB has no room for beside the program.
  init() throws {
    folder = try TemporaryFolder()
    scratch = try TemporaryFolder()
    series = try Inputs.phantom(in: folder) {
      $0.dimensions = GridDimensions(columns: 256, rows: 256, slices: 96)
      $0.spacing = SIMD3(0.9, 0.9, 2.4)
    }
  }

  /// A run, and the bytes that its process had resident at the most.
  private func run(_ words: [String]) throws -> (result: ProgramResult, peak: Int) {
    let url = BuiltProgram.url.deletingLastPathComponent().appending(path: "peak-memory")
    let note = folder.path("peak")
    let result = try TestSupport.Program.run(url, [note, BuiltProgram.url.path] + words)
    return (result, try #require(Int(String(decoding: folder.bytes("peak"), as: UTF8.self))))
  }

  private static let lines = [
    ["slice", "--plane", "sagittal", "--all", "-o", "s.nii"],
    ["mpr", "--rotate", "10,20,30", "--thickness", "20", "-o", "m.png"],
    ["mpr", "--rotate", "10,20,30", "--interpolation", "cubic", "-o", "c.npy"],
    ["mip", "--frames", "2", "--size", "200x200", "-o", "mip.gif"],
    ["render", "--size", "150x150", "-o", "r.png"], ["convert", "-o", "v.nii"],
    ["convert", "--compress", "-o", "v.nrrd"],
    ["resample", "--spacing", "1.2,1.2,2", "--interpolation", "cubic", "-o", "i.mha"],
  ]

  @Test func `give the same bytes within the limit, and leave nothing`() throws {
    for words in Self.lines { try expectSameBytes(words) }
  }

  private func expectSameBytes(_ words: [String]) throws {
    let output = try #require(words.last)
    let line = [words[0], series] + words.dropFirst().dropLast() + [folder.path(output)]
    let (plain, _) = try run(line)
    #expect(plain.status == 0, "\(plain.errors)")
    let expected = try folder.bytes(output)
    try FileManager.default.removeItem(atPath: folder.path(output))
    let limit = 60 << 20
    let (result, peak) = try run(
      line + ["--json", "--threads", words[0] == "resample" ? "1" : "2", "--storage", "float"]
        + ["--max-memory", "60M", "--scratch", scratch.path])
    #expect(result.status == 0, "\(result.errors)")
    #expect(try folder.bytes(output) == expected)
    #expect(peak <= limit + limit / 20 + (32 << 20), "\(peak >> 20) MiB")
    #expect(result.errors.contains("lie on disk"), "\(result.errors)")
    let json = try JSONSerialization.jsonObject(with: result.output) as? [String: Any]
    #expect((json?["volume"] as? [String: Any])?["place"] as? String == "disk")
    #expect(try scratch.names.isEmpty)
    try FileManager.default.removeItem(atPath: folder.path(output))
  }

  @Test func `of a batch lie where it says`() throws {
    for place in [scratch.path, "none"] {
      let words = ["batch", series, "-o", folder.path("out"), "-q", "--max-memory", "60M"]
      _ = try run(
        words + ["--scratch", place, "--threads", "2", "--do", "convert --storage float -o v.nii"])
      let rows = try folder.bytes("out/ledger-0.jsonl")
      let isDone = String(decoding: rows, as: UTF8.self).contains(#""state":"done""#)
      #expect(isDone == (place != "none"), "\(place)")
      try FileManager.default.removeItem(atPath: folder.path("out"))
    }
  }

  @Test func `of integers in a file give the same bytes`() throws {
    let file = folder.path("v.nrrd")
    #expect(try run(["convert", series, "--type", "int16", "-o", file]).result.status == 0)
    let words = ["mpr", file, "--rotate", "10,20,30", "-o", folder.path("m.npy"), "--force"]
    #expect(try run(words).result.status == 0)
    let expected = try folder.bytes("m.npy")
    let (result, _) = try run(
      words + ["--threads", "1", "--max-memory", "48M", "--scratch", scratch.path, "-v"])
    #expect(result.status == 0 && result.errors.contains("lie on disk"), "\(result.errors)")
    #expect(result.errors.contains("stored integers"), "\(result.errors)")
    #expect(try folder.bytes("m.npy") == expected)
  }

  @Test func `are refused where no disk is allowed, or it has no room`() throws {
    let words = ["mip", series, "-o", folder.path("a.png"), "--max-memory", "48M"]
    let (refused, _) = try run(words + ["--scratch", "none"])
    #expect(refused.status == 77 && refused.errors.contains("48 MiB are allowed"))
    let (memory, _) = try run(words + ["--scratch", "/dev/shm"])
    #expect(memory.status == 64 && memory.errors.contains("/dev/shm lies in memory"))
    let (missing, _) = try run(words + ["--scratch", folder.path("none")])
    #expect(missing.status == 73 && missing.errors.contains("--scratch"), "\(missing.errors)")
    // The system's limit for files stands for a disk that is full.
    let small = try Program.run(
      URL(filePath: "/bin/sh"),
      [
        "-c", "ulimit -f 4096; exec \"$@\"", "sh", BuiltProgram.url.path,
      ] + words + ["--scratch", scratch.path])
    #expect(small.status == 77 && small.errors.contains("on a disk"), "\(small.errors)")
    #expect(small.errors.split(separator: "\n").count == 1, "\(small.errors)")
    #expect(try scratch.names.isEmpty)
    #expect(try !folder.names.contains("a.png"))
  }

  @Test func `leave nothing where the process is killed`() throws {
    let line =
      [BuiltProgram.url.path, "mip", series, "-o", folder.path("k.gif"), "--max-memory", "48M"]
      + ["--frames", "400", "--scratch", scratch.path, "-v"]
    let killed = try Program.run(
      URL(filePath: "/bin/sh"),
      [
        "-c",
        """
        "$@" 2> "\(folder.path("said"))" & pid=$!
        until grep -q 'lie on disk' "\(folder.path("said"))"; do sleep 0.01; done
        sleep 0.05; ls -A "\(scratch.path)"; kill -9 $pid; wait $pid; ls -A "\(scratch.path)"
        """, "sh",
      ] + line)
    #expect(killed.output.isEmpty)
    #expect(try scratch.names.isEmpty)
  }
}
