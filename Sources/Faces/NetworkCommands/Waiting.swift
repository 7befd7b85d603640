import Dispatch
import Locks

/// What `body` returns, waited for by the thread that calls: commands are synchronous.
func wait<Value: Sendable>(for body: @escaping @Sendable () async throws -> Value) throws -> Value {
  let done = DispatchSemaphore(value: 0)
  let result = Locked<Result<Value, any Error>?>(nil)
  Task.detached {
    let outcome: Result<Value, any Error>
    do {
      outcome = .success(try await body())
    } catch {
      outcome = .failure(error)
    }
    result.withLock { $0 = outcome }
    done.signal()
  }
  done.wait()
  guard let result = result.withLock({ $0 }) else { preconditionFailure("it was set") }
  return try result.get()
}
