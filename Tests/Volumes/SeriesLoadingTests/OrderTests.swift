import DICOMModel
import Geometry
import Phantoms
import TestSupport
import Testing
import VolumeModel
import WorkScheduling

@testable import SeriesLoading

@Suite struct OrderTests {
  private static func series() -> PhantomSeries {
    var series = PhantomSeries(
      .head, dimensions: GridDimensions(columns: 17, rows: 13, slices: 9),
      spacing: SIMD3(3, 3.5, 4))
    series.oddities.paddingValue = 0
    return series
  }

  private static func loaded(_ series: PhantomSeries, workers: Int = 2) throws -> Loaded {
    let folder = try TemporaryFolder()
    try series.write(to: folder.path("series"))
    return try Loaded([folder.path], context: WorkContext(workers: workers))
  }

  @Test(arguments: [PhantomSeries.FileOrder.descending, .shuffled])
  func `names and instance numbers decide nothing`(order: PhantomSeries.FileOrder) throws {
    var series = Self.series()
    let ascending = try Self.loaded(series)
    #expect(ascending.volumes.count == 1)
    series.order = order
    for seed in [1, 2, 3] {
      series.seed = UInt64(seed)
      #expect(try Self.loaded(series).fingerprints == ascending.fingerprints)
    }
  }

  @Test(arguments: PhantomSeries.transferSyntaxes)
  func `every native encoding gives the same volume`(syntax: TransferSyntax) throws {
    var series = Self.series()
    let reference = try Self.loaded(series)
    series.transferSyntax = syntax
    #expect(try Self.loaded(series).fingerprints == reference.fingerprints)
  }

  @Test(arguments: [1, 2, 3, 8]) func `results do not depend on the number of workers`(
    workers: Int
  ) throws {
    let reference = try Self.loaded(Self.series(), workers: 1)
    let found = try Self.loaded(Self.series(), workers: workers)
    #expect(found.fingerprints == reference.fingerprints)
    #expect(found.volumes[0].valueRange == reference.volumes[0].valueRange)
    #expect(found.report.volumes[0].findings == reference.report.volumes[0].findings)
  }

  @Test func `the order of arguments decides nothing`() throws {
    let folder = try TemporaryFolder()
    let paths = try folder.write(TestImages.series(6) + [TestImages.image(3)])
    let reference = try Loaded(paths)
    #expect(reference.codes == [.duplicate])
    var random = SeededRandom(41)
    for _ in 0..<10 {
      let shuffled = try Loaded(paths.shuffled(using: &random))
      #expect(shuffled.fingerprints == reference.fingerprints)
      #expect(shuffled.report.volumes[0].paths == reference.report.volumes[0].paths)
      #expect(shuffled.report.skipped == reference.report.skipped)
    }
  }

  @Test func `a file that is named twice is read once`() throws {
    let folder = try TemporaryFolder()
    let paths = try folder.write(TestImages.series(3))
    let found = try Loaded([folder.path, paths[1], folder.path + "/", paths[1]])
    #expect(found.report.filesRead == 3 && found.codes.isEmpty)
  }

  @Test func `slices run along row × column, not along the table`() throws {
    var images = TestImages.series(4)
    for n in images.indices {
      images[n].set(.imageOrientationPatient, doubles: [-1, 0, 0, 0, 1, 0])
    }
    let volume = try #require(try Loaded(images).volumes.first)
    #expect(volume[0, 0, 0] == -1024 + 300)
    #expect(volume[0, 0, 3] == -1024)
    #expect(volume.geometry.voxelToPatient.z.components == SIMD3(0, 0, -2.5))
  }

  @Test func `volumes are numbered by series number, then UID`() throws {
    func series(_ number: Int?, _ uid: String, _ first: Int) -> [DataSet] {
      (0..<2).map { n in
        var image = TestImages.image(first + n)
        image.set(.seriesInstanceUID, string: uid)
        if let number {
          image.set(.seriesNumber, integer: number)
        } else {
          image.remove(.seriesNumber)
        }
        return image
      }
    }
    let images =
      series(nil, "1.1", 0) + series(7, "1.5", 10) + series(7, "1.4", 20) + series(2, "1.9", 30)
    let report = try Loaded(images).report
    #expect(report.volumes.map(\.attributes.seriesInstanceUID) == ["1.9", "1.4", "1.5", "1.1"])
    #expect(report.volumes.map(\.id) == [1, 2, 3, 4])
    #expect(report.volume(named: "2")?.attributes.seriesInstanceUID == "1.4")
    #expect(report.volume(named: "1.1")?.id == 4)
    #expect(report.volume(named: "5") == nil)
  }

  @Test func `natural order takes digits as numbers`() {
    let names = ["img1", "img2", "img10", "img010b", "img11", "z"]
    var random = SeededRandom(2)
    for _ in 0..<20 {
      #expect(names.shuffled(using: &random).sorted(by: NaturalOrder.isBefore) == names)
    }
  }
}
