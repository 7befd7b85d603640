import DICOMModel
import TestSupport
import Testing
import VolumeModel

@testable import SeriesLoading

/// What only reading pixels shows: streams that break off.
@Suite struct DamagedPixelsTests {
  /// Slices in RLE; those of `damaged` numbers lose the end of their stream.
  static func series(_ count: Int, damaged: Set<Int> = []) -> [DataSet] {
    (0..<count).map { rle(TestImages.image($0), isDamaged: damaged.contains($0)) }
  }

  private static func rle(_ image: DataSet, isDamaged: Bool) -> DataSet {
    var image = image
    image.set(
      .pixelData, fragments: [fragment(Array(image.bytes(.pixelData) ?? []), isDamaged)])
    return image
  }

  /// A frame of 16-bit words as RLE (PS3.5 G.4): a header and two segments of literal bytes.
  private static func fragment(_ words: [UInt8], _ isDamaged: Bool) -> [UInt8] {
    func segment(_ offset: Int) -> [UInt8] {
      let bytes = stride(from: offset, to: words.count, by: 2).map { words[$0] }
      let run = [UInt8(bytes.count - 1)] + bytes
      return run.count % 2 == 0 ? run : run + [0]
    }
    let (high, low) = (segment(1), segment(0))
    let numbers = [2, 64, 64 + high.count] + [Int](repeating: 0, count: 13)
    let header = numbers.flatMap { n in (0..<4).map { UInt8(truncatingIfNeeded: n >> (8 * $0)) } }
    let whole = header + high + low
    return isDamaged ? Array(whole.dropLast(12)) : whole
  }

  @Test func `a slice whose stream breaks off is skipped, and its hole is a finding`() throws {
    let folder = try TemporaryFolder()
    let paths = try folder.write(Self.series(6, damaged: [2]), as: .rleLossless)
    let study = try VolumeLoader().loadAll([folder.path])
    let volume = try #require(study.volumes.first)
    #expect(study.report.skipped.map(\.path) == [paths[2]])
    #expect(study.report.skipped.map(\.code) == [.damaged])
    #expect(study.report.filesUsed == 5 && study.report.filesRead == 6)
    #expect(volume.geometry.regularity == .irregular)
    #expect(volume.geometry.slicePositions == [0, 2.5, 7.5, 10, 12.5])
    let codes = study.report.volumes[0].findings.map(\.code)
    #expect(codes == [.irregularSpacing, .missingSlices])
    #expect(study.report.volumes[0].findings[1].values["positions"] == [5])
    #expect((0..<5).map { volume[3, 2, $0] } == [-1011, -911, -711, -611, -511])
  }

  @Test func `a deflated file that breaks off is skipped like any other`() throws {
    let folder = try TemporaryFolder()
    let paths = try folder.write(TestImages.series(3), as: .deflatedExplicitVRLittleEndian)
    let whole = try folder.bytes("a001.dcm")
    try folder.write(whole.dropLast(8), as: "a001.dcm")
    let study = try VolumeLoader().loadAll([folder.path])
    #expect(study.report.skipped.map(\.path) == [paths[1]])
    #expect(study.volumes.map(\.dimensions.slices) == [2])
  }

  @Test func `loading itself names every damaged file, and gives no voxels`() throws {
    let folder = try TemporaryFolder()
    let paths = try folder.write(Self.series(6, damaged: [1, 4]), as: .rleLossless)
    let plan = try #require(try VolumeLoader().scan([folder.path]).volumes.first)
    let error = #expect(throws: LoadError.self) { try VolumeLoader().load(plan) }
    guard case .damagedPixels(let frames)? = error else { return }
    #expect(frames.map(\.path) == [paths[1], paths[4]] && frames.map(\.frame) == [0, 0])
    #expect(error?.description.contains("and 1 other file") == true)
  }

  @Test func `volumes keep their numbers when another one is lost`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.series(2, damaged: [0, 1]), prefix: "a", as: .rleLossless)
    let other = Self.series(3, damaged: [2]).enumerated().map { n, image in
      var image = image
      image.set(.seriesInstanceUID, string: "1.2.4")
      image.set(.sopInstanceUID, string: "1.2.4.\(n)")
      image.set(.seriesNumber, integer: 9)
      return image
    }
    try folder.write(other, prefix: "b", as: .rleLossless)
    var report = try VolumeLoader().scan([folder.path])
    #expect(report.volumes.map(\.id) == [1, 2])
    let ranges = try VolumeLoader().valueRanges(of: &report)
    #expect(report.volumes.map(\.id) == [2] && report.volumes[0].geometry.dimensions.slices == 2)
    #expect(ranges[2] == -1024...(-905))
    #expect(report.skipped.count == 3 && report.filesUsed == 2)
    #expect(throws: LoadError.self) {
      var report = try VolumeLoader().scan([folder.path])
      let lost = report.volumes[0]
      try VolumeLoader().excludingDamagedFrames(of: lost, in: &report) {
        _ = try VolumeLoader().load($0)
      }
    }
  }

  @Test func `a damaged frame of a file is left out, the others are used`() throws {
    var object = EnhancedImage(frames: (0..<4).map { .init(z: Double($0) * 2, first: 10 * $0) })
      .dataSet
    let words = Array(object.bytes(.pixelData) ?? [])
    let size = words.count / 4
    object.set(
      .pixelData,
      fragments: (0..<4).map { Self.fragment(Array(words[$0 * size..<($0 + 1) * size]), $0 == 1) })
    let folder = try TemporaryFolder()
    let paths = try folder.write([object], as: .rleLossless)
    let study = try VolumeLoader().loadAll([folder.path])
    #expect(study.volumes.map(\.dimensions.slices) == [3] && study.report.skipped.isEmpty)
    let finding = study.report.volumes[0].findings.first { $0.code == .unusedFrames }
    #expect(finding?.values["frames"] == [1] && finding?.files == paths)
  }

  @Test func `a damaged copy of an image says nothing of the sound one`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.series(3), prefix: "b", as: .rleLossless)
    let bad = try folder.write(Self.series(1, damaged: [0]), prefix: "a", as: .rleLossless)
    let study = try VolumeLoader().loadAll([folder.path])
    #expect(study.report.skipped.map(\.path) == bad)
    #expect(study.report.skipped.map(\.code) == [.damaged])
    #expect(study.volumes.map(\.dimensions.slices) == [3])
  }
}
