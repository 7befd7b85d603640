import Codecs
import DICOMModel
import Foundation
import PixelCoding
import TestSupport

/// One of the tiny frames of `Tests/Fixtures/codecs`.
struct CodecFixture: Sendable, CustomStringConvertible {
  let file: String
  let syntax: TransferSyntax
  /// The file of the values that come out; by default the one of the image.
  let values: String
  let tolerance: Int

  init(_ file: String, _ syntax: TransferSyntax, values: String? = nil, tolerance: Int = 0) {
    self.file = file
    self.syntax = syntax
    self.values = values ?? String(file.prefix { $0.isLetter || $0.isNumber })
    self.tolerance = tolerance
  }

  static let all = [
    CodecFixture("grey8.rle", .rleLossless),
    CodecFixture("grey8-sv1.jpg", .jpegLosslessSV1),
    CodecFixture("grey8-baseline.jpg", .jpegBaseline, values: "grey8-baseline"),
    CodecFixture("grey8.jls", .jpegLSLossless),
    CodecFixture("grey12.rle", .rleLossless),
    CodecFixture("grey12-sv1.jpg", .jpegLosslessSV1),
    CodecFixture("grey12-sv7.jpg", .jpegLossless),
    CodecFixture("grey12-extended.jpg", .jpegExtended, values: "grey12-extended"),
    CodecFixture("grey12.jls", .jpegLSLossless),
    // Near-lossless with a maximum deviation of 3.
    CodecFixture("grey12-near.jls", .jpegLSNearLossless, tolerance: 3),
    CodecFixture("grey12.j2k", .jpeg2000Lossless),
    CodecFixture("grey12-htj2k.j2k", .htj2kLossless),
    // Quantised in steps of 0.001 of the range, 4 grey values, before two wavelet levels.
    CodecFixture("grey12-htj2k-lossy.j2k", .htj2k, tolerance: 16),
    CodecFixture("signed12-sv6.jpg", .jpegLossless),
    CodecFixture("signed12.jls", .jpegLSLossless),
    CodecFixture("signed12.j2k", .jpeg2000Lossless),
    CodecFixture("signed16-sv1.jpg", .jpegLosslessSV1),
    CodecFixture("signed16.j2k", .jpeg2000Lossless),
  ]

  var description: String { file }

  /// What the data set around the frame said.
  func format(columns: Int = 19, rows: Int = 13, samples: Int = 1) throws -> PixelFormat {
    let bits = file.hasPrefix("grey8") ? 8 : file.contains("16") ? 16 : 12
    return try PixelFormat(
      columns: columns, rows: rows, samplesPerPixel: samples, bitsAllocated: bits == 8 ? 8 : 16,
      bitsStored: bits, highBit: bits - 1, isSigned: file.hasPrefix("signed"))
  }

  func bytes() throws -> [UInt8] {
    try [UInt8](Data(contentsOf: Repository.fixtures.appending(path: "codecs/\(file)")))
  }

  /// The stored values that must come out.
  func expected() throws -> [Int32] {
    let url = Repository.fixtures.appending(path: "codecs/\(values).values")
    let bytes = try [UInt8](Data(contentsOf: url))
    return stride(from: 0, to: bytes.count, by: 2).map {
      let word = UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8
      return file.hasPrefix("signed") ? Int32(Int16(bitPattern: word)) : Int32(word)
    }
  }

  /// Decodes bytes as the standard decoder of the fixture's syntax does.
  func decode(_ bytes: [UInt8], _ format: PixelFormat? = nil) throws -> [Int32] {
    guard let decoder = FrameDecoders.standard[syntax] else {
      throw PixelCodingError.unsupportedTransferSyntax(syntax.name)
    }
    return try decoder.decode(bytes, format: format ?? self.format()).storedValues
  }
}

/// The largest difference of two lists of values; nil if they differ in length.
func largestDifference(_ a: [Int32], _ b: [Int32]) -> Int? {
  guard a.count == b.count else { return nil }
  return zip(a, b).map { Int(abs($0 - $1)) }.max() ?? 0
}
