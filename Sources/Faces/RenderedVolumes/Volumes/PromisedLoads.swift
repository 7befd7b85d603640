import Dispatch
import Locks
import SagittaEngine

/// Loads that go on for a while though nobody waits for them: who got a preliminary picture asks again.
final class PromisedLoads: Sendable {
  private let deadlines = Locked<[String: ContinuousClock.Instant]>([:])
  private let patience: Duration

  /// - Parameter patience: How long a load goes on after it was last promised.
  init(patience: Duration = .seconds(10)) { self.patience = patience }

  /// Begins a load, or lets the one that is running go on.
  ///
  /// - Parameters:
  ///   - key: What is loaded.
  ///   - load: Loads it, on a thread of its own, and ends with its context.
  func keep(_ key: String, load: @escaping @Sendable (WorkContext) -> Void) {
    let isNew = deadlines.withLock { deadlines in
      deadlines.updateValue(.now + patience, forKey: key) == nil
    }
    guard isNew else { return }
    let cancellation = Cancellation()
    watch(key, cancellation)
    DispatchQueue(label: "promise", qos: .userInitiated).async { [self] in
      load(WorkContext(cancellation: cancellation))
      deadlines.withLock { $0[key] = nil }
    }
  }

  /// Looks now and then whether anybody still counts on it.
  private func watch(_ key: String, _ cancellation: Cancellation) {
    DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(250)) { [self] in
      guard let deadline = deadlines.withLock({ $0[key] }) else { return }
      if deadline < .now { cancellation.request() } else { watch(key, cancellation) }
    }
  }
}
