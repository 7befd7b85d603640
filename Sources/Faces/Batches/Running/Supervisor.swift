import CBatches
import SagittaEngine

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The attempts that are at work, the processes that they are at work in, and the signals that end all of them.
struct Supervisor: ~Copyable {
  /// The process was asked to end.
  struct Interrupted: Error {
    let signal: Int32
  }

  private(set) var attempts: [Attempt] = []
  /// Those that wait for an item.
  private var idle: [ItemProcess] = []
  private let plan: WorkPlan
  private let stage: StagedItems
  private let options: BatchOptions

  /// How long a signal may wait, in milliseconds.
  private static let signalDelay: Int32 = 200

  /// Signals wait from here on.
  init(_ plan: WorkPlan, options: BatchOptions) {
    self.plan = plan
    self.options = options
    stage = StagedItems(folder: options.folder)
    sagitta_batch_hold_signals()
  }

  deinit {
    for attempt in attempts { attempt.abandon() }
    for process in idle { process.end() }
    sagitta_batch_release_signals()
  }

  /// Begins an attempt at an item.
  ///
  /// - Throws: `FileWritingError`; `FileReadingError` if the system has no room for another process.
  mutating func begin(_ item: BatchItem, number: Int, isAlone: Bool = false) throws {
    try stage.begin(item.item)
    attempts.append(
      Attempt(
        item, key: plan.key(of: item), number: number, isAlone: isAlone, stage: stage,
        timeout: options.itemTimeout, process: try process(beginningWith: item)))
  }

  private mutating func process(beginningWith item: BatchItem) throws -> ItemProcess {
    while let process = idle.popLast() { if try process.begin(item) { return process } }
    let process = try ItemProcess(
      ItemWorker(
        plan: plan, stage: stage, additions: plan.verbs.additions(options.threads, options.memory)))
    // One that ends before it heard is seen to have ended.
    _ = try process.begin(item)
    return process
  }

  /// What came of an attempt that is over.
  mutating func finish(_ attempt: Attempt) -> Attempt.Outcome {
    let outcome = attempt.finish()
    if outcome.isProcessReady { idle.append(attempt.process) }
    return outcome
  }

  /// Waits until an attempt is over, or for a moment.
  ///
  /// - Parameters:
  ///   - seconds: The longest time; nil for any.
  ///   - input: A descriptor that something else may come from; nil for none.
  /// - Returns: Those that are over, and whether something came.
  /// - Throws: ``Interrupted``.
  mutating func wait(
    atMost seconds: Double? = nil, input: Int32? = nil
  ) throws(Interrupted) -> (over: [Attempt], hasInput: Bool) {
    let signal = sagitta_batch_take_signal()
    guard signal == 0 else { throw Interrupted(signal: signal) }
    var requests = (attempts.map(\.process.descriptor) + [input].compactMap { $0 }).map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    let limits = attempts.compactMap(\.secondsLeft) + [seconds].compactMap { $0 }
    let least = min(Double(Self.signalDelay), max(0, limits.min() ?? .infinity) * 1000)
    // SAFETY: the requests outlive the call.
    _ = unsafe poll(&requests, nfds_t(requests.count), Int32(least.rounded(.up)))
    var over: [Attempt] = []
    for (n, attempt) in attempts.enumerated() where requests[n].revents != 0 {
      if attempt.process.receive() { over.append(attempt) }
    }
    for attempt in attempts { attempt.endIfOverdue() }
    attempts.removeAll { attempt in over.contains { $0 === attempt } }
    return (over, input != nil && requests.last?.revents != 0)
  }
}
