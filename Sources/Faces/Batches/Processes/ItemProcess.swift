import CBatches
import FoundationEssentials
import SagittaEngine
import VolumeModel

/// A copy of this process that works on items, one after the other, until one of them breaks it.
///
/// What the program looks up at its first use, and memory that was made ready, serve all of them.
final class ItemProcess {
  /// What came of an item.
  struct Result {
    /// What the process says; nil if it did not come to its end.
    let answer: ItemWork.Answer?
    /// The most memory that it had for the item, in bytes.
    let peakBytes: Int
    /// How it ended; nil if it is ready for another item.
    let end: SplitProcess.End?
  }

  private let process: SplitProcess
  private var lines: InputLines

  /// Starts one.
  ///
  /// - Throws: `FileReadingError` if the system has no room for another process.
  init(_ worker: ItemWorker) throws {
    process = try SplitProcess { worker.work(for: $0) }
    lines = InputLines(from: process.descriptor)
  }

  /// Readable as soon as there is something to receive.
  var descriptor: Int32 { process.descriptor }

  /// Has it begin with an item.
  ///
  /// - Returns: Whether it heard; not if the system has ended it meanwhile.
  func begin(_ item: BatchItem) throws -> Bool {
    process.forgetComplaints()
    return SplitProcess.tell(try JSONLines.line(item), to: descriptor)
  }

  /// Takes what came out of it.
  ///
  /// - Returns: Whether that was the last for the item.
  func receive() -> Bool {
    lines.receive()
    return !lines.isEmpty || lines.isOver
  }

  /// What came of the item, after the last was received.
  func finish() -> Result {
    guard let line = lines.next(),
      let told = try? JSONDecoder().decode(ItemWorker.Answer.self, from: Data(line))
    else {
      // One that goes on writing, or says what cannot be understood, does not end by itself.
      process.kill()
      let (end, peak) = process.wait()
      return Result(answer: nil, peakBytes: peak, end: end)
    }
    let end = told.isReady ? nil : process.wait().end
    return Result(answer: told.work, peakBytes: told.peakBytes, end: end)
  }

  /// The last line that it complained with because of the item; nil if it did not.
  var lastComplaint: String? { process.lastComplaint }

  /// Ends it at once, with all that it started.
  func kill() { process.kill() }

  /// Ends it at once, and waits for that.
  func end() { process.end() }
}

/// What a process does that works on items.
struct ItemWorker {
  /// What it says of an item.
  struct Answer: Codable {
    let work: ItemWork.Answer
    /// The most memory that the process had, in bytes.
    let peakBytes: Int
    /// Whether it takes another item; else it ends.
    let isReady: Bool
  }

  let plan: WorkPlan
  let stage: StagedItems
  /// Options that each verb gets.
  let additions: [[String]]

  /// What a process may keep beyond what it began with, in bytes: with more it makes room for a new one.
  private static let mostKept = 64 << 20

  /// Works on what comes in until nothing more does.
  ///
  /// - Returns: Whether everything could be said.
  func work(for line: Int32) -> Bool {
    var lines = InputLines(from: line)
    var start: Int64?
    while true {
      lines.awaitOne()
      guard let order = lines.next() else { return lines.isOver }
      guard let item = try? JSONDecoder().decode(BatchItem.self, from: Data(order)) else {
        return false
      }
      start = start ?? sagitta_batch_peak()
      let work = ItemWork(
        item: item, plan: plan, folder: stage.path(of: item.item), additions: additions
      ).answer()
      // It would count as the next item's.
      VoxelStorage.letGoOfSpareMemory()
      let peak = sagitta_batch_peak()
      let isReady =
        sagitta_batch_forget_peak() == 0
        && sagitta_batch_peak() - (start ?? 0) <= Self.mostKept
      let answer = Answer(work: work, peakBytes: Int(peak), isReady: isReady)
      guard let text = try? JSONLines.line(answer), SplitProcess.tell(text, to: line) else {
        return false
      }
      guard isReady else { return true }
    }
  }
}
