import Locks
import Testing
import WorkScheduling

@Suite struct `Work in a task` {
  /// Runs `body` in a task of its own, with a way to cancel that task from any thread.
  private static func inTask<Result: Sendable>(
    _ body: @escaping @Sendable (_ cancel: @Sendable () -> Void) throws -> Result
  ) async throws -> Result {
    try await Task.detached {
      try unsafe withUnsafeCurrentTask { task in
        // SAFETY: the task is cancelled while it runs, which any thread may do.
        nonisolated(unsafe) let task = unsafe task
        return try body { unsafe task?.cancel() }
      }
    }.value
  }

  @Test(arguments: [1, 4]) func `ends when the task is cancelled`(workers: Int) async {
    let begun = Locked(0)
    await #expect(throws: WorkCancelled.self) {
      try await Self.inTask { cancel in
        try WorkContext(workers: workers).forEach(1_000_000) { item in
          begun.withLock { $0 += 1 }
          if item == 10 { cancel() }
        }
      }
    }
    #expect(begun.withLock { $0 } < 1_000_000)
  }

  @Test func `reaches the workers of work within work`() async {
    let begun = Locked(0)
    await #expect(throws: WorkCancelled.self) {
      try await Self.inTask { cancel in
        try WorkContext(workers: 2).forEach(2) { _ in
          // One worker: this thread, which need not be the task's own.
          try WorkContext(workers: 1).forEach(1_000_000) { _ in
            if begun.withLock({
              $0 += 1; return $0
            }) == 10 {
              cancel()
            }
          }
        }
      }
    }
    #expect(begun.withLock { $0 } < 2_000_000)
  }

  @Test func `harms no work of other tasks with the same context`() async throws {
    let context = WorkContext(workers: 2)
    await #expect(throws: WorkCancelled.self) {
      try await Self.inTask { cancel in
        cancel()
        try context.forEach(100) { _ in }
      }
    }
    let results = try await Self.inTask { _ in try context.map(200) { $0 } }
    #expect(results == Array(0..<200))
    #expect(!context.cancellation.isRequested)
  }

  @Test func `is told of a cancelled task outside of loops, too`() async throws {
    let isCancelled = try await Self.inTask { cancel in
      let before = WorkContext().isCancelled
      cancel()
      return (before, WorkContext().isCancelled)
    }
    #expect(isCancelled == (false, true))
    #expect(!WorkContext().isCancelled)
  }
}

@Suite struct `A flag that follows another` {
  @Test func `is set by it, but does not set it`() {
    let leader = Cancellation()
    let (one, other) = (Cancellation(following: leader), Cancellation(following: leader))
    one.request()
    #expect(one.isRequested && !leader.isRequested && !other.isRequested)
    leader.request()
    #expect(other.isRequested)
  }
}
