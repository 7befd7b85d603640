import Locks
import NIOCore

/// Says when something has been waited for too long.
///
/// The task that waits says so here, and the connection's event loop looks from time to time: what
/// comes or goes in the meantime begins the time anew.
final class PatienceWatch: Sendable {
  private struct Wait {
    var since: NIODeadline
    var seconds: Int
    var awaited: String
  }

  private let wait = Locked<Wait?>(nil)

  /// Waits in `body` for something, for at most so many seconds without any sign of life.
  func await<Value>(
    _ awaited: String, seconds: Int,
    _ body: () async throws -> Value
  ) async rethrows -> Value {
    wait.withLock { $0 = Wait(since: .now(), seconds: seconds, awaited: awaited) }
    defer { wait.withLock { $0 = nil } }
    return try await body()
  }

  /// Why the wait has been too long by now; nil while it has not.
  func impatience(lastActivity: NIODeadline) -> NetworkError.Reason? {
    wait.withLock { wait in
      guard let wait else { return nil }
      let waited = NIODeadline.now() - max(wait.since, lastActivity)
      return waited >= .seconds(Int64(wait.seconds))
        ? .silent(seconds: wait.seconds, awaiting: wait.awaited) : nil
    }
  }
}
