import Foundation
import Testing
import TestSupport

@testable import Phantoms

@Suite struct FolderTests {
  @Test func `folder holds the series and its truth`() throws {
    let (folder, series) = (try TemporaryFolder(), PhantomSeries.small())
    let truth = try series.write(to: folder.path)
    #expect(try folder.names == truth.files.map(\.name) + ["truth.json"])
    let json = try Data(contentsOf: folder.url.appending(path: "truth.json"))
    #expect(try JSONDecoder().decode(PhantomTruth.self, from: json) == truth)
    for file in try series.encodedFiles() {
      let written = try Data(contentsOf: folder.url.appending(path: file.name))
      #expect(Array(written) == file.bytes)
    }
  }

  @Test func `folders with files are left alone`() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(at: folder.url, withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: folder.url.appending(path: "note.txt"))
    #expect(throws: PhantomError.folderNotEmpty(folder.path)) {
      try PhantomSeries.small().write(to: folder.path)
    }
    #expect(try folder.names == ["note.txt"])
  }

  @Test func `replacing removes the older series and nothing else`() throws {
    let folder = try TemporaryFolder()
    try PhantomSeries.small().write(to: folder.path)
    try Data("mine".utf8).write(to: folder.url.appending(path: "note.txt"))
    var shorter = PhantomSeries.small(.ramp)
    shorter.oddities.missingSlices = [5, 6]
    try shorter.write(to: folder.path, existing: .replace)
    #expect(
      try folder.names == (1...5).map { "IM000\($0).dcm" } + ["note.txt", "truth.json"])
  }

  @Test func `nothing is left of a series that failed`() throws {
    let folder = try TemporaryFolder()
    // A folder stands where the truth belongs: the last write fails.
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "truth.json"), withIntermediateDirectories: true)
    #expect(throws: (any Error).self) {
      try PhantomSeries.small().write(to: folder.path, existing: .replace)
    }
    #expect(try folder.names == ["truth.json"])
  }
}
