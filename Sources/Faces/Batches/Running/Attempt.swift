import Files
import FoundationEssentials
import SagittaEngine

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// One attempt at one item, at work in a process apart from this one and from the other items at work.
final class Attempt {
  let item: BatchItem
  /// From 1.
  let number: Int
  /// Whether it is the only one at work, because memory was short before.
  let isAlone: Bool
  let process: ItemProcess

  private let key: String
  private let stage: StagedItems
  private let started = ContinuousClock.now
  private let deadline: ContinuousClock.Instant?
  private var isTimedOut = false

  /// An attempt that a process has begun with.
  init(
    _ item: BatchItem, key: String, number: Int, isAlone: Bool, stage: StagedItems,
    timeout: Double?, process: ItemProcess
  ) {
    self.item = item
    self.key = key
    self.number = number
    self.isAlone = isAlone
    self.stage = stage
    self.process = process
    let begin = started
    deadline = timeout.map { begin + .seconds($0) }
  }

  /// The seconds that are left to it; nil if it may take any time.
  var secondsLeft: Double? { deadline.map { ($0 - .now) / .seconds(1) } }

  /// Ends it if it takes too long.
  func endIfOverdue() {
    guard let secondsLeft, secondsLeft <= 0, !isTimedOut else { return }
    isTimedOut = true
    process.kill()
  }

  /// What came of it.
  struct Outcome {
    let row: LedgerRow
    /// Whether the same may succeed at another time.
    let isPassing: Bool
    let lacksMemory: Bool
    /// Whether its process is ready for another item.
    let isProcessReady: Bool
  }

  /// What came of it, after the last of its answer was received; its outputs have their place or are gone.
  func finish() -> Outcome {
    let result = process.finish()
    var answer = result.answer ?? ItemWork.Answer()
    var lacksMemory = false
    if result.answer == nil, let end = result.end {
      lacksMemory = !isTimedOut && (end == .signal(SIGKILL) || end == .exit(77))
      answer.lose(
        end, isTimedOut: isTimedOut, lacksMemory: lacksMemory, said: process.lastComplaint)
    }
    settle(&answer)
    var row = LedgerRow(
      item: item.item, key: key, state: answer.state, code: answer.code, message: answer.message,
      attempt: number,
      seconds: ((ContinuousClock.now - started) / .seconds(1) * 1000).rounded() / 1000,
      peakBytes: result.peakBytes, outputs: answer.outputs, findings: answer.findings,
      time: Clock.now)
    row.sent = answer.sent
    return Outcome(
      row: row, isPassing: answer.isPassing, lacksMemory: lacksMemory,
      isProcessReady: result.end == nil)
  }

  /// Ends it for good; nothing is left of it.
  func abandon() {
    process.end()
    stage.discard(item.item)
  }

  private func settle(_ answer: inout ItemWork.Answer) {
    guard answer.state == .done else {
      stage.discard(item.item)
      return
    }
    do {
      try stage.commit(item.item)
    } catch {
      stage.discard(item.item)
      answer.state = .failed
      answer.code = error.code.rawValue
      answer.message = StagedFiles.withoutStages(in: error.description)
      answer.isPassing = true
      answer.outputs = []
      answer.sent = nil
    }
  }
}

extension ItemWork.Answer {
  /// The process did not come to its end.
  fileprivate mutating func lose(
    _ end: SplitProcess.End, isTimedOut: Bool, lacksMemory: Bool, said: String?
  ) {
    state = .failed
    isPassing = lacksMemory
    let words = said.map { ": \($0)" } ?? ""
    if isTimedOut {
      code = "timed-out"
      message = "the work took longer than is allowed"
    } else if lacksMemory {
      code = "out-of-memory"
      message = "the system ended the work, as it does where memory is short"
    } else if case .signal(let number) = end {
      code = "crashed"
      message = "the work ended by signal \(number)\(words)"
    } else {
      code = "crashed"
      message = "the work ended without an answer\(words)"
    }
  }
}

/// The time of day.
enum Clock {
  /// Seconds since 1970.
  static var now: Double { (Date().timeIntervalSince1970 * 1000).rounded() / 1000 }
}
