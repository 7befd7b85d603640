import Testing

@testable import Geometry

@Suite struct DirectionTests {
  @Test(arguments: PatientDirection.allCases)
  func `the patient's directions are their own letters`(direction: PatientDirection) {
    #expect(direction.unit.orientationLetters == String(direction.rawValue))
    #expect(direction.unit.closestDirection == direction)
    #expect(direction.opposite.unit == -direction.unit)
  }

  @Test(arguments: [
    ([1.0, 1, 0], "LP"), ([-1, 1, 0], "RP"), ([2, 0, -1], "LF"), ([1, 2, 3], "HPL"),
    ([-3, -2, -1], "RAF"), ([0, -1, 1], "AH"), ([1, 0.01, 0], "L"), ([0, 0, -5], "F"),
  ]) func `oblique directions have two or three letters, the largest first`(
    components: [Double], letters: String
  ) {
    #expect(
      PatientVector(components[0], components[1], components[2]).orientationLetters == letters)
  }

  @Test func `directions without a direction have no letters`() {
    for v in [PatientVector(0, 0, 0), PatientVector(.nan, 0, 0), PatientVector(.infinity, 1, 0)] {
      #expect(v.orientationLetters.isEmpty)
      #expect(v.closestDirection == nil)
    }
  }

  @Test func `ties go to x before y before z`() {
    #expect(PatientVector(1, 1, 1).closestDirection == .left)
    #expect(PatientVector(0, -1, 1).closestDirection == .anterior)
    #expect(PatientVector(1, 1, 1).orientationLetters == "LPH")
  }

  /// A rotation about x by 45° makes y and z equally close to both patient axes.
  @Test(arguments: [0.0, 30, 44.9, 45, 45.1, 90, 135, 180, 225])
  func `every source axis is closest to one patient axis`(degrees: Double) {
    let axis = PatientVector(1, 0, 0)
    let map = AffineMap<VoxelSpace, PatientSpace>(
      x: axis, y: PatientVector(0, 1, 0).rotated(about: axis, degrees: degrees),
      z: PatientVector(0, 0, 2.5).rotated(about: axis, degrees: degrees),
      origin: PatientPoint(0, 0, 0))
    #expect(map.closestSourceAxes.sorted() == [0, 1, 2])
    let isTurned = degrees > 45.05 && degrees < 134.95 || degrees == 225.1
    if abs(degrees.truncatingRemainder(dividingBy: 90)) != 45 {
      #expect(map.closestSourceAxes == (isTurned ? [0, 2, 1] : [0, 1, 2]))
    }
  }

  @Test func `sagittal columns run along y, rows along z, slices along x`() {
    let map = AffineMap<VoxelSpace, PatientSpace>(
      x: PatientVector(0, 1, 0), y: PatientVector(0, 0, -1), z: PatientVector(-1, 0, 0),
      origin: PatientPoint(0, 0, 0))
    #expect(map.closestSourceAxes == [2, 0, 1])
  }
}
