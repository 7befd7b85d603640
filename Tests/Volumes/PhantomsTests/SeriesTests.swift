import DICOMModel
import Geometry
import Testing
import VolumeModel
import WorkScheduling

@testable import Phantoms

@Suite struct SeriesTests {
  /// The rounded field at the place that the file itself states.
  private func expectRoundedField(_ slice: ReadSlice, _ series: PhantomSeries) throws {
    let phantom = try series.phantom()
    let spacing = try #require(slice.set.doubles(.pixelSpacing))
    let size = series.dimensions
    for n in 0..<size.voxelsPerSlice {
      let (row, column) = n.quotientAndRemainder(dividingBy: size.columns)
      let point =
        slice.position + slice.orientation[0] * (spacing[1] * Double(column))
        + slice.orientation[1] * (spacing[0] * Double(row))
      // Half a step; positions of 16 characters move a value by less than 1e-6.
      #expect(abs(slice.value(n) - phantom.value(at: point)) <= 0.5 + 1e-6)
    }
  }

  @Test(arguments: PhantomSeries.transferSyntaxes)
  func `values read back are the rounded field`(_ syntax: TransferSyntax) throws {
    var series = PhantomSeries.small()
    (series.transferSyntax, series.tiltDegrees) = (syntax, 17)
    series.orientation = .coronal
    let slices = try series.readBack()
    #expect(slices.count == 7)
    for slice in slices {
      #expect(slice.syntax == syntax)
      try expectRoundedField(slice, series)
    }
  }

  @Test(arguments: SliceOrientation.axisAligned, [-20.0, 0, 20])
  func `positions are those of the truth`(_ orientation: SliceOrientation, _ tilt: Double) throws {
    var series = PhantomSeries.small(.ramp)
    (series.orientation, series.tiltDegrees, series.order) = (orientation, tilt, .shuffled)
    let grid = try series.loadedGrid()
    let slices = try series.readBack().sorted {
      ($0.position - $1.position).dot(grid.normal) < 0
    }
    #expect(grid.dimensions == series.dimensions)
    #expect(abs(grid.shearDegrees - abs(tilt)) < 1e-9)
    // The table moves along the untilted normal.
    #expect((grid.voxelToPatient.z - orientation.normal * 4).length < 1e-12)
    for (k, slice) in slices.enumerated() {
      let expected = grid.patientPoint(of: VoxelPoint(0, 0, Double(k)))
      #expect(slice.position.distance(to: expected) < 1e-9)
      #expect((slice.orientation[0] * 2 - grid.voxelToPatient.x).length < 1e-12)
      #expect((slice.orientation[1] * 2.5 - grid.voxelToPatient.y).length < 1e-12)
    }
  }

  @Test(arguments: [2, 3, 8])
  func `bytes do not depend on the number of workers`(_ workers: Int) throws {
    var series = PhantomSeries.small()
    (series.noise, series.order) = (20, .shuffled)
    #expect(
      try series.encodedFiles(context: WorkContext(workers: workers))
        == series.encodedFiles(context: WorkContext(workers: 1)))
  }

  @Test func `shuffled series is the same series in another order`() throws {
    var series = PhantomSeries.small()
    series.noise = 5
    let straight = try series.readBack()
    series.order = .shuffled
    let shuffled = try series.readBack()
    series.order = .descending
    let reversed = try series.readBack()
    #expect(shuffled.map(\.uid) != straight.map(\.uid))
    #expect(reversed.map(\.uid) == straight.map(\.uid).reversed())
    for slice in shuffled {
      let same = try #require(straight.first { $0.uid == slice.uid })
      #expect(same.pixels == slice.pixels)
      #expect(same.position == slice.position)
    }
    #expect(straight.map { $0.position.z } == straight.map { $0.position.z }.sorted())
    let numbers = shuffled.map { $0.set.integer(.instanceNumber) ?? 0 }
    #expect(numbers.sorted() == Array(1...7))
    #expect(numbers != shuffled.map { Int($0.name.dropFirst(2).prefix(4)) })
  }

  @Test func `identifiers belong to the parameters`() throws {
    let series = PhantomSeries.small()
    var other = series
    other.seed = 2
    let (a, b) = (try series.truth(), try other.truth())
    #expect(a == (try series.truth()))
    #expect(a.seriesInstanceUID != b.seriesInstanceUID)
    #expect(Set(a.files.map(\.sopInstanceUID)).isDisjoint(with: b.files.map(\.sopInstanceUID)))
    let uids = a.files.map(\.sopInstanceUID) + [a.seriesInstanceUID, a.studyInstanceUID]
    #expect(Set(uids).count == uids.count)
    for uid in uids {
      // PS3.5 9.1: at most 64 characters, no leading zero in a component.
      #expect(uid.hasPrefix("2.25.") && uid.count <= 64 && !uid.hasPrefix("2.25.0"))
    }
  }

  @Test func `noise has its standard deviation`() throws {
    var series = PhantomSeries.small(.ramp)
    let clean = try series.readBack()
    series.noise = 50
    let noisy = try series.readBack()
    let count = series.dimensions.voxelsPerSlice
    let differences = zip(clean, noisy).flatMap { pair in
      (0..<count).map { pair.1.value($0) - pair.0.value($0) }
    }
    let square = differences.reduce(0) { $0 + $1 * $1 } / Double(differences.count)
    // Four standard errors of a deviation from 1001 values.
    #expect(abs(square.squareRoot() - 50) < 4 * 50 / (2 * 1001.0).squareRoot())
  }

  @Test func `magnetic resonance has no rescale`() throws {
    var series = PhantomSeries.small()
    series.modality = .mr
    let slices = try series.readBack()
    #expect(slices.allSatisfy { !$0.set.contains(.rescaleSlope) })
    #expect(slices[3].value(0) == 24)
    let probes = try series.truth().probes
    #expect(probes[0].value == slices[0].value(0))
  }
}
