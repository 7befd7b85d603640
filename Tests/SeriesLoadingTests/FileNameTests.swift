import DICOMCoding
import DICOMModel
import Files
import Foundation
import TestSupport
import Testing
import VolumeModel

@testable import SeriesLoading

@Suite struct FileNameTests {
  @Test func `every name has a text, and the text its bytes again`() {
    var random = SeededRandom(5)
    var names: [[UInt8]] = [
      [], Array("Schädel 12.dcm".utf8), [0x6D, 0xE9, 0x64], [0xC3], [0xC3, 0x28],
      [0xED, 0xA0, 0x80],
      // The private characters that stand for bytes may be part of a name themselves.
      Array("a\u{F7E9}b\u{F77F}\u{F800}".utf8), [0xEF, 0x9E], [0xF4, 0x90, 0x80, 0x80],
    ]
    names += (0..<500).map { _ in
      (0..<Int.random(in: 1...12, using: &random)).map { _ in
        .random(in: 1 ... .max, using: &random)
      }
    }
    for name in names { #expect(FileNameText.bytes(FileNameText.text(name)) == name) }
    #expect(Set(names.map(FileNameText.text).map { Array($0.utf8) }).count == Set(names).count)
  }

  @Test func `names in UTF-8 stay as they are, others can be printed`() {
    #expect(FileNameText.text(Array("Ünïcode-日本".utf8)) == "Ünïcode-日本")
    #expect(FileNameText.printable(FileNameText.text([0x6D, 0xE9, 0x64])) == "m\\xE9d")
    #expect(FileNameText.printable("plain") == "plain")
  }

  @Test func `files and folders whose names are no UTF-8 are found and read`() throws {
    let folder = try TemporaryFolder()
    let bytes = try TestImages.series(3).map { image in
      try TestImages.writer.file(image, .explicitVRLittleEndian)
    }
    let below = folder.path + "/" + FileNameText.text([0x6D, 0xE9, 0x64])
    #expect(unsafe FileNameText.withPath(below) { unsafe mkdir($0, 0o700) } == 0)
    for (n, bytes) in bytes.enumerated() {
      let path = below + "/" + FileNameText.text([0xFF, 0x30 + UInt8(n)])
      let file = unsafe try #require(unsafe FileNameText.withPath(path) { unsafe fopen($0, "w") })
      #expect(unsafe fwrite(bytes, 1, bytes.count, file) == bytes.count)
      unsafe fclose(file)
    }
    #expect(try Loaded([folder.path]).volumes.map(\.dimensions.slices) == [3])
    #expect(try Loaded([below]).volumes.map(\.dimensions.slices) == [3])
    let first = below + "/" + FileNameText.text([0xFF, 0x30])
    #expect(try VolumeLoader().scan([first]).filesUsed == 1)
    // FileManager cannot remove such names.
    for n in 0..<3 {
      let path = below + "/" + FileNameText.text([0xFF, 0x30 + UInt8(n)])
      #expect(unsafe FileNameText.withPath(path) { unsafe unlink($0) } == 0)
    }
    #expect(unsafe FileNameText.withPath(below) { unsafe rmdir($0) } == 0)
  }
}
