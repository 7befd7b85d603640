import Testing

@testable import Batches

/// Which item is next.
@Suite struct QueueTests {
  private func queue(_ memories: [Int], budget: Int) -> BatchQueue {
    BatchQueue(
      memories.enumerated().map { BatchQueue.Entry(offset: $0, memory: $1) }, budget: budget)
  }

  @Test func `the largest is first, of equal ones the one that is listed first`() throws {
    var queue = queue([1, 5, 3, 5], budget: 100)
    var order: [Int] = []
    while let next = queue.next(beside: 0) { order.append(next.offset) }
    #expect(order == [1, 3, 2, 0])
  }

  @Test func `those at work never take more than there is, but for one alone`() throws {
    var queue = queue([60, 50, 50, 30, 20, 300], budget: 100)
    #expect(queue.next(beside: nil)?.memory == 300)
    #expect(queue.next(beside: 300) == nil)
    #expect(queue.next(beside: nil)?.memory == 60)
    // 50 has to wait; 30 fits beside 60.
    #expect(queue.next(beside: 60)?.memory == 30)
    #expect(queue.next(beside: 90) == nil)
  }

  @Test func `small ones do not pass a large one for ever`() throws {
    var queue = queue([90] + Array(repeating: 1, count: 100), budget: 100)
    var passed = 0
    while let next = queue.next(beside: 50), next.memory == 1 { passed += 1 }
    #expect(passed == 8)
    #expect(queue.next(beside: 10)?.memory == 90)
  }

  @Test func `parts of a batch have every item once, whatever else there is`() throws {
    let names = (0..<1000).map { "item-\($0)" }
    for count in [1, 2, 3, 7] {
      let shards = try (0..<count).map { try Shard("\($0)/\(count)") }
      for name in names { #expect(shards.filter { $0.has(name) }.count == 1) }
      // No part has more than twice its share.
      for shard in shards { #expect(names.filter(shard.has).count < 2 * 1000 / count + 1) }
    }
  }

  @Test(arguments: [
    "", "1", "2/2", "-1/2", "0/0", "a/b", "0/1/2", "0/-1", "0/99999999999999999999",
  ])
  func `a part that is none is refused`(text: String) throws {
    #expect(throws: BatchError.self) { try Shard(text) }
  }
}
