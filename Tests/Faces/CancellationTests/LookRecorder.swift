import Foundation
import Locks
import WorkScheduling

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Watches how often work asks whether it was cancelled, and how much work each thread does between
/// two looks: in seconds of the processor, which other programs on the machine do not lengthen.
final class LookRecorder: Sendable {
  private struct State {
    var looks = 0
    var last: [UInt: Double] = [:]
    var longest = 0.0
    var traces: [(seconds: Double, symbols: [String])] = []
  }

  private let state = Locked(State())

  /// The longest stretch that is left without a look, in seconds, where its ends are traced.
  private let tracedSeconds: Double?

  init(tracedSeconds: Double? = nil) {
    self.tracedSeconds = tracedSeconds
  }

  /// How often work looked.
  var looks: Int { state.withLock { $0.looks } }

  /// The most work between two looks of a thread, or between one and the begin or end of the call.
  var longest: Double { state.withLock { $0.longest } }

  /// The calls at the ends of long stretches.
  var traces: [(seconds: Double, symbols: [String])] { state.withLock { $0.traces } }

  /// Runs a call with a context that is watched.
  ///
  /// - Parameters:
  ///   - workers: The workers of the call.
  ///   - stop: The look, from 1, that finds the call cancelled; nil for none.
  ///   - call: The call.
  /// - Throws: What the call throws.
  func watch(workers: Int, stoppingAt stop: Int? = nil, call: (WorkContext) throws -> Void) throws {
    // The flag tells of each look before it answers.
    let flag = Locked<Cancellation?>(nil)
    let cancellation = Cancellation { [self] in
      let number = look(isCall: true)
      if let stop, number >= stop { flag.withLock { $0 }?.request() }
    }
    flag.withLock { $0 = cancellation }
    defer { flag.withLock { $0 = nil } }
    look(isCall: false)
    defer { look(isCall: false) }
    try call(WorkContext(workers: workers, cancellation: cancellation))
  }

  @discardableResult
  private func look(isCall: Bool) -> Int {
    let now = Self.threadSeconds()
    let thread = UInt(pthread_self())
    return state.withLock { state in
      state.looks += isCall ? 1 : 0
      if let before = state.last[thread] {
        let stretch = now - before
        state.longest = max(state.longest, stretch)
        if let tracedSeconds, stretch > tracedSeconds {
          state.traces.append((stretch, Thread.callStackSymbols))
        }
      }
      state.last[thread] = Self.threadSeconds()
      return state.looks
    }
  }

  private static func threadSeconds() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
