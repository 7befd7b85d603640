import Foundation
public import WorkScheduling

extension Stopwatch {
  /// One line of JSON, as `--timings` prints it.
  public var json: String {
    func text(_ part: Part) -> String {
      String(format: "%.6f", locale: Locale(identifier: "en_US_POSIX"), seconds(on: part))
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
