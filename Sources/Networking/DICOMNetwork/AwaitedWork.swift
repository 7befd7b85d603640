import Dispatch
import Locks
package import WorkScheduling

/// Where threads that work wait for what is asked of others.
package enum AwaitedWork {
  /// What `body` returns, waited for by a thread that may wait: one that runs no task, since tasks share few
  /// threads, and `body` needs one of them.
  ///
  /// - Parameters:
  ///   - context: Whether to go on; nil for what nobody gives up.
  ///   - body: What is waited for; cancelled when the work is.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws; `WorkCancelled`.
  package static func value<Value: Sendable>(
    _ context: WorkContext? = nil, _ body: @escaping @Sendable () async throws -> Value
  ) throws -> Value {
    precondition(unsafe withUnsafeCurrentTask { unsafe $0 == nil }, "a task waits by await")
    let done = DispatchSemaphore(value: 0)
    let result = Locked<Result<Value, any Error>?>(nil)
    let task = Task.detached {
      let outcome: Result<Value, any Error>
      do {
        outcome = .success(try await body())
      } catch {
        outcome = .failure(error)
      }
      result.withLock { $0 = outcome }
      done.signal()
    }
    if let context {
      while done.wait(timeout: .now() + .milliseconds(20)) == .timedOut {
        if context.cancellation.isRequested { task.cancel() }
      }
      try context.check()
    } else {
      done.wait()
    }
    guard let result = result.withLock({ $0 }) else { preconditionFailure("it was set") }
    return try result.get()
  }
}
