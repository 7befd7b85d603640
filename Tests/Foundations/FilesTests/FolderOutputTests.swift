import Foundation
import TestSupport
import Testing

@testable import Files

@Suite struct `Folders of results` {
  let scratch: TemporaryFolder

  init() throws { scratch = try TemporaryFolder() }

  private func write(_ names: [String], to folder: String) throws {
    let output = try FolderOutput(at: scratch.path(folder))
    for name in names { try output.write(Array(name.utf8), to: name) }
    try output.finish()
  }

  @Test func `appear whole, with folders in them, or not at all`() throws {
    do {
      let output = try FolderOutput(at: scratch.path("a"))
      try output.write([1, 2], to: "b/c/d")
      #expect(!Folders.isFolder(scratch.path("a")))
    }
    #expect(try scratch.names.isEmpty)
    let output = try FolderOutput(at: scratch.path("a/"))
    try output.write([1, 2], to: "b/c/d")
    try output.write([], to: "e")
    #expect(!Folders.isFolder(scratch.path("a")))
    try output.finish()
    #expect(Folders.names(in: scratch.path) == ["a"])
    #expect(try scratch.bytes("a/b/c/d") == [1, 2])
    #expect(try scratch.bytes("a/e") == [])
  }

  @Test func `replace a folder of their kind, and no other`() throws {
    try write(["x", "y/z"], to: "a")
    try write(["x"], to: "a")
    #expect(Folders.names(in: scratch.path("a")) == ["x"])
    try write(["other"], to: "b")
    let error = #expect(throws: FileWritingError.self) { try write(["x"], to: "b") }
    #expect(error?.reason == .isAFolder)
    #expect(try scratch.bytes("b/other") == Array("other".utf8))
    #expect(Folders.names(in: scratch.path).sorted() == ["a", "b"])
  }

  @Test func `need a folder around them, and no file in their place`() throws {
    #expect(
      throws: FileWritingError(
        .cannotCreate, reason: .folderMissing(scratch.path("no")), path: scratch.path("no/a"))
    ) { try FolderOutput(at: scratch.path("no/a")) }
    try Data([1]).write(to: URL(filePath: scratch.path("file")))
    #expect(throws: FileWritingError.self) { try FolderOutput(at: scratch.path("file")) }
    #expect(throws: FileWritingError.self) { try FolderOutput(at: scratch.path("file/a")) }
    #expect(try scratch.names == ["file"])
  }

  @Test func `that are read are not replaced`() throws {
    try write(["x"], to: "a")
    let files = ProtectedFiles()
    files.add(files: [scratch.path("a")])
    ProtectedFiles.$current.withValue(files) {
      #expect(
        throws: FileWritingError(.cannotCreate, reason: .isAnInput, path: scratch.path("a"))
      ) { try FolderOutput(at: scratch.path("a")) }
    }
  }
}
