import Foundation
import SeriesLoading
import Testing

@testable import Reports

@Suite struct SliceDrawingTests {
  private static func gaps(_ positions: [Double]) throws -> PositionGaps {
    try #require(PositionGaps(positions, tolerances: StackTolerances()))
  }

  @Test func `distances are even, holes of whole multiples, or uneven`() throws {
    let found = try Self.gaps([0, 2, 4, 10, 12, 15, 17])
    #expect(
      found.gaps.map(\.kind) == [.even, .even, .missing(2), .even, .uneven, .even])
    #expect(found.median == 2 && found.tolerance == 0.02)
    #expect(found.missingCount == 2 && found.unevenCount == 1)
  }

  @Test func `an even stack has lines and bars, and no bands`() throws {
    let positions = (0..<50).map { Double($0) * 1.25 }
    let svg = try #require(SliceDrawing(positions, tolerances: StackTolerances())).svg.markup
    #expect(svg.components(separatedBy: "V64").count == 51)
    #expect(svg.components(separatedBy: "bar even").count == 50)
    #expect(!svg.contains("class=\"hole\"") && !svg.contains("class=\"uneven\""))
    #expect(svg.contains("50 slices over 61.25 mm, median distance 1.25 mm; evenly spaced"))
  }

  @Test func `a hole is a band with a dashed line for each missing slice`() throws {
    let drawing = try #require(SliceDrawing([0, 5, 10, 25, 30], tolerances: StackTolerances()))
    let svg = drawing.svg.markup
    // 15 mm of 30: half of the 868 units between the margins, from a third of them on.
    #expect(svg.contains("class=\"hole\" x=\"335.3333\" y=\"8\" width=\"434\""))
    let dashed = svg.components(separatedBy: "class=\"missing\"").last?.prefix { $0 != "/" }
    #expect(dashed?.components(separatedBy: "M").count == 3)
    #expect(drawing.summary.hasSuffix("2 slices missing (red)"))
  }

  @Test func `one slice, or none, has no drawing`() {
    #expect(SliceDrawing([], tolerances: StackTolerances()) == nil)
    #expect(SliceDrawing([0], tolerances: StackTolerances()) == nil)
    #expect(SliceDrawing([0, .infinity], tolerances: StackTolerances()) == nil)
  }

  @Test(arguments: [0.37, 1, 9.9, 61.25, 300, 1843.2])
  func `scales have round steps, from 4 to 13 of them`(length: Double) {
    let ticks = RoundTicks.values(in: 0...length)
    #expect((4...13).contains(ticks.count) && ticks[0] == 0)
    #expect(ticks.allSatisfy { $0 <= length })
    let digits = "\(ticks[1])".filter { "125".contains($0) }
    #expect(digits.count == 1)
  }
}
