import DICOMModel
import Files
import Foundation
import TestSupport
import Testing
import VolumeModel

@testable import DerivedObjects

@Suite struct FileTests {
  @Test func `if one file cannot be written, none is left, and older ones stay`() throws {
    let folder = try TemporaryFolder()
    let object = try SecondaryCapture(
      PictureTests.frames(0, 1), from: nil, by: .slices, options: .test
    ).object()
    try folder.write([1, 2, 3], as: "4.dcm")
    try FileManager.default.createDirectory(
      atPath: folder.path("3.dcm"), withIntermediateDirectories: true)
    let paths = (0..<5).map { folder.path("\($0).dcm") }
    struct Stop: Error {}
    #expect(throws: FileWritingError.self) {
      try DerivedFiles.write(to: Array(paths[..<4])) { _ in object }
    }
    #expect(try folder.names == ["3.dcm", "4.dcm"])
    #expect(throws: (any Error).self) {
      try DerivedFiles.write(to: [paths[0], paths[1], paths[2], paths[4]]) { n in
        if n == 3 { throw Stop() }
        return object
      }
    }
    #expect(try folder.names == ["3.dcm", "4.dcm"])
    #expect(try folder.bytes("4.dcm") == [1, 2, 3])
  }

  @Test func `an object is the same bytes in a file and in memory`() throws {
    let folder = try TemporaryFolder()
    let memory = CollectedBytes()
    let object = try SecondaryCapture(
      PictureTests.frames(0, 1), from: nil, by: .slices, options: .test
    ).object()
    try object.write(to: .file(folder.path("a.dcm")))
    try object.write(to: .memory(memory, name: "a.dcm"))
    #expect(try folder.bytes("a.dcm") == memory.bytes)
    #expect(try memory.bytes == object.fileBytes())
  }
}
