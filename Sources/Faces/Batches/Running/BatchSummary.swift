import Files
import SagittaEngine

/// How far a batch is: the last attempt at each of its items.
package struct BatchSummary: Codable, Hashable, Sendable {
  /// An item that could not be done.
  package struct Failure: Codable, Hashable, Sendable {
    /// Its name.
    package let item: String
    /// `failed` or `quarantined`.
    package let state: LedgerRow.State
    /// A stable word.
    package let code: String
    /// The same for people.
    package let message: String
  }

  /// All items.
  package var items = 0
  /// Those that are done.
  package var done = 0
  /// Those that failed.
  package var failed = 0
  /// Those whose input is refused.
  package var quarantined = 0
  /// Those that are still to be done.
  package var pending = 0
  /// The seconds that the last attempts took, added up.
  package var seconds = 0.0
  /// The most memory that one took, in bytes.
  package var peakBytes = 0
  /// The bytes of all outputs.
  package var outputBytes = 0
  /// Items that could not be done, by code.
  package var codes: [String: Int] = [:]
  /// Items that could not be done, in the order of their names.
  package var failures: [Failure] = []

  /// Those that could not be done.
  package var undone: Int { failed + quarantined }

  init() {}

  /// Reads the ledgers of a batch, and its lists of items.
  ///
  /// - Throws: ``BatchError/noLedger(path:)``.
  package init(of folder: String) throws {
    let ledgers = Ledgers(in: folder)
    guard !ledgers.isEmpty || !ItemLists.paths(in: folder).isEmpty else {
      throw BatchError.noLedger(path: folder)
    }
    let latest = try ledgers.latest()
    for row in latest.values { add(row) }
    failures.sort { $0.item.utf8.lexicographicallyPrecedes($1.item.utf8) }
    // One list may hold what another does, where a batch was parted in several ways.
    let listed = try ItemLists.names(in: folder)
    items = listed.union(latest.keys).count
    pending = items - latest.count
  }

  private mutating func add(_ row: LedgerRow) {
    seconds += row.seconds
    peakBytes = max(peakBytes, row.peakBytes)
    outputBytes += row.outputs.reduce(0) { $0 + $1.bytes }
    switch row.state {
    case .done:
      done += 1
      return
    case .failed: failed += 1
    case .quarantined: quarantined += 1
    }
    let code = row.code ?? "failed"
    codes[code, default: 0] += 1
    failures.append(
      Failure(item: row.item, state: row.state, code: code, message: row.message ?? ""))
  }
}

/// The lists of items beside the ledgers of a batch.
enum ItemLists {
  /// `items-0.jsonl`.
  static func name(of shard: Int) -> String { "items-\(shard).jsonl" }

  static func paths(in folder: String) -> [String] {
    Folders.names(in: folder).filter { $0.hasPrefix("items-") && $0.hasSuffix(".jsonl") }.sorted()
      .map { "\(folder)/\($0)" }
  }

  static func names(in folder: String) throws -> Set<String> {
    var names: Set<String> = []
    for path in paths(in: folder) {
      try JSONLines.forEach(BatchItem.self, in: path) { item, _ in names.insert(item.item) }
    }
    return names
  }
}
