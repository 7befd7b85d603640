import Dispatch
import Locks

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What one call may use: workers, limits, a way to cancel it and somebody to tell how far it is.
///
/// A context travels with the call and is kept by nobody. Inside a Swift task the call belongs to
/// that task too: cancelling the task cancels the work.
///
/// It spreads work over the cores, as the one place that starts parallel work. Items are handed out
/// one by one to the workers, so uneven items balance themselves. What an item computes must not
/// depend on the worker that runs it; then results do not depend on the number of workers.
public struct WorkContext: Sendable {
  /// The most items that run at the same time, at least 1.
  public let workers: Int

  /// What the call may make.
  public var limits: WorkLimits

  /// Asks the work to stop between two items.
  public let cancellation: Cancellation

  /// Receives progress, from any thread, one call at a time.
  public let report: (@Sendable (WorkProgress) -> Void)?

  /// Creates a context.
  ///
  /// - Parameters:
  ///   - workers: The most items at a time, at least 1; nil means the cores this process may use.
  ///   - limits: What the call may make.
  ///   - cancellation: A flag that stops the work between two items.
  ///   - report: Called after each finished item of a stage that names itself.
  public init(
    workers: Int? = nil, limits: WorkLimits = WorkLimits(),
    cancellation: Cancellation = Cancellation(),
    report: (@Sendable (WorkProgress) -> Void)? = nil
  ) {
    self.workers = max(1, workers ?? Self.availableCores)
    self.limits = limits
    self.cancellation = cancellation
    self.report = report
  }

  /// Returns this context with another way to cancel it.
  ///
  /// - Parameter cancellation: A flag that stops the work between two items.
  /// - Returns: A context that is the same in all else.
  public func cancelled(by cancellation: Cancellation) -> WorkContext {
    WorkContext(workers: workers, limits: limits, cancellation: cancellation, report: report)
  }

  /// Whether the work was asked to stop, by its ``cancellation`` or by the task that called.
  public var isCancelled: Bool { cancellation.isRequested || CallingTask.isCurrentCancelled }

  /// Returns normally unless the work was asked to stop.
  ///
  /// - Throws: ``WorkCancelled``.
  public func check() throws(WorkCancelled) {
    if isCancelled { throw WorkCancelled() }
  }

  /// The cores this process may use: its affinity mask and its control group, at least 1; counted once,
  /// since that takes some files of the system.
  public static let availableCores = max(1, ProcessInfo.processInfo.activeProcessorCount)

  /// Runs `body` once for every index below `count`, several at a time.
  ///
  /// - Parameters:
  ///   - count: The number of items.
  ///   - stage: A name for progress reports; nil reports nothing.
  ///   - body: The work of one item; runs on any thread, in any order.
  /// - Throws: The error of the failed item with the smallest index among those that ran,
  ///   or ``WorkCancelled``. Items that have not begun by then are not run.
  public func forEach(
    _ count: Int, stage: String? = nil, _ body: @Sendable (Int) throws -> Void
  ) throws {
    let run = WorkRun(count: count, stage: stage, context: self)
    let width = min(workers, count) > 1 ? min(workers, count, 1 + WorkerThreads.startable) : 1
    // A single worker stays on the caller's thread: no queue, no surprise in a debugger.
    if width <= 1 {
      run.work(for: nil, body: body)
    } else {
      CallingTask.withCurrent { task in
        DispatchQueue.concurrentPerform(iterations: width) { _ in run.work(for: task, body: body) }
      }
    }
    try run.finish()
  }

  /// Returns the results of `body` for every index below `count`, in order of the index.
  ///
  /// - Throws: As ``forEach(_:stage:_:)``.
  public func map<Result: Sendable>(
    _ count: Int, stage: String? = nil, _ body: @Sendable (Int) throws -> Result
  ) throws -> [Result] {
    let results = Locked([Result?](repeating: nil, count: max(0, count)))
    try forEach(count, stage: stage) { index in
      let result = try body(index)
      results.withLock { $0[index] = result }
    }
    return results.withLock { $0.compactMap(\.self) }
  }

  /// Runs `body` for consecutive ranges that together make up `0..<count`.
  ///
  /// The ranges depend on `count` and `length` alone, never on the number of workers.
  ///
  /// - Throws: As ``forEach(_:stage:_:)``.
  public func forEachBand(
    of count: Int, length: Int, stage: String? = nil,
    body: @Sendable (Range<Int>) throws -> Void
  ) throws {
    let length = max(1, length)
    let bands = count > 0 ? (count - 1) / length + 1 : 0
    try forEach(bands, stage: stage) { band in
      let first = band * length
      try body(first..<first + min(length, count - first))
    }
  }
}
