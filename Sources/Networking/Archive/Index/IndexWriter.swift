import GRDB

/// Puts what files hold into the index, and takes out what they do not hold any more.
///
/// Within one transaction; counts of studies and series are right after ``finish()``.
struct IndexWriter {
  private let database: Database
  private var studies: Set<Int64> = []
  private var series: Set<Int64> = []

  init(_ database: Database) { self.database = database }

  /// Puts a file in, in the place of what was known of it.
  ///
  /// An instance that another file holds already stays that file's.
  mutating func put(_ object: ScannedObject) throws {
    let known = try Int64.fetchOne(
      database.cachedStatement(sql: "SELECT id FROM file WHERE path = ?"), arguments: [object.path])
    if let known { try forgetInstances(ofFile: known) }
    try execute(
      """
      INSERT INTO file (path, size, modified, sopInstance) VALUES (?, ?, ?, ?)
      ON CONFLICT (path) DO UPDATE SET
        size = excluded.size, modified = excluded.modified, sopInstance = excluded.sopInstance
      """,
      [
        object.path.databaseValue, object.stamp.size.databaseValue,
        object.stamp.modified.databaseValue, object.content?.sopInstance.databaseValue ?? .null,
      ])
    guard let content = object.content else { return }
    let file = known ?? database.lastInsertedRowID
    try put(content, file: file, isChange: known != nil)
  }

  /// Takes a file out.
  mutating func remove(path: String) throws {
    guard
      let file = try Int64.fetchOne(
        database.cachedStatement(sql: "SELECT id FROM file WHERE path = ?"), arguments: [path])
    else { return }
    try forgetInstances(ofFile: file)
    try execute("DELETE FROM file WHERE id = ?", [file.databaseValue])
  }

  /// Brings the counts of what was touched up to date; what is empty goes.
  func finish() throws {
    for id in series {
      try execute(
        """
        UPDATE series SET instanceCount = (SELECT COUNT(*) FROM instance WHERE series = ?1)
        WHERE id = ?1
        """, [id.databaseValue])
      try execute("DELETE FROM series WHERE id = ? AND instanceCount = 0", [id.databaseValue])
    }
    for id in studies {
      try execute(
        """
        UPDATE study SET
          seriesCount = (SELECT COUNT(*) FROM series WHERE study = ?1),
          instanceCount = (SELECT TOTAL(instanceCount) FROM series WHERE study = ?1),
          modalities = COALESCE((SELECT GROUP_CONCAT(Modality, '\\') FROM (
            SELECT DISTINCT Modality FROM series WHERE study = ?1 ORDER BY Modality)), '')
        WHERE id = ?1
        """, [id.databaseValue])
      try execute("DELETE FROM study WHERE id = ? AND seriesCount = 0", [id.databaseValue])
    }
  }

  // MARK: Instances

  private mutating func put(
    _ content: ScannedObject.Content, file: Int64, isChange: Bool
  ) throws {
    let study = try row(
      in: "study", .study, content: content, parent: nil, isChange: isChange)
    let series = try row(
      in: "series", .series, content: content, parent: ("study", study), isChange: isChange)
    studies.insert(study)
    self.series.insert(series)
    let columns = ["series", "file"] + Self.columns(.instance) + ScannedObject.Content.columns
    let values =
      [series.databaseValue, file.databaseValue] + content.values[.instance, default: []]
      + content.facts
    try execute(
      """
      INSERT INTO instance (\(columns.joined(separator: ", "))) VALUES (\(Self.marks(columns.count)))
      ON CONFLICT DO NOTHING
      """, values)
    guard database.changesCount == 1 else { return }
    try execute(
      "INSERT OR REPLACE INTO header (instance, bytes) VALUES (?, ?)",
      [database.lastInsertedRowID.databaseValue, content.header.blob])
  }

  /// The study or series of an instance, which is made if it is not there.
  private func row(
    in table: String, _ level: ArchiveLevel, content: ScannedObject.Content,
    parent: (column: String, id: Int64)?, isChange: Bool
  ) throws -> Int64 {
    let columns = Self.columns(level)
    let values = content.values[level, default: []]
    let owner = parent.map { [$0.id.databaseValue] } ?? []
    let condition = (parent.map { "\($0.column) = ? AND " } ?? "") + "\(columns[0]) = ?"
    let known = try Int64.fetchOne(
      database.cachedStatement(sql: "SELECT id FROM \(table) WHERE \(condition)"),
      arguments: StatementArguments(owner + [values[0]]))
    guard let known else {
      let all = (parent.map { [$0.column] } ?? []) + columns
      try execute(
        "INSERT INTO \(table) (\(all.joined(separator: ", "))) VALUES (\(Self.marks(all.count)))",
        owner + values)
      return database.lastInsertedRowID
    }
    // Instances of a series agree in what belongs to it; a file that was changed is believed.
    if isChange {
      let settings = columns.map { "\($0) = ?" }.joined(separator: ", ")
      try execute(
        "UPDATE \(table) SET \(settings) WHERE id = ?", values + [known.databaseValue])
    }
    return known
  }

  private mutating func forgetInstances(ofFile file: Int64) throws {
    let rows = try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT instance.id, series.id, series.study, SOPInstanceUID
          FROM instance JOIN series ON series.id = instance.series WHERE file = ?
          """), arguments: [file])
    for row in rows {
      let id: Int64 = row[0]
      series.insert(row[1])
      studies.insert(row[2])
      try execute("DELETE FROM header WHERE instance = ?", [id.databaseValue])
      try execute("DELETE FROM instance WHERE id = ?", [id.databaseValue])
      // Another file may hold the same instance: the next scan reads it anew.
      try execute(
        "UPDATE file SET modified = -1 WHERE sopInstance = ? AND id != ?",
        [row[3], file.databaseValue])
    }
  }

  private func execute(_ sql: String, _ values: [DatabaseValue]) throws {
    try database.cachedStatement(sql: sql).execute(arguments: StatementArguments(values))
  }

  private static func columns(_ level: ArchiveLevel) -> [String] {
    IndexedAttribute.byLevel[level, default: []].flatMap {
      $0.key == $0.column ? [$0.column] : [$0.column, $0.key]
    }
  }

  private static func marks(_ count: Int) -> String {
    repeatElement("?", count: count).joined(separator: ", ")
  }
}
