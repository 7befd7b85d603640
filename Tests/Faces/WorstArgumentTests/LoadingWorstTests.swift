import DICOMCoding
import Geometry
import Phantoms
import SeriesLoading
import TestSupport
import Testing
import VolumeModel
import WorkScheduling

@Suite struct `Loading with the worst numbers` {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("series")
    try PhantomSeries(
      .ramp, dimensions: GridDimensions(columns: 6, rows: 5, slices: 4), spacing: SIMD3(1, 1, 2)
    ).write(to: path)
  }

  @Test(arguments: Worst.numbers) func `tolerances decide something`(number: Double) throws {
    let paths: [WritableKeyPath<StackTolerances, Double>] = [
      \.orientationDegrees, \.directionDeviation, \.relativePixelSpacing,
      \.relativePixelSpacingLimit, \.samePosition, \.relativeSpacing, \.absoluteSpacing,
      \.relativeSpacingLimit, \.pixelSpacingLimit, \.relativeSideways, \.sidewaysLimit,
      \.shearDegrees,
    ]
    for place in paths {
      var loader = VolumeLoader()
      loader.tolerances[keyPath: place] = number
      let report = try loader.scan([path])
      for plan in report.volumes { survive { _ = try loader.load(plan) } }
      _ = loader.tolerances.listed
    }
    var tolerances = StackTolerances()
    for key in StackTolerances.keys + [""] { _ = tolerances.set(key, to: number) }
    var loader = VolumeLoader()
    loader.assumedSpacing = SIMD3(number, 1, number)
    survive { _ = try loader.scan([path]) }
  }

  @Test(arguments: Worst.counts) func `limits and phases are kept or refused`(count: Int) throws {
    var loader = VolumeLoader()
    loader.limits.depth = count
    loader.limits.elementBytes = count
    loader.limits.elementCount = count
    loader.limits.inflatedBytes = count
    loader.unpacking.bytes = count
    loader.unpacking.ratio = count
    loader.unpacking.freeBytes = count
    loader.unpacking.files = count
    loader.unpacking.depth = count
    var context = WorkContext()
    context.limits.volumeBytes = count
    survive { _ = try loader.scan([path], context: context) }
    let plan = try #require(try VolumeLoader().scan([path]).largest)
    survive { _ = try VolumeLoader().load(plan, context: context) }
    guard count != 0 else { return }
    let expected = LoadError.noSuchPhase(index: count, count: 1)
    #expect(throws: expected) { try VolumeLoader().load(plan, phase: count) }
    #expect(throws: expected) { try VolumeLoader().sourceImages(of: plan, phase: count) }
  }

  @Test func `nothing is no volume`() throws {
    #expect(try VolumeLoader().scan([String]()).volumes.isEmpty)
    #expect(throws: LoadError.self) { try VolumeLoader().scan([""]) }
    #expect(try ArrivingInstances().report().volumes.isEmpty)
  }
}
