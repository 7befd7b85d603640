import Geometry
import TestSupport
import Testing

@testable import VolumeModel

@Suite struct PointSamplingTests {
  @Test func `an affine field is sampled exactly between the voxel centres`() throws {
    var random = SeededRandom(23)
    for grid in try TestVolumes.all() {
      let (volume, field) = try TestVolumes.ramp(grid)
      let last = grid.dimensions.ijk.map { Double($0 - 1) }
      for _ in 0..<200 {
        let voxel = VoxelPoint(
          random.number(in: 0...last[0]), random.number(in: 0...last[1]),
          random.number(in: 0...last[2]))
        let point = grid.patientPoint(of: voxel)
        guard case .value(let value) = volume.value(at: point) else {
          Issue.record("\(voxel) is inside")
          continue
        }
        // Voxels are floats of about 200: half a unit in the last place each, and once more.
        #expect(abs(Double(value) - field(point)) < 3e-5)
      }
    }
  }

  @Test func `the rim belongs to the volume up to half a voxel, and holds the edge value`() throws {
    let (volume, _) = try TestVolumes.ramp(try TestVolumes.grid())
    #expect(volume.value(at: VoxelPoint(-0.5, 2, 2)) == .value(volume[0, 2, 2]))
    #expect(volume.value(at: VoxelPoint(-0.25, 2, 2)) == .value(volume[0, 2, 2]))
    #expect(volume.value(at: VoxelPoint(6.4999, 2, 2)) == .value(volume[6, 2, 2]))
    #expect(volume.value(at: VoxelPoint(3, 2, 4.25)) == .value(volume[3, 2, 4]))
    for outside in [
      VoxelPoint((-0.5).nextDown, 2, 2), VoxelPoint(6.5, 2, 2), VoxelPoint(2, 5.5, 2),
      VoxelPoint(2, 2, 4.5), VoxelPoint(2, 2, -0.51), VoxelPoint(.nan, 2, 2),
      VoxelPoint(2, .infinity, 2),
    ] {
      #expect(volume.value(at: outside) == .outside)
    }
    #expect(volume.value(at: PatientPoint(.nan, 0, 0)) == .outside)
  }

  @Test func `invalid voxels count only where they have a weight`() throws {
    let grid = try TestVolumes.grid()
    let (ramp, _) = try TestVolumes.ramp(grid)
    let hole = grid.dimensions.offset(3, 3, 2)
    let volume = Volume(
      geometry: grid, voxels: ramp.voxels,
      validity: ValidityMask(dimensions: grid.dimensions) { $0 != hole })
    #expect(volume.value(at: VoxelPoint(3, 3, 2)) == .invalid)
    #expect(volume.value(at: VoxelPoint(2.001, 3, 2)) == .invalid)
    #expect(volume.value(at: VoxelPoint(2, 3, 2)) == .value(ramp[2, 3, 2]))
    #expect(volume.value(at: VoxelPoint(4, 2.5, 2)) == ramp.value(at: VoxelPoint(4, 2.5, 2)))
    #expect(volume.value(at: VoxelPoint(3.5, 3, 1)) == ramp.value(at: VoxelPoint(3.5, 3, 1)))
    #expect(volume.value(at: VoxelPoint(3, 3, 2)).orNaN.isNaN)
  }

  @Test func `a volume of one slice has the thickness of its slice`() throws {
    let grid = try GridGeometry(
      dimensions: GridDimensions(columns: 2, rows: 2, slices: 1),
      voxelToPatient: AffineMap(
        x: PatientVector(1, 0, 0), y: PatientVector(0, 1, 0), z: PatientVector(0, 0, 5),
        origin: PatientPoint(0, 0, 0)))
    let volume = try Volume(geometry: grid) { i, _, _ in Float(i) }
    #expect(volume.value(at: PatientPoint(0.5, 0, 2.4)) == .value(0.5))
    #expect(volume.value(at: PatientPoint(0.5, 0, 2.5)) == .outside)
  }
}
