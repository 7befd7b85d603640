import Locks
import WebServices

/// Memory for what requests hold until it can be written: so many bytes for all of them together.
final class HeldBytes: Sendable {
  private let limit: Int
  private let held = Locked(0)

  init(limit: Int) { self.limit = limit }

  /// What one request holds; given back when the request is over.
  final class Share {
    private let all: HeldBytes
    private var own = 0

    init(of all: HeldBytes) { self.all = all }

    deinit { give(back: own) }

    /// Takes so many bytes more.
    ///
    /// - Throws: ``ServiceFailure`` if there is no room for them: 503 while others have it, 413 if
    ///   nobody does.
    func take(_ count: Int) throws(ServiceFailure) {
      let isAlone = all.held.withLock { held in
        guard held + count > all.limit else {
          held += count
          return Bool?.none
        }
        return held == own
      }
      if let isAlone { throw isAlone ? ServiceFailure.bodyTooLong : Self.busy }
      own += count
    }

    func give(back count: Int) {
      all.held.withLock { $0 -= count }
      own -= count
    }

    private static let busy = ServiceFailure(
      503, code: "busy", message: "other requests take the memory that there is",
      headers: [WebHeader("Retry-After", "2")])
  }
}
