import DICOMModel
import Geometry
import TestSupport
import Testing
import VolumeModel

@testable import SeriesLoading

@Suite struct ToleranceTests {
  private static func loaded(
    _ points: [[Double]], spacing: Double = 0.5, _ tolerances: StackTolerances = .init()
  ) throws -> Loaded {
    let images = points.enumerated().map { n, point in
      var image = TestImages.image(n)
      image.set(.pixelSpacing, doubles: [spacing, spacing])
      image.set(.imagePositionPatient, doubles: point)
      return image
    }
    var loader = VolumeLoader()
    loader.tolerances = tolerances
    return try Loaded(images, loader)
  }

  private static func axial(_ heights: [Double], spacing: Double = 0.5) throws -> Loaded {
    try loaded(heights.map { [0, 0, $0] }, spacing: spacing)
  }

  @Test func `up to a hundredth of the gap nothing is said`() throws {
    let found = try Self.axial([0, 2.5, 5.024, 7.5, 10])
    #expect(found.volumes[0].geometry.regularity == .regular && found.findings.isEmpty)
  }

  @Test func `up to a twentieth of the gap a stack is even, with its deviation in a warning`()
    throws
  {
    let found = try Self.axial([0, 2.5, 5.12, 7.5, 10])
    #expect(found.volumes[0].geometry.slicePositions == nil)
    let finding = try #require(found.finding(.nearlyEven))
    #expect(finding.severity == .warning)
    #expect(abs((finding.values["deviation"]?[0] ?? 0) - 0.12) < 1e-12)
    #expect(finding.message.contains("0.12 mm"))
  }

  @Test func `positions rounded to a tenth of a millimetre are even if a pixel is ten times that`()
    throws
  {
    let rounded = (0..<20).map { (12.5 * Double($0)).rounded() / 10 }
    let found = try Self.axial(rounded)
    #expect(found.volumes.map(\.dimensions.slices) == [20])
    #expect(found.volumes[0].geometry.regularity == .regular)
    let deviation = try #require(found.finding(.nearlyEven)?.values["deviation"]?[0])
    #expect(deviation > 0.0125 && deviation <= 0.0626)
  }

  @Test func `a tenth of a pixel never hides a quarter of the gap`() throws {
    let found = try Self.axial([0, 0.1, 0.23, 0.3, 0.4], spacing: 4)
    #expect(found.volumes[0].geometry.slicePositions != nil)
  }

  @Test func `bed boundaries of a whole-body PET are even`() throws {
    var heights = [0.0]
    for gap in 0..<120 { heights.append(heights[gap] + ([20, 40].contains(gap) ? 3.35 : 3.27)) }
    let found = try Self.axial(heights, spacing: 4.6875)
    #expect(found.volumes[0].geometry.slicePositions == nil)
    #expect((found.finding(.nearlyEven)?.values["deviation"]?[0] ?? 1) < 0.11)
  }

  @Test(arguments: [0.0006, 0.01]) func `micrometres are distances`(gap: Double) throws {
    let found = try Self.axial((0..<10).map { gap * Double($0) }, spacing: gap * 0.9)
    #expect(found.volumes.map(\.dimensions.slices) == [10])
    #expect(abs(found.volumes[0].geometry.spacing.z - gap) < 1e-12 && found.findings.isEmpty)
    let uneven = try Self.axial([0, 1, 2, 3.5, 4, 5].map { $0 * gap }, spacing: gap * 0.9)
    #expect(uneven.volumes[0].geometry.slicePositions?.count == 6)
  }

  @Test func `a missing slice is seen among rounded positions`() throws {
    let heights = (0..<14).filter { $0 != 4 }.map { (12.5 * Double($0)).rounded() / 10 }
    #expect(try Self.axial(heights).finding(.missingSlices)?.values["positions"]?.count == 1)
  }

  @Test func `rounded directions are set right, and the far corner's shift is stated`() throws {
    let images = (0..<3).map { n in
      var image = TestImages.image(n)
      image.set(.imageOrientationPatient, doubles: [0.71, 0.71, 0, -0.71, 0.71, 0])
      return image
    }
    let found = try Loaded(images)
    let map = try #require(found.volumes.first).geometry.voxelToPatient
    #expect(abs(map.x.length - 0.75) < 1e-12 && abs(map.y.length - 0.5) < 1e-12)
    #expect(abs(map.x.dot(map.y)) < 1e-15)
    #expect(found.finding(.roundedDirections)?.severity == .warning)
    var loader = VolumeLoader()
    loader.tolerances.directionDeviation = 0.001
    #expect(
      try Loaded(images, loader).codes == [
        .noGeometry, .noGeometry, .noGeometry,
      ])
  }

  @Test func `pixel spacings that differ by a ten-thousandth are one stack, with a warning`() throws
  {
    var images = TestImages.series(6)
    images[3].set(.pixelSpacing, doubles: [0.5, 0.7501])
    let found = try Loaded(images)
    #expect(found.volumes.map(\.dimensions.slices) == [6])
    let finding = try #require(found.finding(.mixedSlices))
    #expect(finding.severity == .warning && finding.message.contains("Pixel Spacing"))
    #expect(abs((finding.values["farEdge"]?[0] ?? 0) - 0.0004) < 1e-9)
  }

  @Test func `every tolerance can be set by its word`() {
    for key in StackTolerances.keys {
      var tolerances = StackTolerances()
      let isSet = tolerances.set(key, to: 7)
      #expect(isSet)
      #expect(tolerances != StackTolerances())
      #expect(tolerances.listed.first { $0.key == key }?.value == 7)
      let wrong = [-1, Double.nan, .infinity].map { tolerances.set(key, to: $0) }
      #expect(!wrong.contains(true))
    }
    var tolerances = StackTolerances()
    let isKnown = tolerances.set("evenness", to: 1)
    #expect(!isKnown && tolerances == StackTolerances())
    #expect(Set(StackTolerances.keys).count == StackTolerances.keys.count)
  }

  @Test func `a tolerance that is set decides`() throws {
    var tolerances = StackTolerances()
    tolerances.relativeSpacingLimit = 0.01
    tolerances.pixelSpacingLimit = 0
    let points = [0, 2.5, 5.06, 7.5, 10].map { [0, 0, $0] }
    #expect(try Self.loaded(points).volumes[0].geometry.slicePositions == nil)
    #expect(try Self.loaded(points, tolerances).volumes[0].geometry.slicePositions != nil)
    tolerances.sidewaysLimit = 1
    let jump = [[0.0, 0, 0], [0.4, 0, 2.5], [0, 0, 5]]
    #expect(try Self.loaded(jump).volumes.isEmpty)
    #expect(try Self.loaded(jump, tolerances).volumes.count == 1)
  }
}
