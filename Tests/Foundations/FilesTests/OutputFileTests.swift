import Foundation
import Testing
import TestSupport

@testable import Files

@Suite struct `Output files` {
  let scratch: TemporaryFolder

  init() throws { scratch = try TemporaryFolder() }

  @Test func `appear under their name when they are complete, not before`() throws {
    var file = try OutputFile(at: scratch.path + "/a")
    try file.write(Array("one ".utf8))
    #expect(!FileManager.default.fileExists(atPath: scratch.path + "/a"))
    try file.write(Array("two".utf8))
    try file.finish()
    #expect(try scratch.names == ["a"])
    #expect(try scratch.text("a") == "one two")
  }

  @Test func `that are dropped leave the old file and nothing else`() throws {
    try writeFile(Array("old".utf8), to: scratch.path + "/a")
    do {
      var file = try OutputFile(at: scratch.path + "/a")
      try file.write(Array("new".utf8))
    }
    #expect(try scratch.names == ["a"])
    #expect(try scratch.text("a") == "old")
  }

  @Test func `keep the permissions of the file that they replace`() throws {
    let path = scratch.path + "/a"
    try writeFile([1], to: path)
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    try writeFile([2], to: path)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    #expect(mode as? Int == 0o640)
  }

  @Test(arguments: [true, false])
  func `replace a symbolic link, not what it leads to`(targetExists: Bool) throws {
    let (link, target) = (scratch.path + "/link", scratch.path + "/target")
    if targetExists { try writeFile([1], to: target) }
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: "target")
    try writeFile(Array("x".utf8), to: link)
    let kind = try FileManager.default.attributesOfItem(atPath: link)[.type]
    #expect(kind as? FileAttributeType == .typeRegular)
    #expect(try scratch.text("link") == "x")
    #expect(try scratch.names == (targetExists ? ["link", "target"] : ["link"]))
    if targetExists { #expect(try scratch.bytes("target") == [1]) }
  }

  @Test func `write devices directly`() throws {
    try writeFile([1, 2, 3], to: "/dev/null")
    let error = #expect(throws: FileWritingError.self) {
      try writeFile(Array(repeating: 0, count: 1000), to: "/dev/full")
    }
    #expect(error == FileWritingError(.failedMidway, reason: .diskFull, path: "/dev/full"))
    for device in ["/dev/null", "/dev/full"] {
      let kind = try FileManager.default.attributesOfItem(atPath: device)[.type]
      #expect(kind as? FileAttributeType == .typeCharacterSpecial)
    }
  }

  @Test func `write to an inherited descriptor at its place`() throws {
    let path = scratch.path + "/log"
    try writeFile(Array("before ".utf8), to: path)
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.seekToEnd()
    try writeFile(Array("after".utf8), to: "/dev/fd/\(handle.fileDescriptor)")
    try handle.close()
    #expect(try scratch.text("log") == "before after")
  }

  @Test func `say which folder is missing, and make none`() throws {
    let path = scratch.path + "/no/such/file"
    #expect(
      throws: FileWritingError(
        .cannotCreate, reason: .folderMissing(scratch.path + "/no"), path: path)
    ) { try writeFile([1], to: path) }
    #expect(try scratch.names.isEmpty)
  }

  @Test func `say which part of the path is a file`() throws {
    try writeFile([1], to: scratch.path + "/file")
    let path = scratch.path + "/file/below"
    #expect(
      throws: FileWritingError(
        .cannotCreate, reason: .notAFolder(scratch.path + "/file"), path: path)
    ) { try writeFile([1], to: path) }
  }

  @Test func `are not folders`() throws {
    let error = FileWritingError(.cannotCreate, reason: .isAFolder, path: scratch.path)
    #expect(throws: error) { try writeFile([1], to: scratch.path) }
    #expect(throws: FileWritingError(.cannotCreate, reason: .unusableName, path: "")) {
      try writeFile([1], to: "")
    }
  }

  @Test(.enabled(if: getuid() != 0, "root may write everywhere"))
  func `need permission`() throws {
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o500], ofItemAtPath: scratch.path)
    let path = scratch.path + "/a"
    #expect(throws: FileWritingError(.cannotCreate, reason: .notPermitted, path: path)) {
      try writeFile([1], to: path)
    }
  }

  @Test func `that are interrupted are removed`() async throws {
    let path = scratch.path + "/a"
    await #expect(processExitsWith: .exitCode(128 + SIGTERM)) { [path = path as String] in
      UnfinishedFiles.removeWhenInterrupted()
      var file = try OutputFile(at: path)
      try file.write([1])
      // To the process, not the thread: Dispatch's threads block signals.
      kill(getpid(), SIGTERM)
      sleep(60)
    }
    #expect(try scratch.names.isEmpty)
  }

  @Test func `beyond the size limit fail and leave nothing`() async throws {
    let path = scratch.path + "/a"
    await #expect(processExitsWith: .success) { [path = path as String] in
      UnfinishedFiles.removeWhenInterrupted()
      var limit = rlimit(rlim_cur: 4096, rlim_max: 4096)
      // SAFETY: the limit outlives the call.
      _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      let error = FileWritingError(.failedMidway, reason: .tooLarge, path: path)
      #expect(throws: error) { try writeFile(Array(repeating: 0, count: 10_000), to: path) }
    }
    #expect(try scratch.names.isEmpty)
  }
}

extension TemporaryFolder {
  /// The text of a file in the folder.
  func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }
}
