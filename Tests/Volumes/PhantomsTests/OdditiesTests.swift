import DICOMModel
import Geometry
import Testing
import VolumeModel

@testable import Phantoms

@Suite struct OdditiesTests {
  @Test func `missing slices leave a gap`() throws {
    var series = PhantomSeries.small()
    series.oddities.missingSlices = [2, 3]
    #expect(try series.readBack().count == 5)
    let grid = try series.loadedGrid()
    #expect(grid.dimensions.slices == 5)
    #expect(grid.slicePositions == [0, 4, 16, 20, 24])
    series.oddities.missingSlices = [0, 6]
    #expect(try series.loadedGrid().slicePositions == nil)
  }

  @Test func `duplicates are equal and conflicts are not`() throws {
    var series = PhantomSeries.small()
    series.oddities.duplicatedSlices = [1]
    series.oddities.conflictingSlices = [4]
    series.order = .shuffled
    let files = try series.encodedFiles()
    let truth = try series.truth()
    func pair(_ slice: Int) throws -> [ReadSlice] {
      let names = truth.files.filter { $0.slice == slice }.map(\.name)
      return try files.filter { names.contains($0.name) }.map(ReadSlice.init)
    }
    #expect(files.count == 9)
    let (same, other) = (try pair(1), try pair(4))
    #expect(same.count == 2 && other.count == 2)
    #expect(Set(same.map(\.uid)).count == 1 && Set(other.map(\.uid)).count == 1)
    #expect(same[0].pixels == same[1].pixels)
    #expect(other[0].pixels != other[1].pixels)
    #expect(try series.loadedGrid().dimensions.slices == 6)
    #expect(
      Set(files.map(\.bytes)).count == 8, "a duplicate is equal to the last byte, once")
  }

  @Test func `repeated slices are other instances in the same place`() throws {
    var series = PhantomSeries.small()
    series.oddities.repeatedSlices = Array(0..<7)
    let slices = try series.readBack()
    #expect(Set(slices.map(\.uid)).count == 14)
    #expect(Set(slices.map(\.position)).count == 7)
  }

  @Test func `jitter moves slices along the table and the field with them`() throws {
    var series = PhantomSeries.small(.ramp)
    (series.oddities.positionJitter, series.tiltDegrees) = (1.5, 15)
    let grid = try series.loadedGrid()
    #expect(grid.regularity == .irregular)
    for (k, slice) in try series.readBack().enumerated() {
      let place = grid.patientPoint(of: VoxelPoint(0, 0, Double(k)))
      // The loader's grid lets irregular tilted slices lie on one line, as the table does.
      #expect(slice.position.distance(to: place) < 1e-9)
      #expect(abs(slice.value(0) - (try series.phantom().value(at: place))) <= 0.5 + 1e-6)
    }
  }

  @Test func `padding lies outside the circle`() throws {
    var series = PhantomSeries.small()
    (series.format, series.oddities.paddingValue) = (.signed16, -2000)
    let slice = try series.readBack()[3]
    #expect(slice.set.integer(.pixelPaddingValue) == -2000)
    #expect(slice.stored(0) == -2000 && slice.value(0) == -2000)
    #expect(slice.stored(5 * 13 + 6) != -2000)
    let probe = try series.truth().probes[0]
    #expect(probe.isPadding && probe.value == -2000)
  }

  @Test func `junk bits lie above the stored ones`() throws {
    var series = PhantomSeries.small()
    let clean = try series.readBack()[2]
    series.oddities.hasJunkHighBits = true
    let junk = try series.readBack()[2]
    #expect((0..<143).allSatisfy { clean.word($0) < 4096 })
    #expect((0..<143).contains { junk.word($0) >= 4096 })
    #expect((0..<143).allSatisfy { junk.stored($0) == clean.stored($0) })
  }

  @Test func `slopes per slice keep the values`() throws {
    var series = PhantomSeries.small()
    let plain = try series.readBack()
    series.oddities.hasSlopePerSlice = true
    let slices = try series.readBack()
    #expect(Set(slices.map { $0.set.double(.rescaleSlope) }).count == 7)
    for (a, b) in zip(plain, slices) {
      // Half a step of each.
      #expect((0..<143).allSatisfy { abs(a.value($0) - b.value($0)) <= 0.5 + 1.75 / 2 })
    }
  }

  @Test func `signed values keep their sign`() throws {
    var series = PhantomSeries.small()
    series.format = .signed16
    let slice = try series.readBack()[3]
    #expect(slice.stored(0) == -1000)
    series.format = StoredFormat(bitsStored: 12, isSigned: true, intercept: 0)
    #expect(try series.readBack()[3].stored(0) == -1000)
  }

  @Test func `localizer looks across the slices`() throws {
    var series = PhantomSeries.small()
    series.oddities.hasLocalizer = true
    let localizer = try series.readBack()[0]
    #expect(localizer.set.strings(.imageType)?.last == "LOCALIZER")
    #expect(localizer.orientation[1] == PatientVector(0, 0, -1))
    series.oddities = SeriesOddities()
    series.oddities.omitsGeometry = true
    #expect(try series.readBack()[0].orientation.isEmpty)
  }

  @Test func `parameters out of range are refused`() {
    let changes: [(inout PhantomSeries) -> Void] = [
      { $0.spacing.z = 0 }, { $0.tiltDegrees = 61 }, { $0.noise = -1 }, { $0.supersampling = 0 },
      { $0.transferSyntax = .jpegBaseline }, { $0.format.bitsStored = 8 },
      { $0.oddities.missingSlices = [7] },
      { $0.oddities.missingSlices = Array(0..<7) },
      { $0.oddities.positionJitter = 2 }, { $0.oddities.paddingValue = -1 },
      { $0.center = PatientPoint(.nan, 0, 0) }, { $0.format.slope = 0 },
    ]
    for change in changes {
      var series = PhantomSeries.small()
      change(&series)
      #expect(throws: PhantomError.self) { try series.encodedFiles() }
    }
  }
}
