import Files
import SagittaEngine
import SeriesLoading

/// All ledgers of a batch, read while they may be written.
package struct Ledgers: Sendable {
  /// The folder of the batch.
  package let folder: String
  private let paths: [String]

  /// Finds the ledgers of a batch.
  package init(in folder: String) {
    self.folder = folder
    paths = Folders.names(in: folder).filter(Ledger.isName).sorted().map { "\(folder)/\($0)" }
  }

  /// Whether something was written into one.
  package var isEmpty: Bool {
    paths.allSatisfy { (try? ByteSource.file($0).open().count) ?? 0 == 0 }
  }

  /// Calls `body` with every row, ledger after ledger.
  func forEach(_ body: (LedgerRow) throws -> Void) throws {
    for path in paths {
      try JSONLines.forEach(LedgerRow.self, in: path) { row, _ in try body(row) }
    }
  }

  /// The last attempt at each item.
  package func latest() throws -> [String: LedgerRow] {
    var latest: [String: LedgerRow] = [:]
    try forEach { row in
      if let known = latest[row.item], known.time > row.time { return }
      latest[row.item] = row
    }
    return latest
  }

  /// What is known of each item, in few bytes.
  func known() throws -> [String: Known] {
    var known: [String: Known] = [:]
    try forEach { row in
      let entry = Known(row)
      // What is done stays done, whatever came of it with other works.
      if let older = known[row.item], older.key == entry.key, older.state == .done { return }
      known[row.item] = entry
    }
    return known
  }

  /// The last attempt at an item.
  struct Known: Sendable {
    let key: String
    let state: LedgerRow.State
    private let sizes: [(path: String, bytes: Int)]

    fileprivate init(_ row: LedgerRow) {
      key = row.key
      state = row.state
      sizes = row.outputs.map { ($0.path, $0.bytes) }
    }

    /// Whether its outputs are there: the machine may have ended before its disk had them.
    func hasOutputs(in folder: String) -> Bool {
      sizes.allSatisfy { FileSize.of("\(folder)/\($0.path)") == $0.bytes }
    }
  }
}
