import GRDB
import Locks

/// The statements of searches, which connections keep for the next one of their kind.
///
/// Attributes can be asked for together in more ways than there is memory for, and a connection keeps what it is
/// asked to: it is told to forget all of it before it has too much.
final class SearchStatements: Sendable {
  /// The most kinds of search that a connection keeps: viewers ask in a handful of ways.
  static let most = 64
  /// A longer one is that of a list, which comes once.
  static let longest = 1 << 13

  private let kept = Locked<[ObjectIdentifier: Set<String>]>([:])

  /// The most kinds that a connection keeps now.
  var count: Int { kept.withLock { $0.values.map(\.count).max() ?? 0 } }

  /// A statement, as it was the last time if the connection still has it.
  ///
  /// - Parameters:
  ///   - sql: Its text.
  ///   - database: The connection; none of its statements of searches is running.
  /// - Returns: The statement.
  /// - Throws: What the database says of it.
  func statement(_ sql: String, in database: Database) throws -> Statement {
    guard sql.utf8.count <= Self.longest else { return try database.makeStatement(sql: sql) }
    let isFull = kept.withLock { kept in
      var own = kept[ObjectIdentifier(database)] ?? []
      let isFull = own.count >= Self.most && !own.contains(sql)
      if isFull { own = [] }
      own.insert(sql)
      kept[ObjectIdentifier(database)] = own
      return isFull
    }
    // Its only way to forget statements; what it knows of tables is read again when it is needed.
    if isFull { database.clearSchemaCache() }
    return try database.cachedStatement(sql: sql)
  }
}
