import DICOMModel
import Foundation
import Geometry
import TestSupport
import Testing
import VolumeFiles
import VolumeModel

@testable import SeriesLoading

/// Numbers that can be read but not meant: each is refused, or a warning with the number.
@Suite struct PlausibleNumbersTests {
  private func loaded(
    _ count: Int = 5, _ change: (inout DataSet, Int) -> Void
  ) throws -> Loaded {
    try Loaded(
      (0..<count).map { n in
        var image = TestImages.image(n)
        change(&image, n)
        return image
      })
  }

  private func set(_ tag: Tag, _ text: String, of image: inout DataSet) {
    image.set(tag, vr: .ds, bytes: Array((text + (text.utf8.count % 2 == 1 ? " " : "")).utf8))
  }

  @Test(arguments: ["1e300", "1e38", "-1e37", "1e-45", "1e-300"])
  func `a slope that leaves nothing of stored values as floats is refused`(_ slope: String) throws {
    let all = try loaded { image, _ in set(.rescaleSlope, slope, of: &image) }
    #expect(all.volumes.isEmpty && Set(all.codes) == [.unsupportedPixels])
    let one = try loaded { image, n in if n == 2 { set(.rescaleSlope, slope, of: &image) } }
    #expect(one.codes == [.unsupportedPixels] && one.finding(.missingSlices) != nil)
    #expect(one.report.skipped[0].message.contains("Rescale"))
  }

  @Test func `a large slope that floats hold is read`() throws {
    let found = try loaded { image, _ in set(.rescaleSlope, "1e33", of: &image) }
    #expect(found.codes.isEmpty && found.volumes[0].valueRange?.upperBound == 419e33)
  }

  @Test func `an intercept beside which stored values run together is a warning with the step`()
    throws
  {
    let coarse = try loaded { image, _ in set(.rescaleIntercept, "1e9", of: &image) }
    #expect(coarse.finding(.coarseValues)?.severity == .warning)
    #expect(coarse.finding(.coarseValues)?.values["step"] == [64])
    let lost = try loaded { image, _ in set(.rescaleIntercept, "1e15", of: &image) }
    #expect(lost.volumes.isEmpty && Set(lost.codes) == [.unsupportedPixels])
    let fine = try loaded { _, _ in }
    #expect(fine.finding(.coarseValues) == nil)
  }

