import Foundation
import TestSupport
import Testing
import VolumeModel

@testable import SagittaCommands

/// Planes one after the other in one file.
@Suite struct `A sequence of planes` {
  /// A chunk of a PNG file.
  private struct Chunk {
    let type: String
    let data: [UInt8]
  }

  private static func chunks(_ file: [UInt8]) -> [Chunk] {
    var chunks: [Chunk] = []
    var place = 8
    while place + 12 <= file.count {
      let count = file[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
      let type = String(decoding: file[place + 4..<place + 8], as: UTF8.self)
      chunks.append(Chunk(type: type, data: Array(file[place + 8..<place + 8 + count])))
      place += 12 + count
    }
    return chunks
  }

  /// The compressed pixels of each picture of an animated PNG.
  private static func pictures(_ file: [UInt8]) -> [[UInt8]] {
    chunks(file).reduce(into: [[UInt8]]()) { pictures, chunk in
      switch chunk.type {
      case "fcTL": pictures.append([])
      case "IDAT": pictures[pictures.count - 1] += chunk.data
      case "fdAT": pictures[pictures.count - 1] += chunk.data.dropFirst(4)
      default: break
      }
    }
  }

  /// The delays of a GIF's pictures, in hundredths of a second, found by their extension's bytes.
  private static func delays(_ gif: [UInt8]) -> [Int] {
    gif.indices.dropLast(8).compactMap { n in
      let isControl = gif[n] == 0x21 && gif[n + 1] == 0xF9 && gif[n + 2] == 4 && gif[n + 7] == 0
      return isControl ? Int(gif[n + 4]) | Int(gif[n + 5]) << 8 : nil
    }
  }

  @Test func `as animated PNG has the pixels of the single pictures, in their order`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let plane = ["--plane", "axial", "--all", "--window", "40,400"]
    let run = Run(["slice", series, "-o", folder.path("a.apng"), "--json"] + plane)
    #expect(run.status == 0, "\(run.errors)")
    #expect(Run(["slice", series, "-o", folder.path("d/")] + plane).status == 0)
    let names = try folder.names.filter { $0.hasPrefix("d/") }
    let single = try names.map { name in
      Self.chunks(try folder.bytes(name)).filter { $0.type == "IDAT" }.flatMap(\.data)
    }
    #expect(single.count == 12)
    #expect(try Self.pictures(folder.bytes("a.apng")) == single)
    let output = try #require((try run.json()["outputs"] as? [[String: Any]])?.first)
    #expect((output["frames"] as? [Any])?.count == 12)
    #expect(output["framesPerSecond"] as? Double == 10)
  }

