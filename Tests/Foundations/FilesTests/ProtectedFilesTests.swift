import Files
import Foundation
import TestSupport
import Testing

@Suite struct ProtectedFilesTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write([1], as: "input")
    try FileManager.default.linkItem(atPath: folder.path("input"), toPath: folder.path("hard"))
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("soft"), withDestinationPath: "input")
  }

  /// Runs a body while some files are read.
  private func reading(
    _ names: [String], isForced: Bool = false, body: () throws -> Void
  ) rethrows {
    let files = ProtectedFiles()
    files.add(files: names.map(folder.path))
    if isForced { files.allowReplacing() }
    try ProtectedFiles.$current.withValue(files, operation: body)
  }

  @Test(arguments: ["input", "hard", "./input", "soft"])
  func `are not replaced under any of their names`(name: String) throws {
    reading(["soft"]) {
      let path = folder.path(name)
      let refusal = FileWritingError(.cannotCreate, reason: .isAnInput, path: path)
      #expect(throws: refusal) { try writeFile([2], to: path) }
    }
    #expect(try folder.bytes("input") == [1])
    #expect(try folder.names == ["hard", "input", "soft"])
  }

  @Test func `are not replaced by files that appear together, of which none is left`() throws {
    try reading(["input"]) {
      let staged = try StagedFiles(in: folder.path("."))
      for name in ["a", "input", "z"] { try writeFile([2], to: staged.path(of: name)) }
      #expect(throws: FileWritingError.self) {
        try StagedFiles.commit([StagedFiles.Change(staged)])
      }
    }
    #expect(try folder.bytes("input") == [1])
    #expect(try folder.names == ["hard", "input", "soft"])
  }

  @Test func `leave other files free`() throws {
    try reading(["input"]) {
      try writeFile([2], to: folder.path("new"))
      try writeFile([3], to: folder.path("new"))
    }
    #expect(try folder.bytes("new") == [3])
  }

  @Test func `are replaced where somebody says so`() throws {
    try reading(["input"], isForced: true) { try writeFile([2], to: folder.path("input")) }
    #expect(try folder.bytes("input") == [2] && folder.bytes("hard") == [1])
  }

  @Test func `are those of the running call only`() throws {
    reading(["input"]) {}
    try writeFile([2], to: folder.path("input"))
    #expect(try folder.bytes("input") == [2])
  }
}
