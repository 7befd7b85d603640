import Foundation
import Phantoms
import TestSupport
import Testing
import VolumeModel

@testable import SagittaCommands

/// What only a process of its own can show: streams, limits and signals.
@Suite struct ProcessTests {
  @Test func `results go to standard output, complaints to standard error`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let good = try BuiltProgram.run("info", series)
    #expect(good.status == 0 && !good.output.isEmpty && good.errors.isEmpty)
    let bad = try BuiltProgram.run("info", folder.path("nowhere"))
    #expect(bad.status == 66 && bad.output.isEmpty && bad.errors.hasPrefix("sagitta: "))
  }

  @Test func `a full standard output is 74`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    for words in ["info \"$1\"", "--help", "--version"] {
      let result = try BuiltProgram.shell("\"$sagitta\" \(words) > /dev/full", series)
      #expect(result.status == 74 && result.errors.hasPrefix("sagitta: "), "\(words)")
    }
  }

  @Test func `a reader that goes away is no crash`() throws {
    let result = try BuiltProgram.shell("\"$sagitta\" --help | head -n 1")
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
  }

  @Test func `a file over the size limit is 74, and nothing is left`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder) {
      $0.dimensions = .init(columns: 40, rows: 40, slices: 20)
    }
    // 128 kB as floats; the limit is 8 blocks of 512 bytes or 1 KiB.
    let result = try BuiltProgram.shell(
      "ulimit -f 8; \"$sagitta\" convert \"$1\" -o \"$2\"", series, folder.path("v.nii"))
    #expect(result.status == 74, "\(result.errors)")
    #expect(result.errors.hasPrefix("sagitta: ") && result.errors.contains("ulimit"))
    #expect(try folder.names.filter { !$0.hasPrefix("series") }.isEmpty)
  }

  /// Interrupts a run as soon as it is in the middle, and returns how it ended.
  ///
  /// A machine may be faster than its tests: then the same is tried again, after it was prepared again;
  /// nil if no attempt met the run between its first byte and its last.
  private func interrupt(
    _ words: [String], by signal: Int32, prepare: () throws -> Void,
    whenever isInMiddle: () throws -> Bool, unless isOver: () throws -> Bool
  ) throws -> Int32? {
    for _ in 0..<50 {
      try prepare()
      let process = Process()
      // Threads of a dispatch queue block signals, and children inherit that.
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = ["--default-signal=INT,TERM", BuiltProgram.url.path] + words
      try process.run()
      while process.isRunning, try !isInMiddle() { sched_yield() }
      if process.isRunning { kill(process.processIdentifier, signal) }
      process.waitUntilExit()
      if try process.terminationStatus != 0 && !isOver() { return process.terminationStatus }
    }
    return nil
  }

  @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
  func `an interrupted run leaves no unfinished file`(signal: Int32, status: Int32) throws {
    let folder = try TemporaryFolder()
    let words = [
      "convert", Repository.volumes.appending(path: "ct-chest").path, "-o",
      folder.path("v.nii.gz"),
    ]
    let end = try interrupt(words, by: signal) {
      for name in try folder.names { try FileManager.default.removeItem(atPath: folder.path(name)) }
    } whenever: {
      try folder.names.contains { $0.contains(".part") }
    } unless: {
      try folder.names.contains("v.nii.gz")
    }
    #expect(end == status)
    #expect(try folder.names.isEmpty)
  }

  /// The files below a folder, with their bytes.
  private func files(_ folder: TemporaryFolder) throws -> [String: [UInt8]] {
    let names = try folder.names.filter { $0.hasPrefix("out/") && !$0.contains(".part") }
    return Dictionary(uniqueKeysWithValues: try names.map { ($0, try folder.bytes($0)) })
  }

  /// Blocks of 512 bytes: the first pictures are smaller than one, those in the middle larger.
  @Test(arguments: [("--bits 16", 1), ("--dicom", 20)])
  func `a series that cannot be written to its end leaves the older one as it was`(
    options: String, blocks: Int
  ) throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder) {
      $0.dimensions = .init(columns: 128, rows: 128, slices: 12)
      $0.spacing = SIMD3(1.8, 1.8, 18)
    }
    let line =
      "cd \"$1\"; \"$sagitta\" slice \"$2\" -o out/ --plane axial --all --force \(options)"
    let first = try BuiltProgram.shell(line + " --window 30,60", folder.path, series)
    #expect(first.status == 0, "\(first.errors)")
    let older = try files(folder)
    let result = try BuiltProgram.shell("ulimit -f \(blocks); " + line, folder.path, series)
    #expect(result.status == 74, "\(result.errors)")
    #expect(result.errors.contains("out/axial-00") && !result.errors.contains(".part"))
    #expect(try files(folder) == older && older.count == 12)
    #expect(try folder.names.count { $0.hasPrefix("out/") } == 12)
  }

  @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
  func `an interrupted series leaves the older one as it was`(
    signal: Int32, status: Int32
  ) throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let out = ["-o", folder.path("out/"), "--plane", "axial", "--all", "--force"]
    var older: [String: [UInt8]] = [:]
    let words = ["slice", Repository.volumes.appending(path: "ct-chest").path] + out
    let end = try interrupt(words, by: signal) {
      if FileManager.default.fileExists(atPath: folder.path("out")) {
        try FileManager.default.removeItem(atPath: folder.path("out"))
      }
      #expect(Run(["slice", series] + out).status == 0)
      older = try files(folder)
    } whenever: {
      // Several pictures are written.
      try folder.names.count { $0.contains(".part") } >= 8
    } unless: {
      try files(folder) != older
    }
    #expect(end == status)
    #expect(older.count == 12)
    #expect(try files(folder) == older)
    #expect(try folder.names.count { $0.hasPrefix("out/") } == 12)
  }
}
