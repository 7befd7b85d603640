import Dispatch
import Locks
import Synchronization
import Testing
import WorkScheduling

@Suite struct `Shared results` {
  private struct Refusal: Error {}

  private static func results(mostValues: Int = .max) -> SharedResults<Int, Int> {
    SharedResults(mostValues: mostValues)
  }

  private static func limited(_ bytes: Int) -> WorkContext {
    var limits = WorkLimits()
    limits.keptBytes = bytes
    return WorkContext(limits: limits)
  }

  @Test func `are made once, however many ask at the same time`() throws {
    let results = Self.results()
    let made = Atomic<Int>(0)
    let values = Locked<[Int]>([])
    DispatchQueue.concurrentPerform(iterations: 16) { _ in
      let value = try? results.value(for: 7, bytes: { _ in 1 }, context: WorkContext()) {
        made.add(1, ordering: .relaxed)
        letOthersWait()
        return 42
      }
      values.withLock { $0.append(value ?? 0) }
    }
    #expect(made.load(ordering: .relaxed) == 1)
    #expect(values.withLock { $0 } == [Int](repeating: 42, count: 16))
  }

  @Test func `are made by the next one where the first is cancelled`() throws {
    let results = Self.results()
    let isMaking = DispatchSemaphore(value: 0)
    let mayFail = DispatchSemaphore(value: 0)
    let first = Locked<(any Error)?>(nil)
    let isOver = DispatchSemaphore(value: 0)
    DispatchQueue.global().async {
      do {
        _ = try results.value(for: 1, bytes: { _ in 1 }, context: WorkContext()) {
          isMaking.signal()
          mayFail.wait()
          throw WorkCancelled()
        }
      } catch {
        first.withLock { $0 = error }
      }
      isOver.signal()
    }
    isMaking.wait()
    DispatchQueue.global().async {
      letOthersWait()
      mayFail.signal()
    }
    let second = try results.value(for: 1, bytes: { _ in 1 }, context: WorkContext()) { 5 }
    isOver.wait()
    #expect(second == 5)
    #expect(first.withLock { $0 } is WorkCancelled)
  }

  @Test func `end nobody's waiting but that of the caller who is cancelled`() throws {
    let results = Self.results()
    let isMaking = DispatchSemaphore(value: 0)
    let mayEnd = DispatchSemaphore(value: 0)
    let isOver = DispatchSemaphore(value: 0)
    let made = Locked<Int?>(nil)
    DispatchQueue.global().async {
      let value = try? results.value(for: 1, bytes: { _ in 1 }, context: WorkContext()) {
        isMaking.signal()
        mayEnd.wait()
        return 9
      }
      made.withLock { $0 = value }
      isOver.signal()
    }
    isMaking.wait()
    let cancellation = Cancellation()
    cancellation.request()
    let context = WorkContext(cancellation: cancellation)
    #expect(throws: WorkCancelled.self) {
      try results.value(for: 1, bytes: { _ in 1 }, context: context) { 0 }
    }
    mayEnd.signal()
    isOver.wait()
    #expect(made.withLock { $0 } == 9)
  }

  @Test func `of which one cannot be made leave no trace`() throws {
    let results = Self.results()
    #expect(throws: Refusal.self) {
      try results.value(for: 1, bytes: { _ in 1 }, context: WorkContext()) { throw Refusal() }
    }
    #expect(results.keptBytes == 0)
    #expect(try results.value(for: 1, bytes: { _ in 3 }, context: WorkContext()) { 2 } == 2)
    #expect(results.keptBytes == 3)
  }

  @Test func `that were used longest ago go first, and the last one stays whatever its size`()
    throws
  {
    let results = Self.results()
    let context = Self.limited(100)
    func ask(_ key: Int, bytes: Int) throws -> Bool {
      var isMade = false
      _ = try results.value(for: key, bytes: { _ in bytes }, context: context) {
        isMade = true
        return key
      }
      return isMade
    }
    for key in 1...3 { #expect(try ask(key, bytes: 30)) }
    #expect(try !ask(1, bytes: 30))
    #expect(try ask(4, bytes: 30))
    #expect(results.keptBytes == 90)
    #expect(try !ask(1, bytes: 30))
    #expect(try ask(2, bytes: 30))
    #expect(try ask(5, bytes: 500))
    #expect(results.keptBytes == 500)
    #expect(try !ask(5, bytes: 500))
  }

  @Test func `are no more than asked for`() throws {
    let results = Self.results(mostValues: 2)
    for key in 1...5 {
      _ = try results.value(for: key, bytes: { _ in 1 }, context: WorkContext()) { key }
    }
    #expect(results.keptBytes == 2)
  }
}

/// Lets other threads come so far that they wait; what is true holds however far they come.
private func letOthersWait() {
  let never = DispatchSemaphore(value: 0)
  _ = never.wait(timeout: .now() + .milliseconds(30))
}
