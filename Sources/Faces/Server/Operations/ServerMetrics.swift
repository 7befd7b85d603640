import Locks
import RenderedVolumes

/// Counts of what was asked and answered, in the form that Prometheus reads.
final class ServerMetrics: Sendable {
  private struct Count {
    var requests = 0
    var seconds = 0.0
    /// How many took no longer than each of ``bounds``.
    var buckets = [Int](repeating: 0, count: ServerMetrics.bounds.count)
  }

  private struct Key: Hashable {
    let route: String
    let status: Int
  }

  private struct State {
    var counts: [Key: Count] = [:]
    var active = 0
    var cancelled = 0
    var rejected = 0
  }

  private let state = Locked(State())

  /// Seconds.
  private static let bounds = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]
  /// Kinds of requests are few, with all their statuses.
  private static let mostKeys = 500

  func began() { state.withLock { $0.active += 1 } }

  func ended(_ route: RouteName, status: Int, seconds: Double) {
    state.withLock { state in
      state.active -= 1
      var key = Key(route: route.text, status: status)
      if state.counts[key] == nil, state.counts.count >= Self.mostKeys {
        key = Key(route: "other", status: status)
      }
      var count = state.counts[key] ?? Count()
      count.requests += 1
      count.seconds += seconds
      for (n, bound) in Self.bounds.enumerated() where seconds <= bound { count.buckets[n] += 1 }
      state.counts[key] = count
    }
  }

  /// A rendering was given up, since nobody waited for it any more.
  func renderCancelled() { state.withLock { $0.cancelled += 1 } }

  /// A rendering was not begun, since too many wait.
  func renderRejected() { state.withLock { $0.rejected += 1 } }

  /// All of it.
  ///
  /// - Parameter volumes: Those that are kept.
  /// - Returns: Lines.
  func text(_ volumes: RenderedVolumes) -> [UInt8] {
    let (counts, active, cancelled, rejected) = state.withLock {
      ($0.counts, $0.active, $0.cancelled, $0.rejected)
    }
    var lines = ["# TYPE sagitta_request_seconds histogram"]
    for (key, count) in counts.sorted(by: {
      ($0.key.route, $0.key.status) < ($1.key.route, $1.key.status)
    }) {
      let labels = #"route="\#(key.route)",status="\#(key.status)""#
      for (bound, number) in zip(Self.bounds, count.buckets) {
        lines.append(#"sagitta_request_seconds_bucket{\#(labels),le="\#(bound)"} \#(number)"#)
      }
      lines.append(#"sagitta_request_seconds_bucket{\#(labels),le="+Inf"} \#(count.requests)"#)
      lines.append("sagitta_request_seconds_sum{\(labels)} \(count.seconds)")
      lines.append("sagitta_request_seconds_count{\(labels)} \(count.requests)")
    }
    lines += [
      "# TYPE sagitta_requests_active gauge", "sagitta_requests_active \(active)",
      "# TYPE sagitta_renders_cancelled_total counter",
      "sagitta_renders_cancelled_total \(cancelled)",
      "# TYPE sagitta_renders_rejected_total counter", "sagitta_renders_rejected_total \(rejected)",
      "# TYPE sagitta_cache_volumes gauge", "sagitta_cache_volumes \(volumes.cachedVolumes)",
      "# TYPE sagitta_cache_bytes gauge", "sagitta_cache_bytes \(volumes.cachedBytes)",
      "# TYPE sagitta_cache_limit_bytes gauge",
      "sagitta_cache_limit_bytes \(volumes.limits.cacheBytes)",
      "# TYPE process_resident_memory_bytes gauge",
      "process_resident_memory_bytes \(ResidentMemory.bytes)",
    ]
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }
}
