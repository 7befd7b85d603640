import CBatches
import Files
import FoundationEssentials
import SagittaEngine

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Does items that come in line by line, one after the other, each in a process of its own: the part of a batch
/// that other programs spread over machines.
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
  private let stage: StagedItems

  package init(_ plan: WorkPlan, options: BatchOptions) {
    self.plan = plan
    self.options = options
    stage = StagedItems(folder: options.folder)
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
    var supervisor = Supervisor()
    var lines = InputLines()
    while !lines.isOver || !supervisor.attempts.isEmpty {
      if supervisor.attempts.isEmpty, let line = lines.next() { begin(line, with: &supervisor) }
      let isWaiting = supervisor.attempts.isEmpty && lines.isEmpty
      // While an item is worked on, the input is looked at for its end: nobody waits for the answer then.
      let (over, hasInput) = try supervisor.wait(
        atMost: isWaiting || !supervisor.attempts.isEmpty ? nil : 0,
        input: lines.isOver ? nil : STDIN_FILENO)
      if hasInput { lines.receive() }
      for attempt in over {
        let (row, isPassing, _) = attempt.finish()
        answer(row, isPassing: isPassing)
      }
      if lines.isOver { return }
    }
  }

  private func begin(_ line: [UInt8], with supervisor: inout Supervisor) {
    do {
      let order = try JSONDecoder().decode(Order.self, from: Data(line))
      supervisor.add(
        try Attempt(
          order.item, number: order.attempt, isAlone: false, plan: plan, stage: stage,
          options: options))
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

/// Lines of standard input, as far as they have come.
private struct InputLines {
  private var bytes: [UInt8] = []
  /// Whether no more come.
  private(set) var isOver = false

  var isEmpty: Bool { !bytes.contains(UInt8(ascii: "\n")) }

  mutating func receive() {
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    let count = unsafe read(STDIN_FILENO, &piece, piece.count)
    if count > 0 { bytes += piece[..<count] }
    if count == 0 { isOver = true }
  }

  mutating func next() -> [UInt8]? {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    defer { bytes.removeSubrange(...end) }
    return Array(bytes[..<end])
  }
}
