import Locks
import Testing

@testable import WorkScheduling

@Suite struct WorkContextTests {
  private struct Failure: Error, Equatable {
    let index: Int
  }

  @Test(arguments: [1, 2, 3, 8], [0, 1, 2, 7, 1000])
  func `every item runs once`(workers: Int, count: Int) throws {
    let runs = Locked([Int](repeating: 0, count: count))
    try WorkContext(workers: workers).forEach(count) { n in runs.withLock { $0[n] += 1 } }
    #expect(runs.withLock { $0 } == [Int](repeating: 1, count: count))
  }

  @Test func `no more threads are asked for than there are cores`() {
    #expect((1...WorkContext.availableCores).contains(WorkerThreads.startable))
  }

  @Test(arguments: [1, 2, 8]) func `results are in order of their items`(workers: Int) throws {
    let squares = try WorkContext(workers: workers).map(500) { $0 * $0 }
    #expect(squares == (0..<500).map { $0 * $0 })
  }

  @Test func `optional results keep their nils`() throws {
    let odd: [Int?] = try WorkContext(workers: 2).map(5) { $0 % 2 == 1 ? $0 : nil }
    #expect(odd == [nil, 1, nil, 3, nil])
  }

  @Test(arguments: [1, 2, 5]) func `bands make up the whole, whatever the workers`(
    workers: Int
  ) throws {
    for (count, length) in [(10, 3), (9, 3), (0, 4), (1, 100), (64, 1)] {
      let bands = Locked<Set<Range<Int>>>([])
      try WorkContext(workers: workers).forEachBand(of: count, length: length) { band in
        bands.withLock { _ = $0.insert(band) }
      }
      let expected = stride(from: 0, to: count, by: length).map { $0..<min(count, $0 + length) }
      #expect(bands.withLock { $0 } == Set(expected))
    }
  }

  @Test func `a flag tells of each look: before every item, and of whoever checks`() throws {
    let looks = Locked(0)
    let cancellation = Cancellation { looks.withLock { $0 += 1 } }
    let context = WorkContext(workers: 2, cancellation: cancellation)
    try context.forEach(7) { _ in }
    try context.check()
    #expect(looks.withLock { $0 } == 8)
    cancellation.request()
    #expect(throws: WorkCancelled.self) { try context.check() }
    #expect(looks.withLock { $0 } == 9)
    #expect(Cancellation(following: cancellation).isRequested)
  }

  @Test(arguments: [1, 2, 8]) func `reports come one at a time and in order`(workers: Int) throws {
    let reports = Locked<[WorkProgress]>([])
    let context = WorkContext(workers: workers) { report in
      reports.withLock { $0.append(report) }
    }
    try context.forEach(100, stage: "reading") { _ in }
    try context.forEach(100) { _ in }
    let expected = (1...100).map { WorkProgress(stage: "reading", completed: $0, total: 100) }
    #expect(reports.withLock { $0 } == expected)
  }

  @Test(arguments: [1, 2, 8]) func `of several failures the first item's is thrown`(
    workers: Int
  ) {
    // Item 0 runs in every case, before or beside the others.
    #expect(throws: Failure(index: 0)) {
      try WorkContext(workers: workers).forEach(100) { throw Failure(index: $0) }
    }
  }

  @Test(arguments: [1, 2, 8]) func `a failure keeps later items from starting`(workers: Int) {
    let started = Locked(0)
    #expect(throws: Failure.self) {
      try WorkContext(workers: workers).forEach(1_000_000) { index in
        started.withLock { $0 += 1 }
        throw Failure(index: index)
      }
    }
    #expect(started.withLock { $0 } <= workers)
  }

  @Test(arguments: [1, 2, 8]) func `cancelled work stops between two items`(workers: Int) {
    let cancellation = Cancellation()
    let started = Locked(0)
    let context = WorkContext(workers: workers, cancellation: cancellation)
    #expect(throws: WorkCancelled.self) {
      try context.forEach(1_000_000) { _ in
        started.withLock { $0 += 1 }
        cancellation.request()
      }
    }
    #expect(started.withLock { $0 } <= workers)
    #expect(throws: WorkCancelled.self) { try context.forEach(1) { _ in } }
  }

  @Test func `there is at least one core`() {
    #expect(WorkContext.availableCores >= 1)
    #expect(WorkContext().workers == WorkContext.availableCores)
  }
}
