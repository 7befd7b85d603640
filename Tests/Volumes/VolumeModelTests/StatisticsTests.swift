import Geometry
import TestSupport
import Testing
import WorkScheduling

@testable import VolumeModel

@Suite struct StatisticsTests {
  /// More voxels than one run of the engine, so that runs are joined.
  static let volume = Result { try TestVolumes.noisy(columns: 100, rows: 91, slices: 60, seed: 7) }

  static func validValues(_ volume: Volume) -> [Float] {
    let size = volume.dimensions
    var values: [Float] = []
    for k in 0..<size.slices {
      for j in 0..<size.rows {
        for i in 0..<size.columns where volume.isValid(i, j, k) && !volume[i, j, k].isNaN {
          values.append(volume[i, j, k])
        }
      }
    }
    return values
  }

  @Test func `statistics are the naive ones`() throws {
    let volume = try Self.volume.get()
    let values = Self.validValues(volume).map(Double.init)
    let found = try #require(try volume.statistics())
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    #expect(found.count == values.count)
    #expect(Double(found.minimum) == values.min())
    #expect(Double(found.maximum) == values.max())
    // Half a million doubles of about 1000 added up in another order.
    #expect(abs(found.mean - mean) < 1e-8)
    #expect(abs(found.standardDeviation - variance.squareRoot()) < 1e-8)
    #expect(volume.valueRange == found.minimum...found.maximum)
  }

  @Test func `the histogram is the naive one`() throws {
    let volume = try Self.volume.get()
    let values = Self.validValues(volume)
    let histogram = try #require(try volume.histogram(bins: 37))
    var counts = [Int](repeating: 0, count: 37)
    let (low, high) = (Double(histogram.range.lowerBound), Double(histogram.range.upperBound))
    for value in values { counts[min(36, Int((Double(value) - low) / (high - low) * 37))] += 1 }
    #expect(histogram.counts == counts)
    #expect(histogram.counts.reduce(0, +) == values.count)
  }

  @Test func `quantiles are right to within a bin`() throws {
    let volume = try Self.volume.get()
    let sorted = Self.validValues(volume).sorted()
    let histogram = try #require(try volume.histogram())
    for fraction in [0, 0.005, 0.25, 0.5, 0.995, 1] {
      let exact = Double(sorted[min(sorted.count - 1, Int(fraction * Double(sorted.count)))])
      #expect(abs(histogram.quantile(fraction) - exact) <= histogram.binWidth)
    }
  }

  @Test(arguments: [2, 3, 8]) func `figures do not depend on the number of workers`(
    workers: Int
  ) throws {
    let volume = try Self.volume.get()
    let (one, many) = (WorkContext(workers: 1), WorkContext(workers: workers))
    #expect(try volume.statistics(context: one) == volume.statistics(context: many))
    #expect(try volume.histogram(context: one) == volume.histogram(context: many))
  }

  @Test func `no valid voxel, no figures`() throws {
    let some = try TestVolumes.noisy(columns: 3, rows: 3, slices: 2, seed: 1)
    let none = Volume(
      geometry: some.geometry, voxels: some.voxels,
      validity: ValidityMask(dimensions: some.dimensions) { _ in false })
    #expect(none.valueRange == nil)
    #expect(try none.statistics() == nil)
    #expect(try none.histogram() == nil)
  }

  @Test func `equal values have one bin, and every quantile is the value`() throws {
    let grid = try TestVolumes.grid()
    let volume = try Volume(geometry: grid) { _, _, _ in 42 }
    let histogram = try #require(try volume.histogram(bins: 10))
    #expect(histogram.counts[0] == grid.dimensions.voxelCount)
    #expect(histogram.quantile(0.5) == 42)
    #expect(try volume.statistics()?.standardDeviation == 0)
  }

  @Test func `a region's figures are those of the voxels whose centres lie in it`() throws {
    struct Ball: PatientRegion {
      let center: PatientPoint
      let name = "ball"
      var bounds: PatientBox {
        PatientBox(center - PatientVector(2, 2, 2), center + PatientVector(2, 2, 2))
      }
      func contains(_ point: PatientPoint) -> Bool { point.distance(to: center) <= 2 }
    }
    for grid in try TestVolumes.all() {
      let (volume, _) = try TestVolumes.ramp(grid)
      let ball = Ball(center: grid.patientPoint(of: VoxelPoint(3.2, 2.1, 1.9)))
      var values: [Double] = []
      for k in 0..<grid.dimensions.slices {
        for j in 0..<grid.dimensions.rows {
          for i in 0..<grid.dimensions.columns {
            let place = grid.patientPoint(of: VoxelPoint(Double(i), Double(j), Double(k)))
            if ball.contains(place) { values.append(Double(volume[i, j, k])) }
          }
        }
      }
      let found = try #require(try volume.statistics(in: ball))
      #expect(found.count == values.count && values.count > 5)
      #expect(abs(found.mean - values.reduce(0, +) / Double(values.count)) < 1e-9)
    }
  }

  @Test func `cancelled figures throw`() throws {
    let volume = try Self.volume.get()
    let context = WorkContext(workers: 2)
    context.cancellation.request()
    #expect(throws: WorkCancelled.self) { try volume.statistics(context: context) }
    #expect(throws: WorkCancelled.self) { try volume.histogram(context: context) }
  }
}

@Suite struct `Infinity is no value` {
  @Test func `in ranges, figures and histograms`() throws {
    let grid = try GridGeometry(
      dimensions: GridDimensions(columns: 4, rows: 1, slices: 1),
      voxelToPatient: AffineMap(
        x: PatientVector(1, 0, 0), y: PatientVector(0, 1, 0), z: PatientVector(0, 0, 1),
        origin: PatientPoint(0, 0, 0)))
    let values: [Float] = [1, .infinity, 3, -.infinity]
    let volume = try Volume(geometry: grid) { i, _, _ in values[i] }
    #expect(volume.valueRange == 1...3)
    let figures = try #require(try volume.statistics())
    #expect(figures.count == 2 && figures.mean == 2 && figures.maximum == 3)
    #expect(figures.standardDeviation == 1)
    #expect(try volume.histogram(bins: 2)?.counts == [1, 1])
  }
}