  @Test func `slopes that differ are a note where slices may have their own, else a warning`()
    throws
  {
    func severity(
      _ modality: String, slopes: [Double], intercepts: [Double] = [0, 0, 0, 0, 0]
    ) throws -> Finding.Severity? {
      try loaded { image, n in
        image.set(.modality, string: modality)
        image.set(.rescaleSlope, double: slopes[n])
        image.set(.rescaleIntercept, double: intercepts[n])
      }.finding(.varyingRescale)?.severity
    }
    #expect(try severity("PT", slopes: [1, 2, 30, 2, 1]) == .note)
    #expect(try severity("PT", slopes: [1, 1, 1, 1, 1]) == nil)
    #expect(try severity("PT", slopes: [1, 2, -30, 2, 1]) == .warning)
    #expect(try severity("PT", slopes: [1, 2, 1e6, 2, 1]) == .warning)
    #expect(try severity("CT", slopes: [1, 1, 2, 1, 1]) == .warning)
    #expect(
      try severity("MR", slopes: [1, 1, 1, 1, 1], intercepts: [0, -1024, 0, 0, 0]) == .warning)
  }

  @Test func `a slice without rescale among others is named in a warning`() throws {
    let found = try loaded { image, n in
      image.set(.modality, string: "MR")
      image.set(.rescaleSlope, double: 4)
      image.set(.rescaleIntercept, double: 0)
      guard n == 2 else { return }
      image.remove(.rescaleSlope)
      image.remove(.rescaleIntercept)
    }
    let finding = try #require(found.finding(.varyingRescale))
    #expect(finding.severity == .warning && finding.message.contains("1 of 5 slices state none"))
    #expect(finding.files.count == 1 && finding.files[0].hasSuffix("a002.dcm"))
  }

  @Test func `one unsigned slice among signed ones, and other Bits Stored, are warnings`() throws {
    let signs = try loaded { image, n in image.set(.pixelRepresentation, integer: n == 2 ? 0 : 1) }
    let finding = try #require(signs.finding(.mixedSamples))
    #expect(finding.severity == .warning && finding.values["signed"] == [4])
    #expect(finding.files.count == 1 && finding.files[0].hasSuffix("a002.dcm"))
    let bits = try loaded { image, n in
      image.set(.bitsStored, integer: n == 2 ? 10 : 12)
      image.set(.highBit, integer: n == 2 ? 9 : 11)
    }
    #expect(bits.finding(.mixedSamples)?.values["bitsStored"] == [10, 12])
    #expect(try loaded { _, _ in }.finding(.mixedSamples) == nil)
  }

  @Test(arguments: ["1e30", "1e-30", "1e7"])
  func `spacings in which no place can be told are refused`(_ spacing: String) throws {
    let found = try loaded { image, _ in set(.pixelSpacing, spacing + "\\" + spacing, of: &image) }
    #expect(found.volumes.isEmpty && Set(found.codes) == [.noGeometry])
    #expect(found.report.skipped[0].message.contains(spacing))
  }

  @Test func `positions in which no place can be told are refused`() throws {
    let found = try loaded { image, n in image.setPosition(1e30, 0, Double(n)) }
    #expect(found.volumes.isEmpty && Set(found.codes) == [.noGeometry])
  }

  @Test func `spacings and places of no scanner are warnings with the numbers`() throws {
    let wide = try loaded { image, _ in image.set(.pixelSpacing, doubles: [1000, 1000]) }
    #expect(wide.finding(.implausibleGeometry)?.severity == .warning)
    #expect(wide.finding(.implausibleGeometry)?.values["spacing"] == [1000, 1000, 2.5])
    let far = try loaded { image, n in image.setPosition(0, 4e6, Double(n)) }
    #expect(far.finding(.implausibleGeometry)?.message.contains("from the origin") == true)
    #expect(try loaded { _, _ in }.finding(.implausibleGeometry) == nil)
  }

  @Test func `a volume in which no voxel has a value says so`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      (0..<3).map { n in
        var image = TestImages.image(n)
        image.set(.pixelPaddingValue, vr: .us, bytes: [0, 0])
        image.set(Tag(0x0028, 0x0121), vr: .us, bytes: [255, 15])
        return image
      })
    let study = try VolumeLoader().loadAll([folder.path])
    var report = study.report
    let ranges = try VolumeLoader().valueRanges(of: &report)
    #expect(ranges[1] == .some(nil))
    #expect(report.volumes[0].findings.contains { $0.code == .noValues && $0.severity == .warning })
  }

  @Test func `volume files of no scanner's size are a warning, those beyond are refused`() throws {
    let folder = try TemporaryFolder()
    func report(_ spacing: String) throws -> SeriesReport {
      let text = """
        ObjectType = Image
        NDims = 3
        DimSize = 2 2 2
        ElementSpacing = \(spacing) 1 1
        ElementType = MET_UCHAR
        ElementDataFile = LOCAL

        """
      return try VolumeLoader().scan([
        try folder.write(Array(text.utf8) + [1, 2, 3, 4, 5, 6, 7, 8], as: "a.mha")
      ])
    }
    #expect(try report("2").volumes[0].findings.allSatisfy { $0.code != .implausibleGeometry })
    #expect(try report("5000").volumes[0].findings.contains { $0.code == .implausibleGeometry })
    for spacing in ["1e30", "0", "nan", "1e-30"] {
      #expect(try report(spacing).skipped.map(\.code) == [.damaged], "\(spacing)")
    }
  }
}
