import Locks

/// How many rows searches match, as long as the index stays as it is: viewers turn pages of one search, and
/// counting takes longer than a page.
final class KnownCounts: Sendable {
  private struct State {
    var counts: [String: Int] = [:]
    var generation = 0
  }

  private let state = Locked(State())

  /// Keeps so many; then it begins anew.
  private static let most = 1000
  /// Longer ones are of lists, and are counted each time.
  private static let longestKey = 1 << 12

  /// The count of a search.
  ///
  /// - Parameters:
  ///   - key: What the search asks for.
  ///   - generation: The state of the index before the search began.
  ///   - count: Counts.
  /// - Returns: The count.
  /// - Throws: What `count` throws.
  func value(for key: String, generation: Int, _ count: () throws -> Int) throws -> Int {
    let known = state.withLock { $0.generation == generation ? $0.counts[key] : nil }
    if let known { return known }
    let value = try count()
    guard key.utf8.count <= Self.longestKey else { return value }
    state.withLock { state in
      if state.generation != generation || state.counts.count >= Self.most { state.counts = [:] }
      state.generation = generation
      state.counts[key] = value
    }
    return value
  }
}
