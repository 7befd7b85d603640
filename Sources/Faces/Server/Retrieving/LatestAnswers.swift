import Archive
import Locks

/// What was found of the targets that were asked for last, as long as the archive stays as it is.
final class LatestAnswers<Value: Sendable>: Sendable {
  private struct State {
    var values: [ArchiveTarget: Value] = [:]
    var generation = 0
  }

  private let state = Locked(State())
  private let most: Int

  /// Keeps so many; then it begins anew.
  init(most: Int = 4096) { self.most = most }

  /// What is known of a target, if the archive has not changed since.
  subscript(target: ArchiveTarget, generation: Int) -> Value? {
    state.withLock { $0.generation == generation ? $0.values[target] : nil }
  }

  /// Keeps what was found of a target.
  func keep(_ value: Value, target: ArchiveTarget, generation: Int) {
    let most = most
    state.withLock { state in
      if state.generation != generation || state.values.count >= most { state.values = [:] }
      state.generation = generation
      state.values[target] = value
    }
  }
}
