import DICOMModel
import GRDB

/// A search as SQL, and rows as data sets.
struct IndexSearch {
  private let request: SearchRequest
  private let conditions: [MatchCondition]
  private let statements: SearchStatements
  /// The attributes that cannot be searched for.
  let ignored: [[Tag]]

  /// Prepares a search.
  ///
  /// - Throws: ``ArchiveIndexError/Reason/tooManyValues(limit:)``.
  init(_ request: SearchRequest, in index: IndexDatabase) throws(ArchiveIndexError) {
    self.request = request
    statements = index.statements
    let indexPath = index.path
    let attributes = IndexedAttribute.upTo(request.level)
    var conditions: [MatchCondition] = []
    var ignored: [[Tag]] = []
    for match in request.matches {
      if match.path == [.modalitiesInStudy] {
        let condition = try MatchCondition(modalities: match.value, indexPath: indexPath)
        if let condition { conditions.append(condition) }
      } else if let attribute = attributes.first(where: { $0.path == match.path }) {
        let condition = try MatchCondition(attribute, value: match.value, indexPath: indexPath)
        if let condition { conditions.append(condition) }
      } else if !match.value.isEmpty {
        ignored.append(match.path)
      }
    }
    guard conditions.count <= MatchCondition.mostConditions else {
      throw ArchiveIndexError(
        .tooManyValues(limit: MatchCondition.mostConditions), path: indexPath)
    }
    self.conditions = conditions
    self.ignored = ignored
  }

  /// Where a page of answers begins.
  enum Start {
    /// Behind so many, in the order in which people want to see them.
    case offset(Int)
    /// Behind a row, in the order of rows.
    case row(Int64)

    var isRow: Bool {
      if case .row = self { true } else { false }
    }
  }

  /// The matching rows: the id, then the columns of ``columns``.
  func rows(_ database: Database, from start: Start, limit: Int) throws -> [Row] {
    var conditions = conditions
    var ending = "ORDER BY \(Self.order(request.level)) LIMIT ? OFFSET ?"
    var values = [limit.databaseValue]
    switch start {
    case .offset(let offset): values.append(offset.databaseValue)
    case .row(let row):
      conditions.append(MatchCondition("\(request.level).id > ?", [row.databaseValue]))
      ending = "ORDER BY \(request.level).id LIMIT ?"
    }
    // The rows are found in the tables that are asked about alone: passing over many is passing over
    // numbers then.
    let found = "SELECT \(request.level).id \(source(conditions)) \(ending)"
    return try Row.fetchAll(
      statements.statement(
        """
        SELECT \(request.level).id, \(Self.columns(request.level).joined(separator: ", "))
        FROM \(Self.tables(request.level, down: .study)) WHERE \(request.level).id IN (\(found))
        ORDER BY \(start.isRow ? "\(request.level).id" : Self.order(request.level))
        """, in: database),
      arguments: StatementArguments(conditions.flatMap(\.values) + values))
  }

  /// The first study of each patient that matches.
  func patients(_ database: Database, after row: Int64, limit: Int) throws -> [Row] {
    let inner = "SELECT MIN(study.id) \(source(conditions)) GROUP BY study.PatientID"
    return try Row.fetchAll(
      database,
      sql: """
        SELECT study.id, \(Self.columns(.study).joined(separator: ", ")) FROM study
        WHERE study.id IN (\(inner)) AND study.id > ? ORDER BY study.id LIMIT ?
        """,
      arguments: StatementArguments(
        conditions.flatMap(\.values) + [row.databaseValue, limit.databaseValue]))
  }

  /// What tells searches apart that match other rows.
  var countKey: String {
    "\(request.level)" + conditions.map { " \($0.sql) \($0.values)" }.joined()
  }

  /// How many rows match.
  func count(_ database: Database) throws -> Int {
    // Series know how many instances they have.
    let isAboutSeries =
      request.level == .instance && !conditions.contains { $0.sql.contains("instance.") }
    let sql =
      isAboutSeries
      ? "SELECT SUM(series.instanceCount) FROM \(Self.tables(.series, down: .study)) \(filter(conditions))"
      : "SELECT COUNT(*) \(source(conditions))"
    return try Int.fetchOne(
      statements.statement(sql, in: database),
      arguments: StatementArguments(conditions.flatMap(\.values))) ?? 0
  }

  /// The tables that conditions are about, and the conditions.
  private func source(_ conditions: [MatchCondition]) -> String {
    func isAsked(_ table: String) -> Bool {
      conditions.contains { $0.sql.contains("\(table).") }
    }
    let down: ArchiveLevel =
      isAsked("study") ? .study : isAsked("series") ? .series : request.level
    return "FROM \(Self.tables(request.level, down: down)) \(filter(conditions))"
  }

  private func filter(_ conditions: [MatchCondition]) -> String {
    conditions.isEmpty
      ? "" : "WHERE \(conditions.map { "(\($0.sql))" }.joined(separator: " AND "))"
  }

  /// The table of a level, with those above it.
  private static func tables(_ level: ArchiveLevel, down top: ArchiveLevel) -> String {
    let joins: [(ArchiveLevel, String)] = [
      (.series, "JOIN series ON series.id = instance.series"),
      (.study, "JOIN study ON study.id = series.study"),
    ]
    let wanted = joins.filter {
      $0.0.rawValue < level.rawValue && $0.0.rawValue >= top.rawValue
    }
    return (["\(level)"] + wanted.map(\.1)).joined(separator: " ")
  }

  /// Studies the newest first, series and instances by their numbers; equal ones as they came.
  private static func order(_ level: ArchiveLevel) -> String {
    switch level {
    case .study: "study.StudyDate_key DESC, study.id DESC"
    case .series: "series.study, series.SeriesNumber, series.id"
    case .instance: "instance.series, instance.InstanceNumber, instance.id"
    }
  }

  /// What rows have behind their id.
  private static func columns(_ level: ArchiveLevel) -> [String] {
    IndexedAttribute.upTo(level).map { "\($0.level).\($0.column)" }
      + ["study.modalities", "study.seriesCount", "study.instanceCount"]
      + (level == .study ? [] : ["series.instanceCount"])
      + (level == .instance ? ["instance.transferSyntax"] : [])
  }
}

extension Tag {
  static let availableTransferSyntaxUID = Tag(0x0008, 0x3002)
  static let numberOfStudyRelatedSeries = Tag(0x0020, 0x1206)
  static let numberOfStudyRelatedInstances = Tag(0x0020, 0x1208)
  static let numberOfSeriesRelatedInstances = Tag(0x0020, 0x1209)
  static let requestAttributesSequence = Tag(0x0040, 0x0275)
}
