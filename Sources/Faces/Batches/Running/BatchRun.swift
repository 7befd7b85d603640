import CBatches
import Files
import SagittaEngine
package import WorkScheduling

/// A run of a batch, or of one part of it, on this machine: every item in a process that works on no other meanwhile.
///
/// The process that calls may have one thread only, since it splits.
package final class BatchRun {
  private let plan: WorkPlan
  private let options: BatchOptions
  private let context: WorkContext
  private let tell: (LedgerRow) -> Void
  private let stage: StagedItems
  private var index: BatchIndex
  private var queue = BatchQueue([], budget: 0)
  private var delayed: [(due: ContinuousClock.Instant, entry: BatchQueue.Entry)] = []
  private var entries: [String: BatchQueue.Entry] = [:]
  private var left = 0
  private var total = 0

  /// What is known before anything is done.
  package private(set) var estimate = BatchEstimate()

  /// Looks at the input.
  ///
  /// - Parameters:
  ///   - source: The input.
  ///   - plan: What is done to each item.
  ///   - options: How.
  ///   - context: The workers that look at headers; its report hears how many items are over.
  ///   - tell: Hears of every attempt that did not succeed.
  /// - Throws: What the input is refused for.
  package init(
    _ source: BatchSource, plan: WorkPlan, options: BatchOptions, context: WorkContext,
    tell: @escaping (LedgerRow) -> Void
  ) throws {
    self.plan = plan
    self.options = options
    self.context = context
    self.tell = tell
    stage = StagedItems(folder: options.folder)
    index = try BatchIndex(source, shard: options.shard, context: context)
    try collect()
  }

  /// Finds what is left to do.
  private func collect() throws {
    let isContinued = options.isResumed || options.retriesFailed
    let known = isContinued ? try Ledgers(in: options.folder).known() : [:]
    var waiting: [BatchQueue.Entry] = []
    estimate.allItems = index.made.allItems
    estimate.otherFiles = index.made.otherFiles
    try index.forEach { item, offset in
      estimate.items += 1
      if let older = known[item.item], older.key == plan.key(of: item) {
        let stays =
          older.state == .done ? older.hasOutputs(in: options.folder) : !options.retriesFailed
        guard !stays else { return }
      }
      estimate.add(item)
      waiting.append(BatchQueue.Entry(offset: offset, memory: item.memory))
    }
    queue = BatchQueue(waiting, budget: options.memory)
    total = estimate.items
    left = waiting.count
    estimate.finish(options)
  }

  /// The items that are left to do, a line of JSON each.
  package func lines() throws -> [String] {
    var lines: [String] = []
    var queue = queue
    while let entry = queue.next(beside: nil) {
      lines.append(try JSONLines.line(try index.item(at: entry.offset)))
    }
    return lines
  }

  /// Makes the folder for results.
  ///
  /// - Throws: `FileWritingError`.
  package func prepare() throws { try Folders.make(options.folder) }

  /// Lists the items beside the ledger, which tells what is still to be done.
  ///
  /// - Throws: `FileWritingError`.
  package func writeList() throws {
    try prepare()
    try index.copy(to: "\(options.folder)/\(ItemLists.name(of: options.shard.index))")
  }

  /// Does what is left to do.
  ///
  /// - Throws: ``Supervisor/Interrupted`` as ``BatchInterrupted``; ``BatchError``; `FileWritingError`.
  package func run() throws {
    try prepare()
    let lock = try BatchLock(in: options.folder, parts: options.shard.count)
    let ledger = try Ledger(in: options.folder, shard: options.shard.index)
    let ownLedger = "\(options.folder)/\(Ledger.name(of: options.shard.index))"
    let isContinued = options.isResumed || options.retriesFailed
    guard isContinued || FileSize.of(ownLedger) == 0 else {
      throw BatchError.holdsRun(path: options.folder)
    }
    try writeList()
    stage.sweep(where: options.shard.has)
    defer {
      stage.sweep(where: options.shard.has)
      ledger.synchronize()
    }
    do throws(Supervisor.Interrupted) {
      try work(ledger)
    } catch {
      throw BatchInterrupted(signal: error.signal)
    }
    if let failure { throw failure }
    withExtendedLifetime(lock) {}
  }

  /// What ended the run itself: a ledger that cannot be written.
  private var failure: (any Error)?

  private func work(_ ledger: Ledger) throws(Supervisor.Interrupted) {
    var supervisor = Supervisor(plan, options: options)
    while failure == nil, left > 0 {
      wake()
      while supervisor.attempts.count < options.workers,
        let entry = queue.next(beside: held(by: supervisor.attempts))
      {
        begin(entry, with: &supervisor, ledger: ledger)
        let signal = sagitta_batch_take_signal()
        guard signal == 0 else { throw Supervisor.Interrupted(signal: signal) }
      }
      guard failure == nil, left > 0 else { break }
      for attempt in try supervisor.wait(atMost: secondsToWait).over {
        end(attempt, of: &supervisor, ledger: ledger)
      }
    }
  }

  /// What those at work are thought to take; nil if there are none.
  private func held(by attempts: [Attempt]) -> Int? {
    guard !attempts.isEmpty else { return nil }
    if attempts.contains(where: \.isAlone) { return .max / 2 }
    return attempts.reduce(0) { $0 + $1.item.memory }
  }

  private func begin(_ entry: BatchQueue.Entry, with supervisor: inout Supervisor, ledger: Ledger) {
    do {
      let item = try index.item(at: entry.offset)
      let isContinued = options.isResumed || options.retriesFailed
      guard isContinued || entry.attempt > 1 || !Folders.isFolder("\(options.folder)/\(item.item)")
      else {
        return note(.occupied(item, key: plan.key(of: item)), ledger: ledger)
      }
      entries[item.item] = entry
      try supervisor.begin(item, number: entry.attempt, isAlone: entry.isAlone)
    } catch {
      failure = error
    }
  }

  private func end(_ attempt: Attempt, of supervisor: inout Supervisor, ledger: Ledger) {
    let outcome = supervisor.finish(attempt)
    let row = outcome.row
    guard var entry = entries.removeValue(forKey: row.item) else { return }
    guard outcome.isPassing, entry.attempt <= options.retries else {
      return note(row, ledger: ledger)
    }
    append(row, ledger: ledger)
    tell(row)
    let delay = Duration.seconds(1 << (2 * (entry.attempt - 1)))
    entry.attempt += 1
    entry.isAlone = outcome.lacksMemory
    delayed.append((due: .now + delay, entry: entry))
  }

  /// An item is over.
  private func note(_ row: LedgerRow, ledger: Ledger) {
    append(row, ledger: ledger)
    left -= 1
    if row.state != .done { tell(row) }
    context.report?(WorkProgress(stage: "items", completed: total - left, total: total))
  }

  private func append(_ row: LedgerRow, ledger: Ledger) {
    do {
      try ledger.append(row)
    } catch {
      failure = error
    }
  }

  /// Items whose time to be tried again has come.
  private func wake() {
    for (due, entry) in delayed where due <= .now { if due <= .now { queue.putBack(entry) } }
    delayed.removeAll { $0.due <= .now }
  }

  private var secondsToWait: Double? {
    delayed.map { max(0, ($0.due - .now) / .seconds(1)) }.min()
  }
}

/// A batch was asked to end; all that is done stays, and nothing unfinished is left.
package struct BatchInterrupted: Error {
  /// The signal.
  package let signal: Int32
}

extension LedgerRow {
  /// Something lies where an item's outputs belong, and no run put it there.
  fileprivate static func occupied(_ item: BatchItem, key: String) -> LedgerRow {
    LedgerRow(
      item: item.item, key: key, state: .failed, code: "output-exists",
      message: "a folder of its name is there already, and no batch made it", attempt: 1,
      seconds: 0,
      peakBytes: 0, time: Clock.now)
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension BatchInterrupted {
  /// Ends the process as the signal does.
  package func endProcess() -> Never {
    raise(signal)
    _exit(128 + signal)
  }
}
