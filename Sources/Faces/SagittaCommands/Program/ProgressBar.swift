import SagittaEngine
import Locks

/// A line on a terminal that says how far the work is; nothing anywhere else.
final class ProgressBar: Sendable {
  private struct State {
    var stage = ""
    var started = ContinuousClock.now
    var drawn: ContinuousClock.Instant?
  }

  private let state = Locked(State())
  private let console: Console

  private static let width = 24
  /// Work that ends sooner needs no bar, and a bar that changes faster cannot be read.
  private static let delay: Duration = .milliseconds(400)
  private static let pause: Duration = .milliseconds(80)

  init(_ console: Console) {
    self.console = console
  }

  /// Shows a report, if it is time to.
  func show(_ progress: WorkProgress) {
    state.withLock { state in
      let now = ContinuousClock.now
      if state.stage != progress.stage { state = State(stage: progress.stage, started: now) }
      let isDone = progress.completed >= progress.total
      guard now - state.started > Self.delay, isDone ? state.drawn != nil : true else { return }
      if !isDone, let drawn = state.drawn, now - drawn < Self.pause { return }
      state.drawn = now
      let line = Self.line(progress, elapsed: now - state.started)
      // Carriage return, the line, and an erase to its end.
      console.error("\r\(line)\u{1B}[K" + (isDone ? "\r\u{1B}[K" : ""))
    }
  }

  static func line(_ progress: WorkProgress, elapsed: Duration) -> String {
    let fraction = Double(progress.completed) / Double(max(progress.total, 1))
    let filled = Int(fraction * Double(width))
    let bar =
      String(repeating: "#", count: filled)
      + String(repeating: "-", count: width - filled)
    let seconds = elapsed / .seconds(1)
    let remaining = fraction > 0 ? Int((seconds / fraction - seconds).rounded(.up)) : 0
    let rate = Int(Double(progress.completed) / max(seconds, 1e-3))
    return "\(progress.stage) [\(bar)] \(progress.completed)/\(progress.total)  "
      + "\(rate)/s  \(remaining) s left"
  }
}
