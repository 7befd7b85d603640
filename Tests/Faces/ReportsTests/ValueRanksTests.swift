import Testing
import WorkScheduling

@testable import Reports

@Suite struct `Ranks of values` {
  @Test func `are those that sorting gives`() throws {
    let images: [[Float]] = [
      [3, -1024, .nan, 0, 0.25, -0.5, .infinity, 1e-38, 1e30],
      (0..<500).map { Float(1000) + Float($0 &* 7919 % 500) / 4096 },
      [], [-.infinity, -3e38, 7, 7, 7],
    ]
    let sorted = images.joined().filter(\.isFinite).sorted()
    let ranks = try ValueRanks(images, context: WorkContext())
    #expect(ranks.count == sorted.count)
    for rank in sorted.indices {
      #expect(try ranks.value(rank, context: WorkContext()) == sorted[rank])
    }
  }

  @Test func `are none where nothing is finite`() throws {
    #expect(try ValueRanks([[.nan, .infinity], []], context: WorkContext()).count == 0)
  }
}
