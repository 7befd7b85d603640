import DICOMCoding
import DICOMModel
import PixelCoding
import TestSupport
import Testing
import VolumeModel

@testable import SeriesLoading

/// A file of three compressed frames of 3×2 words, and what its voxels are.
private struct CompressedFile {
  var syntax = TransferSyntax.rleLossless
  var fragments: [[UInt8]] = (0..<3).map(Self.frame)
  var offsets: [UInt32] = []
  var extendedOffsets: [Int] = []
  var frames = 3

  static let values: [Float] = (0..<3).flatMap { n in (1...6).map { Float(n * 40 + $0 + 10) } }

  /// Frame `n` in RLE: high bytes of 0, low bytes from 40·n + 1 on; 74 bytes.
  static func frame(_ n: Int) -> [UInt8] {
    let header: [UInt8] = [2, 0, 0, 0, 64, 0, 0, 0, 66, 0, 0, 0]
    return header + [UInt8](repeating: 0, count: 52) + [251, 0, 5]
      + (1...6).map { UInt8(n * 40 + $0) } + [0]
  }

  func bytes() throws -> [UInt8] {
    let frames = (0..<frames).map { EnhancedImage.Frame(z: Double($0), first: 0) }
    var set = EnhancedImage(frames: frames).dataSet
    set.set(.pixelData, fragments: fragments, offsets: offsets)
    if !extendedOffsets.isEmpty {
      set.set(
        .extendedOffsetTable, vr: .ov,
        bytes: extendedOffsets.flatMap { offset in
          (0..<8).map { UInt8(truncatingIfNeeded: offset >> (8 * $0)) }
        })
    }
    return try Part10Writer().file(set, transferSyntax: syntax)
  }

  static func load(_ bytes: [UInt8]) throws -> LoadedSeries {
    let folder = try TemporaryFolder()
    return try LoadedSeries(below: [try folder.write(bytes, as: "image")])
  }
}

@Suite struct EncapsulatedFilesTests {
  /// A frame in two fragments, for each of three.
  private static let halves: [[UInt8]] = (0..<3).flatMap { n in
    [Array(CompressedFile.frame(n)[..<66]), Array(CompressedFile.frame(n)[66...])]
  }

  @Test func `fragments and offset tables of every kind give the same voxels`() throws {
    let kinds = [
      CompressedFile(),
      CompressedFile(offsets: [0, 82, 164]),
      CompressedFile(extendedOffsets: [0, 82, 164]),
      CompressedFile(fragments: Self.halves, offsets: [0, 90, 180]),
      CompressedFile(fragments: Self.halves, extendedOffsets: [0, 90, 180]),
    ]
    for kind in kinds {
      let found = try CompressedFile.load(kind.bytes())
      #expect(found.values == [[CompressedFile.values]], "\(kind)")
      #expect(found.finding(.encodingOddity) == nil)
    }
  }

  @Test func `broken tables and ends give the same voxels and a finding`() throws {
    let good = try CompressedFile().bytes()
    let kinds: [(bytes: [UInt8], words: String)] = [
      (try CompressedFile(offsets: [0, 82, 166]).bytes(), "offset table"),
      (try CompressedFile(offsets: [0]).bytes(), "offset table"),
      (try CompressedFile(extendedOffsets: [0, 83, 164]).bytes(), "offset table"),
      (Array(good.dropLast(8)), "without its delimiter"),
      (Array(good.dropLast(3)), "without its delimiter"),
      (Array(good.dropLast(8)) + [7, 7, 7], "without its delimiter"),
      (Array(good.dropLast(8)) + [UInt8](repeating: 7, count: 3_000_001), "no fragment follow"),
    ]
    for kind in kinds {
      let found = try CompressedFile.load(kind.bytes)
      #expect(found.values == [[CompressedFile.values]], "\(kind.words)")
      let finding = try #require(found.finding(.encodingOddity), "\(kind.words)")
      #expect(finding.message.contains(kind.words), "\(finding.message)")
    }
  }

  @Test func `garbage behind the delimiter changes nothing, however much it is`() throws {
    let good = try CompressedFile().bytes()
    for count in [1, 8, 4_000_003] {
      let found = try CompressedFile.load(good + [UInt8](repeating: 0xFE, count: count))
      #expect(found.values == [[CompressedFile.values]])
    }
  }

