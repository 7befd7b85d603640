import Geometry
import TestSupport
import Testing

@testable import VolumeModel

@Suite struct GridGeometryTests {
  @Test func `the maps between voxels and patient undo each other`() throws {
    var random = SeededRandom(17)
    for grid in try TestVolumes.all() {
      for _ in 0..<100 {
        let p = VoxelPoint(
          random.number(in: -4...10), random.number(in: -4...10), random.number(in: -3...8))
        // Coordinates of about 100 mm.
        #expect(grid.voxelPoint(of: grid.patientPoint(of: p)).distance(to: p) < 1e-11)
      }
    }
  }

  @Test func `slices of an irregular stack lie where they were said to lie`() throws {
    let positions = TestVolumes.unevenPositions
    for shear in [PatientVector(0, 0, 0), PatientVector(0.4, -0.9, 0)] {
      let grid = try TestVolumes.grid(shear: shear, positions: positions)
      #expect(grid.regularity == .irregular)
      let (first, map) = (grid.voxelToPatient.origin, grid.voxelToPatient)
      for (k, position) in positions.enumerated() {
        let place = grid.patientPoint(of: VoxelPoint(0, 0, Double(k)))
        #expect(abs((place - first).dot(grid.normal) - position) < 1e-12)
        // The interface's formula for the centre of a voxel.
        let expected = first + map.x * 2 + map.y + map.z * (position / map.z.dot(grid.normal))
        #expect(grid.patientPoint(of: VoxelPoint(2, 1, Double(k))).distance(to: expected) < 1e-12)
      }
      let middle = grid.patientPoint(of: VoxelPoint(0, 0, 2.5))
      #expect(abs((middle - first).dot(grid.normal) - 4.75) < 1e-12)
    }
  }

  @Test func `a tilt is said from a tenth of a degree, and irregular before it`() throws {
    func grid(degrees: Double) throws -> GridGeometry {
      let tilt = PatientVector(0, 0, 3).rotated(about: PatientVector(1, 0, 0), degrees: degrees)
      return try TestVolumes.grid(shear: tilt - PatientVector(0, 0, 3))
    }
    #expect(try grid(degrees: 0.09).regularity == .regular)
    #expect(abs(try grid(degrees: 0.09).shearDegrees - 0.09) < 1e-9)
    #expect(try grid(degrees: 0.11).regularity == .sheared)
    #expect(abs(try grid(degrees: -18.5).shearDegrees - 18.5) < 1e-9)
    #expect(try TestVolumes.grid(mirrored: true).shearDegrees < 1e-9)
  }

  @Test func `spacing along k is the slice-to-slice vector, not the distance of planes`() throws {
    let grid = try TestVolumes.grid(shear: PatientVector(0, 4, 0))
    #expect(abs(grid.spacing.z - 5) < 1e-12)
    #expect(abs(grid.sliceDistance - 3) < 1e-12)
    #expect(abs(grid.voxelVolume - 0.7 * 1.1 * 3) < 1e-12)
    #expect(grid.finestSpacing == grid.spacing.x)
  }

  @Test func `bounds hold every voxel and no rim more`() throws {
    for grid in try TestVolumes.all() {
      let corners = grid.voxelBounds.corners.map(grid.patientPoint(of:))
      #expect(corners.allSatisfy(grid.patientBounds.contains))
      for axis in 0..<3 {
        let places = corners.map { $0.coordinates[axis] }
        #expect(places.min() == grid.patientBounds.lower.coordinates[axis])
        #expect(places.max() == grid.patientBounds.upper.coordinates[axis])
      }
      #expect(!grid.contains(grid.voxelBounds.upper))
      #expect(grid.contains(grid.voxelBounds.lower))
    }
  }

  @Test func `numbers that describe no grid are refused`() throws {
    let good = try TestVolumes.grid()
    var flat = good.voxelToPatient
    flat.z = flat.x
    #expect(throws: GridGeometryError.flat) {
      try GridGeometry(dimensions: good.dimensions, voxelToPatient: flat)
    }
    for positions in [[0, 1, 1, 2, 3], [0, 1, 2, 3], [0, 2, 1, 3, 4], [0, 1, .nan, 3, 4]] {
      #expect(throws: GridGeometryError.slicePositionsNotIncreasing) {
        try GridGeometry(
          dimensions: good.dimensions, voxelToPatient: good.voxelToPatient,
          slicePositions: positions)
      }
    }
  }

  @Test func `cropped voxels stay in their places`() throws {
    for grid in try TestVolumes.all() {
      for k in [1..<4, 0..<5, 2..<3, 3..<5] {
        let part = grid.cropped(i: 2..<6, j: 1..<3, k: k)
        for slice in 0..<k.count {
          let inPart = part.patientPoint(of: VoxelPoint(1, 1, Double(slice)))
          let inWhole = grid.patientPoint(of: VoxelPoint(3, 2, Double(slice + k.lowerBound)))
          #expect(inPart.distance(to: inWhole) < 1e-11)
        }
      }
    }
  }
}
