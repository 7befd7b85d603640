import Locks

/// The seconds that work spends on loading, computing and writing.
///
/// Many threads may use one stopwatch at once.
public final class Stopwatch: Sendable {
  /// What the time is spent on.
  public enum Part: String, CaseIterable, Sendable {
    /// Reading and decoding the input.
    case load
    /// Everything between input and output.
    case compute
    /// Encoding and writing the output.
    case write
  }

  private let spent = Locked<[Part: Double]>([:])

  /// Creates a stopwatch that stands at 0.
  public init() {}

  /// Runs `work` and adds its time to a part.
  public func time<Result>(_ part: Part, work: () throws -> Result) rethrows -> Result {
    let start = ContinuousClock.now
    defer { add((ContinuousClock.now - start) / .seconds(1), to: part) }
    return try work()
  }

  /// Runs `work`, which happens within another part, and adds its time to this one alone.
  public func time<Result>(
    _ part: Part, within outer: Part, work: () throws -> Result
  ) rethrows -> Result {
    let start = ContinuousClock.now
    defer {
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      add(seconds, to: part)
      add(-seconds, to: outer)
    }
    return try work()
  }

  /// The seconds spent on a part so far.
  public func seconds(on part: Part) -> Double { spent.withLock { $0[part] ?? 0 } }

  private func add(_ seconds: Double, to part: Part) {
    spent.withLock { $0[part, default: 0] += seconds }
  }
}