  @Test func `a file cut anywhere is skipped, or has all its voxels and a finding`() throws {
    let bytes = try CompressedFile(offsets: [0, 82, 164]).bytes()
    for count in 0..<bytes.count {
      let found = try CompressedFile.load(Array(bytes[..<count]))
      if found.report.volumes.isEmpty {
        #expect(found.codes.count == 1, "cut to \(count)")
      } else {
        #expect(found.values == [[CompressedFile.values]], "cut to \(count)")
        #expect(count >= bytes.count - 8 && found.finding(.encodingOddity) != nil)
      }
    }
  }

  @Test func `what cannot be there is skipped before anything is allocated for it`() throws {
    let codestream: [UInt8] = [0xFF, 0x4F, 0xFF, 0x51]
    let kinds: [(CompressedFile, String)] = [
      (CompressedFile(fragments: [CompressedFile.frame(0)]), "1 fragments are there for 3 frames"),
      (CompressedFile(fragments: []), "0 fragments are there for 3 frames"),
    ]
    for (file, words) in kinds {
      let skipped = try CompressedFile.load(file.bytes()).report.skipped
      #expect(skipped.map(\.code) == [.truncatedPixelData])
      #expect(skipped.first?.message.contains(words) == true, "\(skipped)")
    }
    var set = EnhancedImage(
      frames: (0..<3).map { EnhancedImage.Frame(z: Double($0), first: 0) }
    ).dataSet
    set.set(.rows, integer: 8192)
    set.set(.columns, integer: 8192)
    set.set(.pixelData, fragments: [codestream, codestream, codestream])
    let huge = try CompressedFile.load(Part10Writer().file(set, transferSyntax: .jpeg2000Lossless))
      .report
    #expect(huge.skipped.map(\.code) == [.truncatedPixelData])
    #expect(huge.skipped.first?.message.contains("cannot hold 3 frames of 8192×8192") == true)
  }

  @Test func `a damaged frame ends loading with its number and the file's name`() throws {
    var file = CompressedFile()
    file.fragments[1][66] = 200
    let folder = try TemporaryFolder()
    let path = try folder.write(file.bytes(), as: "image")
    let error = #expect(throws: LoadError.self) { try LoadedSeries(below: [path]) }
    guard case .damagedPixels(let frames)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(frames.map(\.path) == [path] && frames.map(\.frame) == [1])
    #expect(frames.map(\.code) == [.damaged])
  }

  @Test func `native samples where fragments should be are read, too few of them are damaged`()
    throws
  {
    var set = EnhancedImage(frames: [EnhancedImage.Frame(z: 0, first: 0)]).dataSet
    let report = try CompressedFile.load(Part10Writer().file(set, transferSyntax: .jpegLSLossless))
      .report
    #expect(report.skipped.isEmpty)
    #expect(report.volumes.first?.findings.map(\.code).contains(.encodingOddity) == true)
    set.set(.pixelData, vr: .ow, bytes: EnhancedImage.words(Array(0..<5)))
    let cut = try CompressedFile.load(Part10Writer().file(set, transferSyntax: .jpegLSLossless))
      .report
    #expect(cut.skipped.map(\.code) == [.damaged])
  }

  /// Retired processes, several components, JPEG XL and video.
  @Test(arguments: [
    "4.53", "4.55", "4.92", "4.93", "4.100", "4.102", "4.107", "4.110", "4.112",
  ])
  func `a transfer syntax that is not read is refused by its name`(suffix: String) throws {
    let syntax = TransferSyntax(uid: "1.2.840.10008.1.2.\(suffix)")
    #expect(syntax.isKnown && syntax.name != syntax.uid)
    let skipped = try CompressedFile.load(CompressedFile(syntax: syntax).bytes()).report.skipped
    #expect(skipped.map(\.code) == [.unsupportedTransferSyntax])
    #expect(skipped.first?.message.contains(syntax.name) == true)
  }
  @Test(arguments: ["4.94", "4.204"]) func `pixels elsewhere are refused by their syntax's name`(
    suffix: String
  ) throws {
    let syntax = TransferSyntax(uid: "1.2.840.10008.1.2.\(suffix)")
    var set = EnhancedImage(frames: [EnhancedImage.Frame(z: 0, first: 0)]).dataSet
    for hasPixels in [true, false] {
      if !hasPixels { set.remove(.pixelData) }
      let skipped = try CompressedFile.load(Part10Writer().file(set, transferSyntax: syntax)).report
        .skipped
      #expect(skipped.map(\.code) == [.unsupportedTransferSyntax])
      #expect(skipped.first?.message.contains("JPIP") == true, "\(skipped)")
    }
  }
}
