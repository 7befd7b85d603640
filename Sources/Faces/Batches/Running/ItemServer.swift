import CBatches
import Files
import FoundationEssentials
import SagittaEngine

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Does items that come in line by line, one after the other, apart from this process: the part of a batch that other
/// programs spread over machines.
///
/// It ends with its input, and with the process that started it.
package struct ItemServer {
  /// What comes back for an item.
  private struct Answer: Encodable {
    let row: LedgerRow
    /// Whether the same may succeed at another time.
    let isPassing: Bool
  }

  /// An item, and which attempt it is.
  private struct Order: Decodable {
    let item: BatchItem
    let attempt: Int

    private enum CodingKeys: CodingKey { case attempt }

    init(from decoder: any Decoder) throws {
      item = try BatchItem(from: decoder)
      attempt =
        try decoder.container(keyedBy: CodingKeys.self)
        .decodeIfPresent(Int.self, forKey: .attempt) ?? 1
    }
  }

  private let plan: WorkPlan
  private let options: BatchOptions

  package init(_ plan: WorkPlan, options: BatchOptions) {
    self.plan = plan
    self.options = options
  }

  /// Does what comes in until nothing more does.
  ///
  /// - Throws: ``BatchInterrupted``, `FileWritingError`.
  package func serve() throws {
    sagitta_batch_follow_parent()
    try Folders.make(options.folder)
    do throws(Supervisor.Interrupted) {
      try work()
    } catch {
      throw BatchInterrupted(signal: error.signal)
    }
  }

  private func work() throws(Supervisor.Interrupted) {
    var supervisor = Supervisor(plan, options: options)
    var lines = InputLines(from: STDIN_FILENO)
    while !lines.isOver || !supervisor.attempts.isEmpty {
      if supervisor.attempts.isEmpty, let line = lines.next() { begin(line, with: &supervisor) }
      let isWaiting = supervisor.attempts.isEmpty && lines.isEmpty
      // While an item is worked on, the input is looked at for its end: nobody waits for the answer then.
      let (over, hasInput) = try supervisor.wait(
        atMost: isWaiting || !supervisor.attempts.isEmpty ? nil : 0,
        input: lines.isOver ? nil : lines.descriptor)
      if hasInput { lines.receive() }
      for attempt in over {
        let outcome = supervisor.finish(attempt)
        answer(outcome.row, isPassing: outcome.isPassing)
      }
      if lines.isOver { return }
    }
  }

  private func begin(_ line: [UInt8], with supervisor: inout Supervisor) {
    do {
      let order = try JSONDecoder().decode(Order.self, from: Data(line))
      try supervisor.begin(order.item, number: order.attempt)
    } catch {
      let failure = Failure(error, words: .none)
      answer(
        LedgerRow(
          item: "", key: "", state: .failed, code: failure.code.rawValue, message: failure.message,
          attempt: 1, seconds: 0, peakBytes: 0, time: Clock.now),
        isPassing: false)
    }
  }

  private func answer(_ row: LedgerRow, isPassing: Bool) {
    guard let line = try? JSONLines.line(Answer(row: row, isPassing: isPassing)) else { return }
    _ = StandardStream.output.write(line + "\n")
  }
}
