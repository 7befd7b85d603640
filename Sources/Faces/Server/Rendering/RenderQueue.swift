import NIOCore
import NIOPosix
import Synchronization
import WebServices
import WorkScheduling

/// Images are made on threads of their own, so many at a time; nobody waits who would wait too long.
struct RenderQueue: Sendable {
  private let pool: NIOThreadPool
  private let departures: Departures
  private let metrics: ServerMetrics
  private let count = Waiting()
  private let most: Int

  private final class Waiting: Sendable {
    let number = Atomic<Int>(0)
  }

  init(_ limits: ServerLimits, departures: Departures, metrics: ServerMetrics) {
    pool = NIOThreadPool(numberOfThreads: limits.renderers)
    pool.start()
    self.departures = departures
    self.metrics = metrics
    most = limits.renderers + limits.waitingRenders
  }

  /// Makes an image for a client, as long as that is there.
  ///
  /// - Parameters:
  ///   - channel: The client's connection.
  ///   - body: Makes it.
  /// - Returns: What `body` returns.
  /// - Throws: ``ServiceFailure`` if too many wait; what `body` throws; `WorkCancelled`.
  func make(
    for channel: any Channel, _ body: @escaping @Sendable (WorkContext) throws -> WebAnswer
  ) async throws -> WebAnswer {
    guard count.number.add(1, ordering: .relaxed).newValue <= most else {
      count.number.subtract(1, ordering: .relaxed)
      metrics.renderRejected()
      throw ServiceFailure(
        503, code: "busy", message: "too many images are being made; ask again in a while",
        headers: [WebHeader("Retry-After", "2")])
    }
    defer { count.number.subtract(1, ordering: .relaxed) }
    let cancellation = Cancellation()
    let watch = departures.watch(channel, cancellation)
    defer { departures.forget(watch) }
    let context = WorkContext(cancellation: cancellation)
    do {
      return try await pool.runIfActive {
        try context.check()
        return try body(context)
      }
    } catch {
      if cancellation.isRequested { metrics.renderCancelled() }
      throw error
    }
  }

  func stop() async { try? await pool.shutdownGracefully() }
}
