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

  @Test func `nothing that steers a terminal, a line or the direction of writing is printed`() {
    let cases = [
      ("a\u{1B}[31mred", "a\\x1B[31mred"), ("a\r\nVolume 2", "a\\r\\nVolume 2"),
      ("\u{7}\0", "\\x07\\x00"),
      ("\u{9B}2J\u{7F}", "\\u{9B}2J\\x7F"), ("\u{202E}gpj", "\\u{202E}gpj"),
      ("\u{2066}\u{2028}", "\\u{2066}\\u{2028}"),
      ("a\u{200F}b\u{61C}", "a\\u{200F}b\\u{61C}"), ("\u{FEFF}\u{E0041}", "\\u{FEFF}\\u{E0041}"),
      ("a\tb", "a\\tb"), ("Schädel שלום 頭", "Schädel שלום 頭"),
    ]
    for (text, printed) in cases { #expect(FileNameText.printable(text) == printed) }
    #expect(FileNameText.printable(lines: "a\u{1B}\nb\r") == "a\\x1B\nb\\r")
    for value in (0...0x9F as ClosedRange<UInt32>).filter({ $0 < 0x20 || $0 >= 0x7F }) {
      let text = Unicode.Scalar(value).map { String($0) } ?? ""
      let printed = FileNameText.printable(text)
      #expect(printed.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }, "\(value)")
    }
  }

  @Test func `files and folders whose names are no UTF-8 are found and read`() throws {
    let folder = try TemporaryFolder()
    let bytes = try TestImages.series(3).map { image in
      try TestImages.writer.file(image, transferSyntax: .explicitVRLittleEndian)
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
