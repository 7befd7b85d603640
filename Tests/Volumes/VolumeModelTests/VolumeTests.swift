import Geometry
import TestSupport
import Testing

@testable import VolumeModel

@Suite struct VolumeTests {
  @Test func `storage runs along i, then j, then k`() throws {
    let volume = try Volume(geometry: try TestVolumes.grid()) { i, j, k in
      Float(i + 10 * j + 100 * k)
    }
    unsafe volume.voxels.withVoxels { voxels in
      #expect(unsafe voxels[0] == 0)
      #expect(unsafe voxels[1] == 1)
      #expect(unsafe voxels[7] == 10)
      #expect(unsafe voxels[42] == 100)
    }
    #expect(volume[6, 5, 4] == 456)
  }

  @Test func `a subvolume keeps values, validity and places in the patient`() throws {
    var random = SeededRandom(29)
    for grid in try TestVolumes.all() {
      let (ramp, _) = try TestVolumes.ramp(grid)
      let invalid = Set((0..<40).map { _ in Int.random(in: 0..<210, using: &random) })
      let whole = Volume(
        geometry: grid, voxels: ramp.voxels,
        validity: ValidityMask(dimensions: grid.dimensions) { !invalid.contains($0) })
      let part = try whole.subvolume(i: 1..<6, j: 2..<6, k: 1..<4)
      for (k, j, i) in [(0, 0, 0), (2, 3, 4), (1, 2, 3), (2, 0, 1)] {
        #expect(part[i, j, k] == whole[i + 1, j + 2, k + 1])
        #expect(part.isValid(i, j, k) == whole.isValid(i + 1, j + 2, k + 1))
        let place = grid.patientPoint(of: VoxelPoint(Double(i + 1), Double(j + 2), Double(k + 1)))
        let index = part.geometry.voxelPoint(of: place)
        #expect(index.distance(to: VoxelPoint(Double(i), Double(j), Double(k))) < 1e-11)
      }
    }
  }

  @Test func `slices of a mask start at words of their own`() {
    let size = GridDimensions(columns: 13, rows: 5, slices: 3)
    let mask = ValidityMask(dimensions: size) { $0 % 7 == 2 }
    #expect(mask.wordsPerSlice == 2)
    #expect((0..<195).allSatisfy { mask[$0] == ($0 % 7 == 2) })
    #expect(mask.validCount == (0..<195).count { $0 % 7 == 2 })
  }

  @Test func `fresh storage is zero, aligned, and may be read a little beyond its end`() throws {
    for count in [1, 1023, 1024, 524_288, 600_000] {
      let storage = try VoxelStorage(count: count)
      unsafe storage.withVoxels { voxels in
        #expect(unsafe voxels.allSatisfy { $0 == 0 })
        #expect(Int(bitPattern: voxels.baseAddress) % (2 << 20) == 0)
      }
    }
  }

  @Test func `storage holds what filled it, and gives an error of the filling on`() throws {
    let storage = try VoxelStorage(count: 5) { voxels in
      for n in voxels.indices { voxels[n] = Float(n * n) }
    }
    #expect(unsafe storage.withVoxels { unsafe Array($0) } == [0, 1, 4, 9, 16])
    struct Stop: Error, Equatable {}
    #expect(throws: Stop()) { _ = try VoxelStorage(count: 5) { _ in throw Stop() } }
  }

  @Test func `more memory than there is address space is refused, not a crash`() {
    #expect(throws: OutOfMemory.self) { try VoxelStorage(count: 1 << 50) }
  }

  @Test func `windows need a width: 1 for linear, more than 0 for the others`() {
    #expect(DisplayWindow(center: 40, width: 0.5) == nil)
    #expect(DisplayWindow(center: 40, width: 1) != nil)
    #expect(DisplayWindow(center: 40, width: 0.5, function: .linearExact) != nil)
    #expect(DisplayWindow(center: 40, width: 0, function: .sigmoid) == nil)
    #expect(DisplayWindow(center: .nan, width: 80) == nil)
    #expect(DisplayWindow(center: 40, width: .infinity) == nil)
  }

  @Test func `a plane's pixels lie around its centre`() throws {
    let plane = try #require(
      PlaneGeometry(
        width: 4, height: 3, right: PatientVector(2, 0, 0), down: PatientVector(0, 0, -3),
        center: PatientPoint(10, 20, 30), pixelWidth: 0.5, pixelHeight: 2))
    #expect(plane.firstPixel == PatientPoint(9.25, 20, 32))
    #expect(plane.normal == PatientVector(0, 1, 0))
    #expect(plane.moved(away: 2).center == PatientPoint(10, 22, 30))
    let letters = plane.sideLetters
    #expect([letters.left, letters.right, letters.top, letters.bottom] == ["R", "L", "H", "F"])
    let last = plane.pixelToPatient(Point3<PixelSpace>(3, 2, 0))
    #expect(last == PatientPoint(10.75, 20, 28))
  }

  @Test func `numbers that describe no plane make none`() {
    let (x, y, o) = (PatientVector(1, 0, 0), PatientVector(0, 1, 0), PatientPoint(0, 0, 0))
    func plane(
      _ right: PatientVector, _ down: PatientVector, width: Int = 1, pixel: Double = 1
    ) -> PlaneGeometry? {
      PlaneGeometry(
        width: width, height: 1, right: right, down: down, center: o, pixelWidth: pixel)
    }
    #expect(plane(x, y) != nil)
    #expect(plane(x, y, width: 0) == nil)
    #expect(plane(x, x) == nil)
    #expect(plane(x, y, pixel: 0) == nil)
    #expect(plane(x, PatientVector(.nan, 0, 0)) == nil)
    #expect(plane(x, y, pixel: .infinity) == nil)
  }
}
