import TestSupport
import Testing

@testable import Geometry

@Suite struct BoxTests {
  private let box = PatientBox(PatientPoint(4, -1, 2), PatientPoint(-2, 3, 8))

  @Test func `corners may be given in any order`() {
    #expect(box.lower == PatientPoint(-2, -1, 2))
    #expect(box.upper == PatientPoint(4, 3, 8))
    #expect(box.center == PatientPoint(1, 1, 5))
    #expect(box.size == PatientVector(6, 4, 6))
    #expect(Set(box.corners).count == 8)
    #expect(PatientBox(around: box.corners) == box)
    #expect(PatientBox(around: []) == nil)
  }

  @Test func `faces belong to the box`() {
    #expect(box.corners.allSatisfy(box.contains))
    #expect(!box.contains(PatientPoint(4.000001, 0, 5)))
  }

  @Test func `clipping gives the part of a line inside`() {
    #expect(box.clip(origin: PatientPoint(0, 0, 0), direction: PatientVector(0, 0, 1)) == 2...8)
    #expect(
      box.clip(origin: PatientPoint(0, 0, 0), direction: PatientVector(0, 0, -2)) == -4 ... -1)
    #expect(box.clip(origin: PatientPoint(0, 9, 5), direction: PatientVector(1, 0, 0)) == nil)
    // Inside a face counts as inside.
    #expect(box.clip(origin: PatientPoint(0, 3, 5), direction: PatientVector(1, 0, 0)) == -2...4)
    // Through an edge.
    #expect(box.clip(origin: PatientPoint(4, 3, 0), direction: PatientVector(0, 0, 1)) == 2...8)
    #expect(box.clip(origin: PatientPoint(9, 9, 9), direction: PatientVector(0, 0, 0)) == nil)
  }

  @Test func `clipped ends lie on faces, and points between them inside`() {
    var random = SeededRandom(3)
    var hits = 0
    for _ in 0..<300 {
      func number() -> Double { random.number(in: -10...10) }
      let origin = PatientPoint(number(), number(), number())
      let direction = PatientVector(number(), number(), number())
      let range = box.clip(origin: origin, direction: direction)
      // The oracle looks at many points of the line.
      let seen = (-2000...2000).contains { box.contains(origin + direction * (Double($0) / 200)) }
      if let range {
        hits += 1
        #expect(box.contains(origin + direction * ((range.lowerBound + range.upperBound) / 2)))
        for t in [range.lowerBound - 1e-6, range.upperBound + 1e-6] {
          #expect(!box.contains(origin + direction * t))
        }
      } else {
        #expect(!seen)
      }
    }
    #expect(hits > 20)
  }
}
