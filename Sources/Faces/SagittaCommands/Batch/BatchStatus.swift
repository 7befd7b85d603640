import Batches
import SagittaEngine

/// What is said of a batch.
struct BatchStatus {
  private let summary: BatchSummary
  private let common: CommonOptions

  /// Items that people are told of one by one.
  private static let mostTold = 20

  /// Reads the ledgers.
  ///
  /// - Throws: ``BatchError/noLedger(path:)``.
  init(of folder: String, common: CommonOptions) throws {
    summary = try BatchSummary(of: folder)
    self.common = common
  }

  /// Prints it.
  func run() throws {
    if common.json { return try Console.print(try CommandJSON.text(summary)) }
    try Console.print(text)
    for failure in summary.failures.prefix(common.verbose ? .max : Self.mostTold) {
      try Console.print(
        "  \(failure.item): \(failure.state.rawValue), \(failure.code): \(failure.message)")
    }
    let left = summary.failures.count - Self.mostTold
    if left > 0, !common.verbose { try Console.print("  and \(left) more; --verbose lists all") }
  }

  /// Ends a run: with what it came to, and a failure if something could not be done.
  func end() throws {
    if common.json {
      try Console.print(try CommandJSON.text(summary))
    } else {
      common.note(text)
    }
    guard summary.undone > 0 else { return }
    var refusal = RefusedError(
      .badInput,
      description: "\(summary.undone) of \(summary.items) items could not be done; "
        + "`sagitta batch status` lists them, and --retry-failed tries them again")
    refusal.isReported = common.json
    throw refusal
  }

  private var text: String {
    let parts = [
      (summary.done, "done"), (summary.failed, "failed"), (summary.quarantined, "quarantined"),
      (summary.pending, "still to do"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return "\(summary.items) items: \(parts.joined(separator: ", ")); "
      + "\(ByteAmount(summary.outputBytes)) written, at most \(ByteAmount(summary.peakBytes)) for one"
  }

  /// Prints what there is to do.
  static func print(_ estimate: BatchEstimate, common: CommonOptions) throws {
    if common.json { return try Console.print(try CommandJSON.text(estimate)) }
    try Console.print(
      "\(estimate.items) items, \(estimate.remaining) to do: \(ByteAmount(estimate.bytes)) to read, "
        + "about \(ByteAmount(estimate.largestMemory)) of memory for the largest, "
        + "\(ByteAmount(estimate.peakMemory)) at a time"
        + (estimate.seconds.map { ", about \(Int($0)) s at the rate so far" } ?? ""))
    if estimate.otherFiles > 0 { try Console.print("\(estimate.otherFiles) other files left out") }
  }
}
