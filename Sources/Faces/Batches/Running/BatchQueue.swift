/// Which item is next: the largest, as long as the memory of all at work suffices.
struct BatchQueue {
  /// An item that waits.
  struct Entry {
    /// Where the index has it.
    let offset: Int
    /// What it is thought to take, in bytes.
    let memory: Int
    /// The attempt that is next, from 1.
    var attempt = 1
    /// Whether it is to be the only one at work.
    var isAlone = false
  }

  private var waiting: [Entry]
  /// Items that were passed over since the first one could not begin.
  private var passed = 0
  private let budget: Int

  /// The most items that pass one which waits for memory.
  private static let patience = 8

  /// - Parameters:
  ///   - entries: In any order.
  ///   - budget: The most memory of all at work, in bytes.
  init(_ entries: [Entry], budget: Int) {
    // The last one is taken first.
    waiting = entries.sorted { ($0.memory, $1.offset) < ($1.memory, $0.offset) }
    self.budget = budget
  }

  var isEmpty: Bool { waiting.isEmpty }

  /// Puts an item back, to be the next that fits.
  mutating func putBack(_ entry: Entry) { waiting.append(entry) }

  /// Takes the next item that may begin.
  ///
  /// - Parameter held: What those at work are thought to take; nil if none is.
  /// - Returns: The item; nil if none may begin now.
  mutating func next(beside held: Int?) -> Entry? {
    guard let held else {
      passed = 0
      // Alone, the largest may try: the estimate may be too high, and the work itself knows better.
      return waiting.popLast()
    }
    guard let first = waiting.last else { return nil }
    if !first.isAlone, first.memory <= budget - held {
      passed = 0
      return waiting.popLast()
    }
    guard passed < Self.patience, !first.isAlone,
      let n = waiting.lastIndex(where: { !$0.isAlone && $0.memory <= budget - held })
    else { return nil }
    passed += 1
    return waiting.remove(at: n)
  }
}
