import Foundation
import Sagitta

/// The seconds a command spends on loading, computing and writing, for `--timings`.
final class Stopwatch {
  /// What the time is spent on.
  enum Part: String {
    case load, compute, write
  }

  private var seconds: [Part: Double] = [:]

  /// Runs `work` and adds its time to a part.
  func time<Result>(_ part: Part, _ work: () throws -> Result) rethrows -> Result {
    let start = ContinuousClock.now
    defer { seconds[part, default: 0] += (ContinuousClock.now - start) / .seconds(1) }
    return try work()
  }

  /// One line of JSON.
  var json: String {
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
