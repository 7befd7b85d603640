import Foundation
import Sagitta
import Synchronization

/// The seconds a command spends on loading, computing and writing, for `--timings`.
final class Stopwatch: Sendable {
  /// What the time is spent on.
  enum Part: String, Sendable {
    case load, compute, write
  }

  private let seconds = Mutex<[Part: Double]>([:])

  /// Runs `work` and adds its time to a part.
  func time<Result>(_ part: Part, _ work: () throws -> Result) rethrows -> Result {
    let start = ContinuousClock.now
    defer { add((ContinuousClock.now - start) / .seconds(1), to: part) }
    return try work()
  }

  /// Runs `work`, which happens within another part, and adds its time to this one alone.
  func time<Result>(
    _ part: Part, within outer: Part, _ work: () throws -> Result
  ) rethrows -> Result {
    let start = ContinuousClock.now
    defer {
      let spent = (ContinuousClock.now - start) / .seconds(1)
      add(spent, to: part)
      add(-spent, to: outer)
    }
    return try work()
  }

  private func add(_ spent: Double, to part: Part) {
    seconds.withLock { $0[part, default: 0] += spent }
  }

  /// One line of JSON.
  var json: String {
    let seconds = seconds.withLock(\.self)
    func text(_ part: Part) -> String {
      String(format: "%.6f", locale: Locale(identifier: "en_US_POSIX"), seconds[part] ?? 0)
    }
    return "{\"load\":\(text(.load)),\"compute\":\(text(.compute)),\"write\":\(text(.write)),"
      + "\"peak_rss_bytes\":\(Self.peakResidentBytes)}"
  }

  /// The most memory the process had resident so far.
  private static var peakResidentBytes: Int {
    var usage = rusage()
    // SAFETY: getrusage fills the struct it is given.
    guard unsafe getrusage(RUSAGE_SELF.rawValue, &usage) == 0 else { return 0 }
    return usage.ru_maxrss * 1024
  }
}
