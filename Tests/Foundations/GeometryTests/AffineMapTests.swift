import TestSupport
import Testing

@testable import Geometry

typealias VoxelToPatient = AffineMap<VoxelSpace, PatientSpace>

@Suite struct AffineMapTests {
  /// 40 maps that neither flatten nor nearly flatten space, mirrored ones among them.
  static let maps: [VoxelToPatient] = {
    var random = SeededRandom(11)
    var maps: [VoxelToPatient] = []
    while maps.count < 40 {
      let n = (0..<12).map { _ in random.number(in: -5...5) }
      let map = VoxelToPatient(
        x: PatientVector(n[0], n[1], n[2]), y: PatientVector(n[3], n[4], n[5]),
        z: PatientVector(n[6], n[7], n[8]), origin: PatientPoint(n[9], n[10], n[11]))
      if abs(map.determinant) > 1 { maps.append(map) }
    }
    return maps
  }()

  @Test func `a map and its inverse undo each other`() throws {
    for map in Self.maps {
      let inverse = try #require(map.inverse)
      for p in [VoxelPoint(0, 0, 0), VoxelPoint(1, -2, 3), VoxelPoint(511, 511, 300)] {
        // Coordinates below 1e4 and determinants above 1: ten digits are left of sixteen.
        #expect(inverse(map(p)).distance(to: p) < 1e-9)
      }
    }
  }

  @Test func `displacements do not depend on the origin`() {
    for map in Self.maps {
      let (a, b) = (VoxelPoint(1, 2, 3), VoxelPoint(-4, 5, 0.5))
      #expect((map(b) - map(a) - map(b - a)).length < 1e-12)
    }
  }

  @Test func `following a map is applying one after the other`() throws {
    let (first, second) = (Self.maps[0], try #require(Self.maps[1].inverse))
    let p = VoxelPoint(1, 2, 3)
    #expect(first.followed(by: second)(p).distance(to: second(first(p))) < 1e-12)
  }

  @Test func `row-major numbers make the same map again`() {
    for map in Self.maps { #expect(VoxelToPatient(rowMajor: map.rowMajor) == map) }
    let m = Self.maps[0].rowMajor
    #expect(m[0] == Self.maps[0].x.x && m[1] == Self.maps[0].y.x && m[3] == Self.maps[0].origin.x)
  }

  @Test func `numbers that are no affine map make none`() {
    var m = Self.maps[0].rowMajor
    #expect(VoxelToPatient(rowMajor: Array(m[..<12])) == nil)
    m[5] = .nan
    #expect(VoxelToPatient(rowMajor: m) == nil)
    m[5] = 1
    m[12] = 0.5
    #expect(VoxelToPatient(rowMajor: m) == nil)
  }

  @Test func `flat, null and infinite maps have no inverse`() {
    let (x, y) = (PatientVector(1, 0, 0), PatientVector(0, 1, 0))
    for z in [
      x, x + y, PatientVector(0, 0, 0), PatientVector(.nan, 0, 1), PatientVector(0, 0, .infinity),
    ] {
      #expect(VoxelToPatient(x: x, y: y, z: z, origin: PatientPoint(0, 0, 0)).inverse == nil)
    }
  }

  @Test(arguments: [1e-9, 1e-3, 1e6]) func `tiny and huge voxels invert alike`(size: Double) throws
  {
    let map = VoxelToPatient(
      x: PatientVector(size, 0, 0), y: PatientVector(0, size, 0), z: PatientVector(0, 0, size),
      origin: PatientPoint(0, 0, 0))
    let inverse = try #require(map.inverse)
    let p = inverse(PatientPoint(size, 2 * size, 3 * size))
    #expect(p.distance(to: VoxelPoint(1, 2, 3)) < 1e-12)
  }

  @Test func `a mirror has a negative determinant`() {
    let map = VoxelToPatient(
      x: PatientVector(2, 0, 0), y: PatientVector(0, 3, 0), z: PatientVector(0, 0, -4),
      origin: PatientPoint(1, 1, 1))
    #expect(map.determinant == -24)
  }
}
