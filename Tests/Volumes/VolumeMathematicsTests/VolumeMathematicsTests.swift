import Geometry
import Testing
import VolumeMathematics
import VolumeModel
import WorkScheduling

@Suite struct VolumeMathematicsTests {
  /// An oblique grid of 12 × 10 × 8 voxels of 1.5 × 2 × 3 mm.
  private func grid() throws -> GridGeometry {
    let (c, s) = (0.8, 0.6)
    return try GridGeometry(
      dimensions: GridDimensions(columns: 12, rows: 10, slices: 8),
      voxelToPatient: AffineMap(
        x: PatientVector(1.5 * c, 1.5 * s, 0), y: PatientVector(-2 * s, 2 * c, 0),
        z: PatientVector(0, 0, 3), origin: PatientPoint(-30, 12, 7)))
  }

  @Test func `map changes every value and nothing else, whatever the number of workers`() throws {
    let volume = try Volume(geometry: grid()) { i, j, k in Float(i + 10 * j + 100 * k) }
    let mapped = try [1, 4].map { workers in
      try volume.map(unit: "m", context: WorkContext(workers: workers)) { 2 * $0 - 1 }
    }
    for new in mapped {
      #expect(new[3, 4, 5] == 2 * volume[3, 4, 5] - 1)
      #expect(new.valueRange?.lowerBound == -1 && new.valueRange?.upperBound == 1601)
      #expect(new.geometry == volume.geometry && new.attributes.unit == "m")
    }
  }

  @Test func `a threshold is the mask of the values in a range`() throws {
    let volume = try Volume(geometry: grid()) { i, _, _ in Float(i) }
    let mask = try volume.threshold(3...5)
    #expect(mask.validCount == 3 * 10 * 8)
    #expect(try volume.threshold(Float(11)...).validCount == 80)
    #expect(try volume.threshold(..<Float(0)).validCount == 0)
    let masked = try volume.masked(by: mask)
    #expect(masked.valueRange == 3...5)
    #expect(try masked.threshold(0...4).validCount == 2 * 80)
    // 1.5 · 2 · 3 mm, each step rounded.
    #expect(abs(volume.cubicMillimeters(of: mask) - 240 * 9) < 1e-9 * 2160)
  }

  @Test func `the centroid of a mask of a whole grid is the grid's centre`() throws {
    let volume = try Volume(geometry: grid()) { i, _, _ in Float(i) }
    let centroid = try #require(try volume.centroid(of: volume.threshold(0...)))
    #expect((centroid - volume.geometry.center).length < 1e-9)
    #expect(try volume.centroid(of: volume.threshold(99...)) == nil)
    // Two voxels' middle lies between them.
    let pair = try Volume(geometry: grid()) { i, j, k in k == 2 && j == 3 && i > 9 ? 1 : 0 }
    let middle = try #require(try pair.centroid(of: pair.threshold(Float(1)...)))
    let expected = pair.geometry.patientPoint(of: VoxelPoint(10.5, 3, 2))
    #expect((middle - expected).length < 1e-9)
  }

  @Test func `the gradient of a linear field is its slope, in value per mm, everywhere inside`()
    throws
  {
    let slope = PatientVector(3, -2, 0.5)
    let geometry = try grid()
    let volume = try Volume(geometry: geometry) { i, j, k in
      let point = geometry.patientPoint(of: VoxelPoint(Double(i), Double(j), Double(k)))
      return Float((point - PatientPoint(0, 0, 0)).dot(slope))
    }
    for place in [VoxelPoint(5, 5, 4), VoxelPoint(3.3, 6.1, 2.7)] {
      let gradient = try #require(volume.gradient(at: geometry.patientPoint(of: place)))
      // Floats of some hundred have steps of 3e-5; the way is 1.5 mm.
      #expect((gradient - slope).length < 1e-3)
    }
    #expect(volume.gradient(at: PatientPoint(1e4, 0, 0)) == nil)
  }
}

@Suite struct TableRemovalTests {
  /// A body of soft tissue with lungs of air, a table below it, and a gap between them in mm.
  private func chest(gap: Double) throws -> (volume: Volume, table: Int, body: Int) {
    let geometry = try GridGeometry(
      dimensions: GridDimensions(columns: 100, rows: 90, slices: 20),
      voxelToPatient: AffineMap(
        x: PatientVector(2, 0, 0), y: PatientVector(0, 2, 0), z: PatientVector(0, 0, 5),
        origin: PatientPoint(-100, -90, 0)))
    var (table, body) = (0, 0)
    let volume = try Volume(
      geometry: geometry, attributes: VolumeAttributes(modality: "CT", unit: "HU")
    ) { i, j, _ in
      let (x, y) = (Double(i) * 2 - 100, Double(j) * 2 - 90)
      let ellipse = (x / 75) * (x / 75) + (y / 50) * (y / 50)
      let lung = ((abs(x) - 35) / 20) * ((abs(x) - 35) / 20) + (y / 25) * (y / 25)
      if ellipse < 1 {
        body += 1
        return lung < 1 ? -850 : 40
      }
      if y >= 50 + gap, y < 50 + gap + 8, abs(x) < 80 {
        table += 1
        return 100
      }
      return -1000
    }
    return (volume, table, body)
  }

  @Test(arguments: [6.0, 0.0])
  func `a table below the body is left out, apart from it or touching it, and all of it is counted`(
    gap: Double
  ) throws {
    let (volume, table, body) = try chest(gap: gap)
    let result = try #require(try TableRemoval().apply(to: volume))
    // Where the table touches, the margin around the body holds a part of it, but less than half.
    #expect(result.removedCount > table * (gap > 0 ? 95 : 50) / 100)
    #expect(result.removedCount <= table)
    let box = try #require(result.removedBox)
    #expect(box.lower.y >= 44 && box.upper.y <= 60 + gap)
    // No voxel of the body is lost, the lungs' air included.
    var kept = 0
    for j in 0..<90 {
      for i in 0..<100 {
        let (x, y) = (Double(i) * 2 - 100, Double(j) * 2 - 90)
        let isBody = (x / 75) * (x / 75) + (y / 50) * (y / 50) < 1
        for k in 0..<20 where isBody && result.volume.isValid(i, j, k) { kept += 1 }
      }
    }
    #expect(kept == body)
  }

  @Test func `values stay what they are, and nothing is found where nothing is dense`() throws {
    let (volume, _, _) = try chest(gap: 6)
    let result = try #require(try TableRemoval().apply(to: volume))
    #expect(result.volume[50, 45, 10] == volume[50, 45, 10])
    #expect(result.volume.geometry == volume.geometry)
    let air = try volume.map(unit: "HU") { _ in -1000 }
    #expect(try TableRemoval().apply(to: air) == nil)
  }

  @Test func `the number of workers changes nothing`() throws {
    let (volume, _, _) = try chest(gap: 2)
    let results = try [1, 5].map {
      try TableRemoval().apply(to: volume, context: WorkContext(workers: $0))
    }
    #expect(results[0]?.volume.validity == results[1]?.volume.validity)
    #expect(results[0]?.removedCount == results[1]?.removedCount)
  }
}
