import Compression
import DICOMCoding
import DICOMModel

/// Small files to begin with: every encoding, and every shape that the loader takes apart.
enum SeedObjects {
  private static let writer = Part10Writer(
    deflater: Deflater { try Deflation.bytes($0, format: .raw) })

  /// One file for each encoding of a multi-frame object, and other shapes.
  static func files() throws -> [[UInt8]] {
    let native: [TransferSyntax] = [
      .implicitVRLittleEndian, .explicitVRLittleEndian, .explicitVRBigEndian,
      .deflatedExplicitVRLittleEndian,
    ]
    var compressed = enhanced()
    compressed.set(
      .pixelData, fragments: Array(repeating: packed, count: 3), offsets: [0, 82, 164])
    return try native.map { try writer.file(enhanced(), transferSyntax: $0) } + [
      writer.file(compressed, transferSyntax: .rleLossless),
      writer.file(dose(), transferSyntax: .explicitVRLittleEndian),
      writer.file(mosaic(), transferSyntax: .explicitVRLittleEndian),
      writer.dataSet(slice(0, z: 1), transferSyntax: .implicitVRLittleEndian),
    ]
  }

  /// Classic slices.
  static func slices() throws -> [[UInt8]] {
    try (0..<4).map {
      try writer.file(slice($0, z: Double($0)), transferSyntax: .explicitVRLittleEndian)
    }
  }

  /// Two time points of two positions.
  static func phases() throws -> [[UInt8]] {
    try (0..<4).map { n in
      var set = slice(n, z: Double(n / 2))
      set.set(.temporalPositionIdentifier, integer: n % 2)
      set.set(.echoTime, double: Double(n % 2))
      return try writer.file(set, transferSyntax: .implicitVRLittleEndian)
    }
  }

  /// Values of encapsulated pixel data behind a number of frames.
  static func fragments() -> [[UInt8]] {
    let stream: [UInt8] = [0xFF, 0xD8, 0xFF, 0xC3, 1, 2]
    let lists: [(UInt8, [[UInt8]], [UInt32])] = [
      (1, [stream], []), (1, [stream, [1, 2]], [0]), (2, [stream, stream], [0, 14]),
      (2, [stream, [3, 4], stream], []), (3, [stream, stream, stream], [0, 14, 27]),
    ]
    return lists.map { count, fragments, offsets in
      var set = DataSet()
      set.set(.pixelData, fragments: fragments, offsets: offsets)
      let delimiter: [UInt8] = [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]
      return [count] + (set.bytes(.pixelData).map(Array.init) ?? []) + delimiter
    }
  }

  /// A frame of 3×2 words in RLE: 74 bytes.
  private static let packed: [UInt8] =
    [2, 0, 0, 0, 64, 0, 0, 0, 66, 0, 0, 0] + [UInt8](repeating: 0, count: 52)
    + [251, 0, 5, 1, 2, 3, 4, 5, 6, 0]
}