  @Test(arguments: [(nil, 10), ("4", 25), ("25", 4)] as [(String?, Int)])
  func `as GIF has a picture for each plane, at the rate that was asked for`(
    rate: String?, delay: Int
  ) throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let words = rate.map { ["--fps", $0] } ?? []
    let slice = Run(["slice", series, "-o", folder.path("a.gif"), "--every", "3"] + words)
    #expect(slice.status == 0, "\(slice.errors)")
    #expect(try Self.delays(folder.bytes("a.gif")) == Array(repeating: delay, count: 4))
    let mpr = Run(
      ["mpr", series, "-o", folder.path("b.gif"), "--plane", "coronal", "--rotate", "0,15,0"]
        + ["--count", "20"] + words)
    #expect(mpr.status == 0, "\(mpr.errors)")
    #expect(try Self.delays(folder.bytes("b.gif")) == Array(repeating: delay, count: 20))
  }

  @Test func `as PNG is asked for by its format or a rate, for a still picture is too many`()
    throws
  {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    for words in [["--format", "apng"], ["--fps", "10"]] {
      let run = Run(["slice", series, "-o", folder.path("a.png"), "--all"] + words)
      #expect(run.status == 0, "\(run.errors)")
      #expect(try Self.pictures(folder.bytes("a.png")).count == 12)
    }
    try FileManager.default.removeItem(atPath: folder.path("a.png"))
    for name in ["a.png", "a.jpg"] {
      let run = Run("slice", series, "-o", folder.path(name), "--all")
      #expect(run.status == 64 && run.isOneLine && run.errors.contains(".apng"), "\(run.errors)")
      #expect(try !folder.names.contains(name))
    }
  }

  @Test(arguments: [
    ["-o", "a.gif", "--plane", "all"], ["-o", "d/", "--fps", "5"], ["-o", "a.jpg", "--fps", "5"],
    ["-o", "a.nii", "--fps", "5"], ["-o", "a.gif", "--all", "--fps", "0"],
    ["-o", "a.gif", "--all", "--fps", "101"], ["-o", "a.gif", "--all", "--bits", "16"],
    ["-o", "d/", "--format", "apng"], ["-o", "a.apng", "--montage", "2x2"],
  ]) func `that cannot be is wrong usage, and nothing is written`(words: [String]) throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let result = try BuiltProgram.shell(
      "cd \"$1\"; shift; \"$sagitta\" slice \"$@\"", [folder.path, series] + words)
    #expect(result.status == 64, "\(result.errors)")
    #expect(try folder.names.allSatisfy { $0.hasPrefix("series") })
  }

  @Test func `of projections plays as fast as asked`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    for (words, delay) in [([], 8), (["--fps", "20"], 5)] as [([String], Int)] {
      for verb in ["mip", "render"] {
        let run = Run(
          [verb, series, "-o", folder.path("a.gif"), "--frames", "3", "--size", "20x20"] + words)
        #expect(run.status == 0, "\(run.errors)")
        #expect(try Self.delays(folder.bytes("a.gif")) == [delay, delay, delay])
      }
    }
  }

  // MARK: Video

  @Test func `as video without its program is 69, and says what to install`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let result = try BuiltProgram.shell(
      "PATH=\"$2\" \"$sagitta\" slice \"$1\" -o \"$2/a.mp4\" --all", series, folder.path)
    #expect(result.status == 69, "\(result.errors)")
    #expect(result.errors.contains("apt-get install ffmpeg"))
    #expect(try folder.names.allSatisfy { $0.hasPrefix("series") })
  }

  /// A stand-in for the program that keeps the bytes it is sent.
  private static func standIn(_ script: String, in folder: TemporaryFolder) throws {
    try folder.write(Array("#!/bin/sh\n\(script)\n".utf8), as: "bin/ffmpeg")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: folder.path("bin/ffmpeg"))
  }

  @Test func `as video sends every pixel of every plane to its program`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    try Self.standIn(
      "for last; do :; done; echo \"$@\" > \"${0%/*}/words\"; cat > \"${last#file:}\"", in: folder)
    let result = try BuiltProgram.shell(
      "PATH=\"$2/bin:$PATH\" \"$sagitta\" slice \"$1\" -o \"$2/a.mp4\" --all --fps 7", series,
      folder.path)
    #expect(result.status == 0, "\(result.errors)")
    // Pixels of 4 mm: 24 × 23 of them, n = ceil(20 · 4.5 / 4).
    #expect(try folder.bytes("a.mp4").count == 12 * 24 * 23)
    let words = String(decoding: try folder.bytes("bin/words"), as: UTF8.self)
    #expect(words.contains("-video_size 24x23 -framerate 7.0"), "\(words)")
    #expect(try !folder.names.contains { $0.contains(".part") })
  }

  @Test(arguments: ["cat > /dev/null; echo no codec >&2; exit 1", "echo no codec >&2; exit 1"])
  func `as video that its program refuses is 74, and nothing is left`(script: String) throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    try Self.standIn(script, in: folder)
    let result = try BuiltProgram.shell(
      "PATH=\"$2/bin:$PATH\" \"$sagitta\" slice \"$1\" -o \"$2/a.mp4\" --all --size 512x512",
      series,
      folder.path)
    #expect(result.status == 74 && result.errors.contains("no codec"), "\(result.errors)")
    #expect(try !folder.names.contains { $0.contains(".part") || $0.hasSuffix("mp4") })
  }

  @Test(.needsTool("ffmpeg")) func `as video shows what was sent`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let words = ["--all", "--size", "64x60", "--window", "40,400"]
    for name in ["a.mp4", "b.mp4"] {
      #expect(Run(["slice", series, "-o", folder.path(name)] + words).status == 0)
    }
    #expect(try folder.bytes("a.mp4") == folder.bytes("b.mp4"))
    try Self.standIn("for last; do :; done; cat > \"${last#file:}\"", in: folder)
    let raw = try BuiltProgram.shell(
      "PATH=\"$2/bin:$PATH\" \"$sagitta\" slice \"$1\" -o \"$2/raw.mp4\" "
        + words.joined(separator: " "), series, folder.path)
    #expect(raw.status == 0, "\(raw.errors)")
    let decoded = try TestSupport.Program.run(
      try #require(Peers.tool("ffmpeg")),
      ["-loglevel", "error", "-i", folder.path("a.mp4"), "-f", "rawvideo", "-pix_fmt", "gray", "-"])
    let sent = try folder.bytes("raw.mp4")
    try #require(decoded.output.count == sent.count && sent.count == 12 * 64 * 60)
    let difference = zip(decoded.output, sent).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
    // Lossy: two greys of 256 on average.
    #expect(difference < 2 * sent.count, "\(Double(difference) / Double(sent.count))")
  }
}
