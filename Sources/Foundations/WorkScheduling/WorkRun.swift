import CScratch
import Locks
import Synchronization

/// What the workers of one run share: the next item, the count of finished ones, and the
/// first failure.
final class WorkRun: Sendable {
  private struct Failure {
    let index: Int
    let error: any Error
  }

  private let count: Int
  private let context: WorkContext
  private let stage: String?
  private let next = Atomic<Int>(0)
  private let stopped = Atomic<Bool>(false)
  private let failure = Locked<Failure?>(nil)
  /// Guards the progress callback too, so that reports arrive one at a time and in order.
  private let completed = Locked(0)

  init(count: Int, stage: String?, context: WorkContext) {
    self.count = count
    self.stage = stage
    self.context = context
  }

  /// Takes items until there are none left, one fails, or the run is cancelled.
  func work(for task: CallingTask?, body: (Int) throws -> Void) {
    CallingTask.lending(task) { work(body) }
  }

  private func work(_ body: (Int) throws -> Void) {
    while !stopped.load(ordering: .relaxed) {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      do {
        try context.check()
        sagitta_scratch_keep_within()
        try body(index)
      } catch {
        fail(at: index, with: error)
        return
      }
      if let stage, let report = context.report { advance(stage, report: report) }
    }
  }

  /// Throws the failure with the smallest index, if there was one.
  func finish() throws {
    if let failure = failure.withLock({ $0 }) { throw failure.error }
  }

  private func fail(at index: Int, with error: any Error) {
    failure.withLock { known in
      if index < known?.index ?? .max { known = Failure(index: index, error: error) }
    }
    stopped.store(true, ordering: .relaxed)
  }

  private func advance(_ stage: String, report: (WorkProgress) -> Void) {
    completed.withLock { finished in
      finished += 1
      report(WorkProgress(stage: stage, completed: finished, total: count))
    }
  }
}
