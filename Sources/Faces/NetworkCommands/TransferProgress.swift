import Faults
import Locks
import SagittaCommands

/// A line on a terminal that says how many instances have come or gone, and how fast.
final class TransferProgress: Sendable {
  private struct State {
    var count = 0
    var byteCount = 0
    var shown: ContinuousClock.Instant?
  }

  private let state = Locked(State())
  private let started = ContinuousClock.now
  private let total: Int
  private let isQuiet: Bool

  /// What ends sooner needs no line, and one that changes faster cannot be read.
  private static let delay: Duration = .milliseconds(400)
  private static let pause: Duration = .milliseconds(80)

  init(of total: Int, isQuiet: Bool) {
    self.total = total
    self.isQuiet = isQuiet
  }

  /// The bytes so far.
  var byteCount: Int { state.withLock { $0.byteCount } }

  /// An instance is through.
  func add(bytes: Int) {
    state.withLock { state in
      state.count += 1
      state.byteCount += bytes
      let now = ContinuousClock.now
      let isDue = state.shown.map { now - $0 >= Self.pause } ?? (now - started >= Self.delay)
      guard !isQuiet, isDue else { return }
      state.shown = now
      Console.show(
        passing: Self.line(
          count: state.count, of: total, byteCount: state.byteCount, elapsed: now - started))
    }
  }

  /// Removes the line.
  func end() {
    state.withLock { state in
      if state.shown != nil { Console.show(passing: "") }
      state.shown = nil
    }
  }

  static func line(count: Int, of total: Int, byteCount: Int, elapsed: Duration) -> String {
    let seconds = max(elapsed / .seconds(1), 1e-3)
    let left = Double(total - count) * seconds / Double(max(count, 1))
    return "\(count)/\(total) instances  \(ByteAmount(byteCount))  "
      + "\(ByteAmount(Int(Double(byteCount) / seconds)))/s  \(Int(left.rounded(.up))) s left"
  }
}
