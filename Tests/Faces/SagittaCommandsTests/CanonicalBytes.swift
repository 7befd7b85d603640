import Compression
import Foundation
import TestSupport

/// What files hold apart from how well it is compressed: versions of zlib and kinds of processors deflate
/// the same pixels to other bytes.
enum CanonicalBytes {
  /// A digest of all files of a folder, or of a file, by name; `-` if there is nothing.
  static func digest(ofFilesBelow path: String) throws -> String {
    let folder = (path as NSString).deletingLastPathComponent
    let stem = (path as NSString).lastPathComponent
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
    var digest = SHA256()
    var isEmpty = true
    // `{out}.png` and `{out}/axial-0000.png`, but not those of `{out}1`.
    for name in names
    where name.hasPrefix(stem + ".") || name.hasPrefix(stem + "/") || name.hasPrefix(stem + "-") {
      let url = URL(filePath: folder).appending(path: name)
      guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else {
        continue
      }
      isEmpty = false
      digest.update(Array((name.dropFirst(stem.count) + "\n").utf8))
      digest.update(try canonical(Array(try Data(contentsOf: url)), name: name))
    }
    return isEmpty ? "-" : String(digest.hex.prefix(16))
  }

  private static func canonical(_ bytes: [UInt8], name: String) throws -> [UInt8] {
    if bytes.starts(with: PNGChunks.signature) { return try PNGChunks.inflated(bytes) }
    if name.hasSuffix(".gz") { return try Inflation.bytes(bytes, format: .gzip, limit: 1 << 28) }
    if name.hasSuffix(".html") { return try page(bytes) }
    return bytes
  }

  /// A page with its PNG pictures inflated.
  private static func page(_ bytes: [UInt8]) throws -> [UInt8] {
    let mark = "data:image/png;base64,"
    let parts = String(decoding: bytes, as: UTF8.self).components(separatedBy: mark)
    return try parts.enumerated().flatMap { number, part -> [UInt8] in
      guard number > 0 else { return Array(part.utf8) }
      let text = part.prefix { $0.isLetter || $0.isNumber || "+/=".contains($0) }
      let picture = Data(base64Encoded: String(text)).map(Array.init) ?? []
      return try PNGChunks.inflated(picture) + Array(part.dropFirst(text.count).utf8)
    }
  }
}

/// The chunks of a PNG file.
private enum PNGChunks {
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// All chunks but for lengths and checksums, the pixels of each picture inflated.
  static func inflated(_ file: [UInt8]) throws -> [UInt8] {
    var result: [UInt8] = []
    var pixels: [UInt8] = []
    var rest = file.dropFirst(signature.count)
    while rest.count >= 12 {
      let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
      let kind = String(decoding: rest.dropFirst(4).prefix(4), as: UTF8.self)
      let content = rest.dropFirst(8).prefix(length)
      switch kind {
      case "IDAT": pixels += content
      case "fdAT": pixels += content.dropFirst(4)
      default:
        result += try flushed(&pixels) + Array(kind.utf8) + content
      }
      rest = rest.dropFirst(12 + length)
    }
    return result
  }

  private static func flushed(_ pixels: inout [UInt8]) throws -> [UInt8] {
    defer { pixels = [] }
    return pixels.isEmpty ? [] : try Inflation.bytes(pixels, format: .zlib, limit: 1 << 28)
  }
}
