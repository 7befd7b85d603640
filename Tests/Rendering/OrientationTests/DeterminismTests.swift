import Foundation
import Phantoms
import Presentation
import Reslicing
import SeriesLoading
import Testing
import TestSupport
import VolumeModel
import WorkScheduling

/// The same files give the same bytes, whatever their names and order and whoever works.
@Suite struct DeterminismTests {
  /// Everything that comes out of a series: voxels, geometry, pictures.
  struct Output: Hashable {
    let geometry: GridGeometry
    let attributes: VolumeAttributes
    let voxels: [UInt32]
    /// Bit patterns: a NaN is not equal to itself.
    let pictures: [[UInt32]]
    let rasters: [Raster]

    init(_ paths: [String], workers: Int) throws {
      let context = WorkContext(workers: workers)
      let study = try VolumeLoader().loadAll(paths, context: context)
      let volume = try #require(study.volumes.first)
      (geometry, attributes) = (volume.geometry, volume.attributes)
      voxels = unsafe volume.voxels.withVoxels { unsafe $0.map(\.bitPattern) }
      let reslicer = Reslicer(volume)
      let images = try OrthogonalOrientation.allCases.map { orientation in
        let plan = try OrthogonalPlan(volume.geometry, orientation: orientation)
        return try reslicer.plane(try plan.plane(plan.middle), context: context)
      }
      let window = try #require(DisplayWindow(center: 250, width: 2500))
      pictures = images.map { $0.values.map(\.bitPattern) }
      rasters = images.map { $0.displayed(with: window) }
    }
  }

  static var series: PhantomSeries {
    var series = PhantomSeries(
      .head, dimensions: GridDimensions(columns: 40, rows: 36, slices: 30),
      spacing: SIMD3(3, 3.5, 4))
    (series.noise, series.tiltDegrees) = (30, 12)
    return series
  }

  /// Writes files under random names into random folders; returns their paths at random.
  private func scatter(
    _ series: PhantomSeries, _ folder: TemporaryFolder, _ random: inout SeededRandom
  ) throws -> [String] {
    try series.encodedFiles().map { file in
      let place = folder.url.appending(path: "\(UInt8.random(in: 0..<4, using: &random))")
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      let url = place.appending(path: String(UInt64.random(in: 0 ... .max, using: &random)))
      try Data(file.bytes).write(to: url)
      return url.path
    }.shuffled(using: &random)
  }

  @Test(arguments: PhantomSeries.FileOrder.allCases, 1...3)
  func `output depends on no name`(_ order: PhantomSeries.FileOrder, _ seed: Int) throws {
    var series = Self.series
    let straight = try TemporaryFolder()
    try series.write(to: straight.path)
    series.order = order
    var random = SeededRandom(UInt64(seed))
    let folder = try TemporaryFolder()
    let paths = try scatter(series, folder, &random)
    let expected = try Output([straight.path], workers: 2)
    #expect(try Output([folder.path], workers: 2) == expected)
    #expect(try Output(paths, workers: 2) == expected)
    #expect(try Output(paths.shuffled(using: &random), workers: 2) == expected)
  }

  @Test(arguments: [2, 3, 8])
  func `output does not depend on the number of workers`(_ workers: Int) throws {
    let folder = try TemporaryFolder()
    try Self.series.write(to: folder.path)
    #expect(try Output([folder.path], workers: workers) == Output([folder.path], workers: 1))
  }
}
