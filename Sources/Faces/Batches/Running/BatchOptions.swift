import SagittaEngine
import WorkScheduling

/// How a batch is run.
package struct BatchOptions: Sendable {
  /// Where results go.
  package var folder: String
  /// Items at a time.
  package var workers = WorkContext.availableCores
  /// Threads of each.
  package var threads = 1
  /// The most memory of all of them together, in bytes.
  package var memory: Int
  /// The part that is done.
  package var shard = Shard.whole
  /// Whether what an earlier run did is left as it is.
  package var isResumed = false
  /// Whether what an earlier run could not do is tried again.
  package var retriesFailed = false
  /// The most seconds for an item; nil for any.
  package var itemTimeout: Double?
  /// How often what failed for a passing reason is tried again.
  package var retries = 2

  package init(folder: String, memory: Int) {
    var folder = folder
    while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    self.folder = folder
    self.memory = memory
  }
}

/// One of several parts of a batch.
package struct Shard: Hashable, Sendable {
  /// Which, from 0.
  package let index: Int
  /// Of how many.
  package let count: Int

  /// All of it.
  package static let whole = Shard(index: 0, count: 1)

  private init(index: Int, count: Int) {
    self.index = index
    self.count = count
  }

  /// Reads `0/4`.
  ///
  /// - Throws: ``BatchError/badShard(_:)``.
  package init(_ text: String) throws(BatchError) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1],
      (1...1_000_000).contains(count),
      (0..<count).contains(index)
    else { throw .badShard(text) }
    self.init(index: index, count: count)
  }

  /// Whether an item belongs to it.
  func has(_ item: String) -> Bool { BatchItem.shard(of: count, named: item) == index }
}
