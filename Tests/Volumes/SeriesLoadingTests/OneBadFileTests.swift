import DICOMModel
import Faults
import Foundation
import TestSupport
import Testing
import VolumeFiles
import VolumeModel
import WorkScheduling

@testable import SeriesLoading

/// Whatever one file claims or holds, the others are read.
@Suite struct OneBadFileTests {
  /// A slice that claims a size, with as many bytes of nothing as make it just possible.
  private static func claiming(_ size: Int, _ n: Int) -> DataSet {
    var image = TestImages.image(n, z: 500)
    image.set(.rows, integer: size)
    image.set(.columns, integer: size)
    image.set(.pixelData, fragments: [[UInt8](repeating: 0, count: 5 << 20)])
    return image
  }

  @Test func `a compressed frame larger than any that is decoded is skipped by its header`() throws
  {
    let folder = try TemporaryFolder()
    try folder.write(TestImages.series(3))
    try folder.write([Self.claiming(65535, 9)], prefix: "z", as: .rleLossless)
    let found = try Loaded([folder.path])
    #expect(found.codes == [.overLimit] && found.volumes.map(\.dimensions.slices) == [3])
    let message = found.report.skipped[0].message
    #expect(message.contains("65535×65535"))
  }

  @Test func `a frame that no volume has room for is skipped, with what it needs`() throws {
    let folder = try TemporaryFolder()
    try folder.write(TestImages.series(3))
    var large = TestImages.image(9, z: 500)
    large.setPixels([UInt32](repeating: 1, count: 100 * 100), columns: 100, rows: 100)
    try folder.write([large], prefix: "z")
    var context = WorkContext()
    context.limits.volumeBytes = 1000
    let found = try Loaded([folder.path], context: context)
    #expect(found.codes == [.overLimit] && found.volumes.map(\.dimensions.slices) == [3])
    #expect(found.report.skipped[0].message.contains("100×100 pixels need 40 kB"))
    #expect(found.report.skipped[0].remedies == [.raiseMemoryLimit])
  }

  @Test func `a volume over the limit is listed, and another one is the largest`() throws {
    let folder = try TemporaryFolder()
    try folder.write(TestImages.series(3))
    let long = (0..<9).map { n in
      var image = TestImages.image(n)
      image.set(.seriesInstanceUID, string: "1.2.4")
      image.set(.sopInstanceUID, string: "1.2.4.\(n + 1)")
      image.set(.seriesNumber, integer: 9)
      return image
    }
    try folder.write(long, prefix: "b")
    var context = WorkContext()
    context.limits.volumeBytes = 300
    let loader = VolumeLoader()
    var report = try loader.scan([folder.path], context: context)
    #expect(report.volumes.map(\.isOverLimit) == [false, true])
    #expect(report.largest?.id == 1)
    let finding = report.volumes[1].findings.first { $0.code == .memoryLimit }
    #expect(finding?.severity == .warning && finding?.values["bytes"] == [720])
    let ranges = try loader.valueRanges(of: &report, context: context)
    #expect(ranges[1] == -1024...(-805) && ranges[2] == .some(nil))
    #expect(try loader.scan([folder.path]).largest?.id == 2)
  }

  @Test func `a volume file that breaks off is skipped, and the others keep their numbers`() throws
  {
    let folder = try TemporaryFolder()
    try folder.write(TestImages.series(3))
    let volume = try #require(try VolumeLoader().loadAll([folder.path]).volumes.first)
    let good = folder.path("x/good.nii.gz")
    let bad = folder.path("x/bad.nii.gz")
    try FileManager.default.createDirectory(
      atPath: folder.path("x"), withIntermediateDirectories: false)
    for path in [good, bad] { try VolumeFileWriter().write(volume, to: path) }
    var bytes = try folder.bytes("x/bad.nii.gz")
    // A wrong checksum shows when the voxels are read.
    bytes[bytes.count - 6] ^= 0xFF
    try folder.write(bytes, as: "x/bad.nii.gz")
    let loader = VolumeLoader()
    var report = try loader.scan([good, bad])
    #expect(report.volumes.map(\.paths) == [[bad], [good]])
    let ranges = try loader.valueRanges(of: &report)
    #expect(report.volumes.map(\.paths) == [[good]] && report.volumes.map(\.id) == [2])
    #expect(report.skipped.map(\.path) == [bad] && report.skipped.map(\.code) == [.damaged])
    #expect(ranges[2] == -1024...(-805))
    #expect(try loader.loadAll([good, bad]).volumes.count == 1)
  }
}
