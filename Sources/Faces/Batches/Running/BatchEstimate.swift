import SagittaEngine

/// What is known of a batch before anything is done.
package struct BatchEstimate: Codable, Hashable, Sendable {
  /// Items of all parts.
  package var allItems = 0
  /// Items of this part.
  package var items = 0
  /// Those that are left to do.
  package var remaining = 0
  /// The bytes of their files.
  package var bytes = 0
  /// The most memory that one is thought to take, in bytes.
  package var largestMemory = 0
  /// The most memory that all at work are thought to take together, in bytes.
  package var peakMemory = 0
  /// The seconds that what is left may take by what an earlier run took for its bytes; nil without one.
  package var seconds: Double?
  /// Files that are no images and belong to no item.
  package var otherFiles = 0

  private var memories: [Int] = []

  private enum CodingKeys: CodingKey {
    case allItems, items, remaining, bytes, largestMemory, peakMemory, seconds, otherFiles
  }

  init() {}

  mutating func add(_ item: BatchItem) {
    remaining += 1
    bytes += item.bytes
    memories.append(item.memory)
  }

  /// Adds up what a run takes.
  mutating func finish(_ options: BatchOptions) {
    let largest = memories.sorted(by: >).prefix(options.workers)
    largestMemory = largest.first ?? 0
    peakMemory = min(largest.reduce(0, +), max(options.memory, largestMemory))
    memories = []
    seconds = Self.seconds(for: bytes, options: options)
  }

  /// By the rate of what is done already.
  private static func seconds(for bytes: Int, options: BatchOptions) -> Double? {
    var sizes: [String: Int] = [:]
    for path in ItemLists.paths(in: options.folder) {
      try? JSONLines.forEach(BatchItem.self, in: path) { item, _ in sizes[item.item] = item.bytes }
    }
    var spent = 0.0
    var read = 0
    try? Ledgers(in: options.folder).forEach { row in
      guard row.state == .done, let size = sizes[row.item] else { return }
      spent += row.seconds
      read += size
    }
    guard read > 0 else { return nil }
    return (spent / Double(read) * Double(bytes) / Double(options.workers)).rounded(.up)
  }
}
