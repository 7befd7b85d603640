import Codecs
import Foundation
import PixelCoding

extension FuzzTarget {
  /// One target for each decoder.
  static let frames = [
    frame("rle", RLEDecoder(), [".rle"]),
    frame("jpeg-lossless", JPEGDecoder(), ["-sv1.jpg", "-sv6.jpg", "-sv7.jpg"]),
    frame("jpeg-dct", JPEGDecoder(), ["-extended.jpg", "-baseline.jpg"]),
    frame("jpeg-ls", JPEGLSDecoder(), [".jls"]),
    frame("libjpeg", EightBitJPEGDecoder(), ["-baseline.jpg"]),
    frame("openjpeg", JPEG2000Decoder(), [".j2k"]),
    frame("deflated-frame", DeflatedFrameDecoder(), []),
  ]

  /// Decodes a frame whose format stands before it: either refused, or whole.
  private static func frame(
    _ name: String, _ decoder: some FrameDecoder, _ endings: [String]
  ) -> FuzzTarget {
    FuzzTarget(name: name) { bytes in
      guard let (format, stream) = FrameInput.parse(bytes) else { return }
      guard let frame = try? decoder.decode(stream, format: format) else { return }
      precondition(frame.bytes.count >= frame.format.frameBytes)
      precondition(frame.format.pixelCount == format.pixelCount)
      if format.pixelCount < 4096, format.samplesPerPixel == 1 { _ = frame.storedValues }
    } seeds: { fixtures in
      try FrameInput.seeds(fixtures, endings)
    }
  }
}

/// A pixel format in eight bytes, and then a stream.
enum FrameInput {
  static func parse(_ bytes: [UInt8]) -> (PixelFormat, [UInt8])? {
    guard bytes.count >= 8 else { return nil }
    let columns = Int(bytes[0]) | Int(bytes[1]) << 8
    let rows = Int(bytes[2]) | Int(bytes[3]) << 8
    guard
      let format = try? PixelFormat(
        columns: columns, rows: rows, samplesPerPixel: 1 + Int(bytes[7] >> 1) % 4,
        bitsAllocated: [8, 16, 32][Int(bytes[4]) % 3], bitsStored: Int(bytes[5]),
        highBit: Int(bytes[6]), isSigned: bytes[7] & 1 == 1)
    else { return nil }
    return (format, Array(bytes[8...]))
  }

  /// The fixtures of these endings, which are 19×13 pixels each.
  static func seeds(_ fixtures: URL, _ endings: [String]) throws -> [[UInt8]] {
    let folder = fixtures.appending(path: "codecs")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    let streams = names.filter { name in endings.contains { name.hasSuffix($0) } }
    return try streams.map { name in
      let bits: UInt8 = name.hasPrefix("grey8") ? 8 : name.hasPrefix("signed16") ? 16 : 12
      let head: [UInt8] = [
        19, 0, 13, 0, bits == 8 ? 0 : 1, bits, bits - 1, name.hasPrefix("signed") ? 1 : 0,
      ]
      return try head + Data(contentsOf: folder.appending(path: name))
    }
  }
}
