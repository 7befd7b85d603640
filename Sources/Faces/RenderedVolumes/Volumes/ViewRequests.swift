import Locks
import SagittaEngine

/// The requests that views have running: a newer one of the same view ends the older.
final class ViewRequests: Sendable {
  private let running = Locked<[String: Cancellation]>([:])

  /// Does something that a newer request of the same view ends.
  ///
  /// - Parameters:
  ///   - view: What the view is called; nil for requests of their own.
  ///   - context: The caller's.
  ///   - body: What to do, in a context that ends with either.
  /// - Returns: What `body` returns.
  /// - Throws: ``RenderedVolumesError/superseded``; what `body` throws.
  func newest<Result>(
    _ view: String?, context: WorkContext, body: (WorkContext) throws -> Result
  ) throws -> Result {
    guard let view else { return try body(context) }
    let own = Cancellation(following: context.cancellation)
    let older = running.withLock { running in
      let older = running[view]
      running[view] = own
      return older
    }
    older?.request()
    defer {
      running.withLock { if $0[view] === own { $0[view] = nil } }
    }
    do {
      return try body(context.cancelled(by: own))
    } catch is WorkCancelled where own.isRequested && !context.isCancelled {
      throw RenderedVolumesError.superseded
    }
  }
}
