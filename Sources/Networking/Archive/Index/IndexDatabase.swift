import GRDB

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The file of the index: an SQLite database that several may read while one writes.
///
/// It holds nothing that the files do not say: lost, damaged or of another version it is made anew.
struct IndexDatabase: Sendable {
  /// The file.
  let path: String
  /// The connections.
  let pool: any DatabaseWriter
  /// Whether a file that was of no use was put aside.
  let wasReplaced: Bool
  /// The statements of searches.
  let statements = SearchStatements()

  /// Opens the index, or makes an empty one.
  ///
  /// - Throws: ``ArchiveIndexError`` if that is not possible.
  init(path: String) throws(ArchiveIndexError) {
    self.path = path
    do {
      pool = try Self.open(path)
      wasReplaced = false
    } catch {
      guard Self.isDamage(error) else {
        throw ArchiveIndexError(.unusableIndex(Self.words(error)), path: path)
      }
      Self.putAside(path)
      do {
        pool = try Self.open(path)
        wasReplaced = true
      } catch {
        throw ArchiveIndexError(.unusableIndex(Self.words(error)), path: path)
      }
    }
  }

  /// An empty index in memory, which ends with the last who holds it.
  ///
  /// - Throws: ``ArchiveIndexError`` if that is not possible.
  init() throws(ArchiveIndexError) {
    path = "the index in memory"
    wasReplaced = false
    do {
      let queue = try DatabaseQueue()
      try IndexSchema.migrator.migrate(queue)
      pool = queue
    } catch {
      throw ArchiveIndexError(.unusableIndex(Self.words(error)), path: path)
    }
  }

  /// Reads; what the database says of failures becomes ``ArchiveIndexError``.
  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    do {
      return try pool.read(body)
    } catch let error as DatabaseError {
      throw ArchiveIndexError(.indexFailed(Self.words(error)), path: path)
    }
  }

  /// Writes, all of it or nothing.
  func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
    do {
      return try pool.write(body)
    } catch let error as DatabaseError {
      throw ArchiveIndexError(.indexFailed(Self.words(error)), path: path)
    }
  }

  private static func open(_ path: String) throws -> DatabasePool {
    var configuration = Configuration()
    configuration.maximumReaderCount = 8
    configuration.busyMode = .timeout(30)
    configuration.prepareDatabase { database in
      // Behind a write-ahead log this never leaves a damaged file, and a lost last second is read from
      // the files again.
      try database.execute(sql: "PRAGMA synchronous = NORMAL")
      try database.execute(sql: "PRAGMA cache_size = -16000")
    }
    let pool = try DatabasePool(path: path, configuration: configuration)
    let migrator = IndexSchema.migrator
    if try pool.read(migrator.hasBeenSuperseded) { throw Superseded() }
    try migrator.migrate(pool)
    try pool.read { database in
      for table in IndexSchema.tables {
        _ = try Row.fetchOne(database, sql: "SELECT * FROM \(table) ORDER BY rowid DESC LIMIT 1")
      }
    }
    return pool
  }

  /// Another version of this program made the file.
  private struct Superseded: Error {}

  private static func isDamage(_ error: any Error) -> Bool {
    if error is Superseded { return true }
    guard let error = error as? DatabaseError else { return false }
    switch error.resultCode {
    // A file that lacks a table has been something else.
    case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR, .SQLITE_CONSTRAINT: return true
    default: return false
    }
  }

  private static func putAside(_ path: String) {
    for suffix in ["", "-wal", "-shm"] {
      // SAFETY: the names are there for the time of the call.
      _ = unsafe rename(path + suffix, "\(path).damaged\(suffix)")
    }
  }

  private static func words(_ error: any Error) -> String {
    (error as? DatabaseError)?.message ?? "\(error)"
  }
}
