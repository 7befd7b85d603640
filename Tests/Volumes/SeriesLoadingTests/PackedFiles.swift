import Compression
import DICOMCoding
import DICOMModel
import TestSupport

/// Archives made by hand, so that a test can break any byte of them.
enum PackedFiles {
  /// The files of a series by their names.
  static func series(_ count: Int, folder: String = "inner/") throws -> [(String, [UInt8])] {
    try TestImages.series(count).enumerated().map { n, image in
      (
        "\(folder)IM\(n)",
        try TestImages.writer.file(image, transferSyntax: .explicitVRLittleEndian)
      )
    }
  }

  /// A tar archive (POSIX ustar) of plain files.
  static func tar(_ files: [(String, [UInt8])], type: UInt8 = UInt8(ascii: "0")) -> [UInt8] {
    let entries = files.flatMap { name, bytes -> [UInt8] in
      let padding = [UInt8](repeating: 0, count: (512 - bytes.count % 512) % 512)
      return header(name, size: bytes.count, type: type) + bytes + padding
    }
    return entries + [UInt8](repeating: 0, count: 1024)
  }

  private static func header(_ name: String, size: Int, type: UInt8) -> [UInt8] {
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at place: Int) {
      header.replaceSubrange(place..<place + text.utf8.count, with: text.utf8)
    }
    put(name, at: 0)
    put("0000644\0", at: 100)
    put(octal(size, 11) + "\0", at: 124)
    put("        ", at: 148)
    header[156] = type
    put("ustar\u{0}00", at: 257)
    put(octal(header.reduce(0) { $0 + Int($1) }, 6) + "\0 ", at: 148)
    return header
  }

  private static func octal(_ value: Int, _ digits: Int) -> String {
    let text = String(value, radix: 8)
    return String(repeating: "0", count: digits - text.utf8.count) + text
  }

  /// A zstd frame of uncompressed blocks (RFC 8878).
  static func zstd(_ bytes: [UInt8]) -> [UInt8] {
    func little(_ value: Int, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
    var frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0xA0] + little(bytes.count, 4)
    let size = 1 << 16
    for start in stride(from: 0, to: max(bytes.count, 1), by: size) {
      let block = bytes[start..<min(start + size, bytes.count)]
      let isLast = start + size >= bytes.count
      frame += little(block.count << 3 | (isLast ? 1 : 0), 3) + block
    }
    return frame
  }

  static func gzip(_ bytes: [UInt8]) throws -> [UInt8] { try Deflation.bytes(bytes, format: .gzip) }
}
