import TestSupport
import Testing

@testable import Geometry

@Suite struct VectorTests {
  @Test func `the vector product is right-handed`() {
    let (x, y, z) = (PatientVector(1, 0, 0), PatientVector(0, 1, 0), PatientVector(0, 0, 1))
    #expect(x.cross(y) == z)
    #expect(y.cross(z) == x)
    #expect(z.cross(x) == y)
  }

  @Test(arguments: [1e-300, 1e-160, 1, 1e160, 1e300])
  func `directions of any length become length 1`(scale: Double) throws {
    let unit = try #require((PatientVector(1, -2, 2) * scale).normalized)
    #expect((unit - PatientVector(1, -2, 2) / 3).length < 1e-15)
  }

  @Test func `what has no direction is not normalized`() {
    #expect(PatientVector(0, 0, 0).normalized == nil)
    #expect(PatientVector(.nan, 1, 0).normalized == nil)
    #expect(PatientVector(.infinity, 1, 0).normalized == nil)
  }

  @Test(arguments: [1e-7, 0.001, 45, 90, 179.999, 179.9999999])
  func `angles keep their precision near 0° and 180°`(degrees: Double) {
    let (axis, start) = (PatientVector(0, 0, 1), PatientVector(3, 4, 0))
    let turned = start.rotated(about: axis, degrees: degrees)
    // A few roundings of numbers near 180.
    #expect(abs(start.degrees(to: turned) - degrees) < 1e-12)
  }

  @Test func `the null vector makes no angle`() {
    #expect(PatientVector(0, 0, 0).degrees(to: PatientVector(1, 0, 0)) == 0)
  }

  @Test(arguments: [-720, -450, -270, -180, -90, 0, 90, 180, 270, 360, 450, 3690])
  func `turns by multiples of 90° are exact`(degrees: Double) {
    let (x, y, z) = (PatientVector(1, 0, 0), PatientVector(0, 1, 0), PatientVector(0, 0, 1))
    let quarter = (Int(degrees / 90) % 4 + 4) % 4
    #expect(x.rotated(about: z, degrees: degrees) == [x, y, -x, -y][quarter])
    #expect(y.rotated(about: x * 7, degrees: degrees) == [y, z, -y, -z][quarter])
  }

  @Test func `turns keep lengths and angles and add up`() {
    var random = SeededRandom(5)
    func vector() -> PatientVector {
      PatientVector(
        random.number(in: -9...9), random.number(in: -9...9), random.number(in: -9...9))
    }
    for _ in 0..<50 {
      let (axis, v, w) = (vector(), vector(), vector())
      let (a, b) = (random.number(in: -400...400), random.number(in: -400...400))
      func turn(_ u: PatientVector, _ angle: Double) -> PatientVector {
        u.rotated(about: axis, degrees: angle)
      }
      #expect(abs(turn(v, a).dot(turn(w, a)) - v.dot(w)) < 1e-11)
      #expect((turn(turn(v, a), b) - turn(v, a + b)).length < 1e-11)
    }
    let v = vector()
    #expect(v.rotated(about: PatientVector(0, 0, 0), degrees: 30) == v)
  }

  @Test func `planes tell their sides`() throws {
    let plane = try #require(
      Plane(through: PatientPoint(1, 2, 3), normal: PatientVector(0, 0, -2)))
    #expect(plane.signedDistance(to: PatientPoint(9, 9, 1)) == 2)
    #expect(plane.signedDistance(to: PatientPoint(9, 9, 5)) == -2)
    #expect(Plane(through: PatientPoint(0, 0, 0), normal: PatientVector(0, 0, 0)) == nil)
    #expect(Plane(through: PatientPoint(.nan, 0, 0), normal: PatientVector(0, 0, 1)) == nil)
  }
}
