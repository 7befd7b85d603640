import Foundation
import Testing
import TestSupport

@testable import Files

@Suite struct `Staged files` {
  let scratch: TemporaryFolder

  init() throws { scratch = try TemporaryFolder() }

  private func write(_ text: String, _ name: String) throws {
    try writeFile(Array(text.utf8), to: scratch.path + "/" + name)
  }

  private func staged(_ texts: [String: String], in folder: String? = nil) throws -> StagedFiles {
    let files = try StagedFiles(in: folder ?? scratch.path)
    for (name, text) in texts { try writeFile(Array(text.utf8), to: files.path(of: name)) }
    return files
  }

  @Test func `appear together, and take the places of older ones`() throws {
    try write("old", "a")
    try write("old", "c")
    try write("mine", "d")
    let files = try staged(["a": "new", "b": "new"])
    #expect(try scratch.text("a") == "old" && !scratch.names.contains("b"))
    try StagedFiles.commit([StagedFiles.Change(files, obsolete: ["a", "c", "gone"])])
    #expect(try scratch.names == ["a", "b", "d"])
    #expect(try scratch.text("a") == "new" && scratch.text("b") == "new")
  }

  @Test func `that are dropped leave the folder as it was`() throws {
    try write("old", "a")
    do { _ = try staged(["a": "new", "b": "new"]) }
    #expect(try scratch.names == ["a"])
    #expect(try scratch.text("a") == "old")
  }

  @Test func `get no place at all if one of them cannot`() throws {
    try write("old", "a")
    try write("old", "z")
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/m", withIntermediateDirectories: false)
    let other = try staged(["x": "new"], in: scratch.path + "/new/folder")
    let files = try staged(["a": "new", "b": "new", "m": "new", "z": "new"])
    let error = FileWritingError(.failedMidway, reason: .isAFolder, path: scratch.path + "/m")
    #expect(throws: error) {
      try StagedFiles.commit([
        StagedFiles.Change(other), StagedFiles.Change(files, obsolete: ["z"]),
      ])
    }
    #expect(try scratch.names == ["a", "m", "z"])
    #expect(try scratch.text("a") == "old" && scratch.text("z") == "old")
  }

  @Test func `keep permissions, and replace links, as single files do`() throws {
    try write("old", "target")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o640], ofItemAtPath: scratch.path + "/target")
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path + "/link", withDestinationPath: "target")
    try StagedFiles.commit([StagedFiles.Change(staged(["link": "new"]))])
    #expect(try scratch.text("target") == "old" && scratch.text("link") == "new")
    let kind = try FileManager.default.attributesOfItem(atPath: scratch.path + "/link")[.type]
    #expect(kind as? FileAttributeType == .typeRegular)
    try StagedFiles.commit([StagedFiles.Change(staged(["target": "new"]))])
    let mode = try FileManager.default.attributesOfItem(atPath: scratch.path + "/target")[
      .posixPermissions]
    #expect(mode as? Int == 0o640)
  }

  @Test func `make their folder, and say why they cannot`() throws {
    let folder = scratch.path + "/new/folder/"
    try StagedFiles.commit([StagedFiles.Change(staged(["a": "new"], in: folder))])
    #expect(try scratch.text("new/folder/a") == "new")
    try write("", "file")
    let below = scratch.path + "/file/below"
    let error = FileWritingError(
      .cannotCreate, reason: .notAFolder(scratch.path + "/file"), path: below)
    #expect(throws: error) { _ = try StagedFiles(in: below) }
  }

  @Test func `that are interrupted are removed, and the folders made for them`() async throws {
    let (kept, folder) = (scratch.path + "/kept", scratch.path)
    try writeFile([1], to: kept)
    await #expect(processExitsWith: .exitCode(128 + SIGINT)) { [folder = folder as String] in
      UnfinishedFiles.removeWhenInterrupted()
      let files = try StagedFiles(in: folder + "/new/folder")
      for n in 0..<300 { try writeFile([1], to: files.path(of: "file-with-a-long-name-\(n)")) }
      try Folders.make(files.path(of: "folder/in/folder"))
      try writeFile([1], to: files.path(of: "folder/in/folder/file"))
      var unfinished = try OutputFile(at: files.path(of: "unfinished"))
      try unfinished.write([1])
      kill(getpid(), SIGINT)
      sleep(60)
    }
    #expect(try scratch.names == ["kept"])
  }

  @Test func `say where files will be, not where they are written`() throws {
    let files = try StagedFiles(in: scratch.path)
    let text = "writing \(files.path(of: "a.png")) failed"
    #expect(StagedFiles.withoutStages(in: text) == "writing \(scratch.path)/a.png failed")
  }
}
