import GRDB

/// The tables of the index, and how older ones become those of today.
enum IndexSchema {
  /// The tables.
  static let tables = ["study", "series", "instance", "header", "file"]

  /// The steps from nothing to today's tables.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("tables") { database in
      for statement in statements { try database.execute(sql: statement) }
    }
    return migrator
  }

  private static var statements: [String] {
    [
      """
      CREATE TABLE study (
        id INTEGER PRIMARY KEY, \(columns(.study)),
        modalities TEXT NOT NULL DEFAULT '', seriesCount INTEGER NOT NULL DEFAULT 0,
        instanceCount INTEGER NOT NULL DEFAULT 0, UNIQUE (StudyInstanceUID))
      """,
      """
      CREATE TABLE series (
        id INTEGER PRIMARY KEY, study INTEGER NOT NULL REFERENCES study (id), \(columns(.series)),
        instanceCount INTEGER NOT NULL DEFAULT 0, UNIQUE (study, SeriesInstanceUID))
      """,
      """
      CREATE TABLE instance (
        id INTEGER PRIMARY KEY, series INTEGER NOT NULL REFERENCES series (id),
        \(columns(.instance)), file INTEGER NOT NULL, transferSyntax TEXT NOT NULL,
        isPart10 INTEGER NOT NULL, pixelTag INTEGER, pixelVR TEXT, pixelOffset INTEGER,
        pixelLength INTEGER, pixelIsBigEndian INTEGER NOT NULL, bulk TEXT NOT NULL,
        UNIQUE (series, SOPInstanceUID))
      """,
      // Apart, so that searching instances does not pass over them.
      "CREATE TABLE header (instance INTEGER PRIMARY KEY, bytes BLOB NOT NULL)",
      """
      CREATE TABLE file (
        id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, size INTEGER NOT NULL,
        modified INTEGER NOT NULL, sopInstance TEXT)
      """,
      "CREATE INDEX studyByDate ON study (StudyDate_key)",
      "CREATE INDEX studyByPatient ON study (PatientID)",
      "CREATE INDEX studyByAccession ON study (AccessionNumber)",
      "CREATE INDEX seriesByUID ON series (SeriesInstanceUID)",
      "CREATE INDEX seriesByNumber ON series (study, SeriesNumber)",
      "CREATE INDEX instanceByUID ON instance (SOPInstanceUID)",
      "CREATE INDEX instanceByNumber ON instance (series, InstanceNumber)",
      "CREATE INDEX instanceByFile ON instance (file)",
      "CREATE INDEX fileByInstance ON file (sopInstance)",
    ]
  }

  private static func columns(_ level: ArchiveLevel) -> String {
    IndexedAttribute.byLevel[level, default: []].flatMap(\.declarations).joined(separator: ", ")
  }
}
