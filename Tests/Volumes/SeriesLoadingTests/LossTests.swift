import DICOMModel
import Foundation
import TestSupport
import Testing
import VolumeModel

@testable import SeriesLoading

@Suite struct `Values without a meaning` {
  @Test func `of a CT that states no intercept are no HU`() throws {
    let bare = TestImages.series(3).map { image in
      var image = image
      image.remove(.rescaleIntercept)
      image.remove(.rescaleSlope)
      return image
    }
    let loaded = try Loaded(bare)
    #expect(loaded.volumes[0].attributes.unit == nil && loaded.volumes[0][1, 0, 0] == 1)
    #expect(loaded.finding(.rescaleMissing)?.severity == .warning)
    let stated = try Loaded(TestImages.series(3))
    #expect(stated.volumes[0].attributes.unit == "HU")
    #expect(stated.finding(.rescaleMissing) == nil)
    // Who says the unit needs no intercept.
    let typed = try Loaded(
      bare.map { image in
        var image = image
        image.set(.rescaleType, string: "HU")
        return image
      })
    #expect(typed.volumes[0].attributes.unit == "HU" && typed.finding(.rescaleMissing) == nil)
  }

  @Test func `that floats cannot hold are counted in images of 32 bits`() throws {
    func image(_ n: Int, _ first: UInt32) -> DataSet {
      var image = TestImages.image(n)
      image.set(.modality, string: "OT")
      image.remove(.rescaleIntercept)
      image.remove(.rescaleSlope)
      image.setPixels(
        (0..<20).map { first + $0 }, columns: TestImages.columns, rows: TestImages.rows,
        allocated: 32, stored: 32)
      return image
    }
    let folder = try TemporaryFolder()
    try folder.write([image(0, 0), image(1, 16_777_216)])
    let loader = VolumeLoader()
    var report = try loader.scan([folder.path])
    let volume = try loader.load(report.volumes[0])
    // 2²⁴ … 2²⁴ + 19: every second one is no float.
    #expect(volume.losses.rounded == 10)
    #expect(report.volumes[0].findings.allSatisfy { $0.code != .roundedIntegers })
    _ = try loader.valueRanges(of: &report)
    let finding = report.volumes[0].findings.first { $0.code == .roundedIntegers }
    #expect(finding?.values["voxels"] == [10] && finding?.severity == .warning)
    #expect(report.volumes[0].noting(volume.losses).findings == report.volumes[0].findings)
  }
}
