import DICOMCoding
import DICOMModel
import Foundation
import TestSupport
import Testing

@testable import Server

/// What other programs compressed, of `Tests/Fixtures/codecs`, with the syntaxes that they gave their files.
@Suite struct `Streams without a stated syntax` {
  private static let all: [(file: String, syntax: TransferSyntax)] = [
    ("grey8.rle", .rleLossless), ("grey8-sv1.jpg", .jpegLosslessSV1),
    ("grey8-baseline.jpg", .jpegBaseline), ("grey8.jls", .jpegLSLossless),
    ("grey12.rle", .rleLossless), ("grey12-sv1.jpg", .jpegLosslessSV1),
    ("grey12-sv7.jpg", .jpegLossless), ("grey12-extended.jpg", .jpegExtended),
    ("grey12.jls", .jpegLSLossless), ("grey12-near.jls", .jpegLSNearLossless),
    ("grey12.j2k", .jpeg2000Lossless), ("grey12-htj2k.j2k", .htj2kLossless),
    ("grey12-htj2k-lossy.j2k", .htj2k), ("signed12-sv6.jpg", .jpegLossless),
    ("signed12.jls", .jpegLSLossless), ("signed12.j2k", .jpeg2000Lossless),
    ("signed16-sv1.jpg", .jpegLosslessSV1), ("signed16.j2k", .jpeg2000Lossless),
    // Three scans, one by lines, and one by samples.
    ("colour8-none.jls", .jpegLSLossless), ("colour8-line.jls", .jpegLSLossless),
    ("colour8-sample.jls", .jpegLSLossless), ("colour8-sv1.jpg", .jpegLosslessSV1),
    ("colour8-sv6.jpg", .jpegLossless), ("colour8-rct.j2k", .jpeg2000Lossless),
    ("colour8-420.jpg", .jpegBaseline),
  ]

  private static func bytes(_ file: String) throws -> [UInt8] {
    try Array(Data(contentsOf: Repository.fixtures.appending(path: "codecs/\(file)")))
  }

  private static func syntax(_ bytes: [UInt8]) -> TransferSyntax? {
    CompressedStream(bytes).map { $0.keepsPromise(bytes) ? $0.strictSyntax : $0.transferSyntax }
  }

  @Test func `are of the one that their own headers tell`() throws {
    for (file, syntax) in Self.all {
      let bytes = try Self.bytes(file)
      #expect(Self.syntax(bytes) == syntax, "\(file)")
    }
  }

  @Test func `are of the general one where a header is missing or says otherwise`() throws {
    for (file, syntax) in Self.all where syntax != .rleLossless && syntax != .jpegBaseline {
      let bytes = try Self.bytes(file)
      let general = try #require(CompressedStream(bytes)).transferSyntax
      // Cut anywhere: an answer, never a trap; without the header of a scan or a tile the general one.
      for count in 0..<bytes.count { _ = Self.syntax(Array(bytes[..<count])) }
      let scan = bytes.firstRange(of: [0xFF, 0xDA]) ?? bytes.firstRange(of: [0xFF, 0x90])
      let start = try #require(scan)
      let cut = Array(bytes[..<start.lowerBound])
      #expect((Self.syntax(cut) ?? general) == general, "\(file)")
    }
    // The second scan of three is not exact.
    var bytes = try Self.bytes("colour8-none.jls")
    let scans = bytes.ranges(of: [0xFF, 0xDA, 0, 8])
    #expect(scans.count == 3)
    bytes[scans[1].lowerBound + 7] = 2
    #expect(Self.syntax(bytes) == .jpegLSNearLossless)
    // Rounded, or transformed by fractions, as COD, QCD and their kin say.
    let whole = try Self.bytes("grey12.j2k")
    let style = try #require(whole.firstRange(of: [0xFF, 0x52])).lowerBound + 13
    let steps = try #require(whole.firstRange(of: [0xFF, 0x5C])).lowerBound + 4
    for (place, value) in [(style, whole[style] ^ 1), (steps, whole[steps] | 2)] {
      var other = whole
      other[place] = value
      #expect(Self.syntax(other) == .jpeg2000)
    }
    let component = whole.firstRange(of: [0xFF, 0x5C]).map { range in
      whole[..<range.lowerBound] + [0xFF, 0x5D, 0, 5, 0, 0x22, 0x10] + whole[range.lowerBound...]
    }
    #expect(component.map { Self.syntax(Array($0)) } == .jpeg2000)
  }
}
