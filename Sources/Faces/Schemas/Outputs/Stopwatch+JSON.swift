import Faults
public import WorkScheduling

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension Stopwatch {
  /// One line of JSON, as `--timings` prints it.
  public var json: String {
    func text(_ part: Part) -> String {
      DecimalText.fixed(seconds(on: part), decimals: 6)
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
