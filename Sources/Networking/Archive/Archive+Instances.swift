public import DICOMModel
import FoundationEssentials
import GRDB

/// Which part of an archive is meant: a study, one of its series, or one of that one's instances.
public struct ArchiveTarget: Hashable, Sendable {
  /// Study Instance UID.
  public var study: String
  /// Series Instance UID; nil for all of the study.
  public var series: String?
  /// SOP Instance UID; nil for all of the series.
  public var instance: String?

  /// Creates a target.
  public init(study: String, series: String? = nil, instance: String? = nil) {
    self.study = study
    self.series = series
    self.instance = instance
  }

  var condition: MatchCondition {
    var sql = "StudyInstanceUID = ?"
    var values = [study.databaseValue]
    if let series {
      sql += " AND SeriesInstanceUID = ?"
      values.append(series.databaseValue)
    }
    if let instance {
      sql += " AND SOPInstanceUID = ?"
      values.append(instance.databaseValue)
    }
    return MatchCondition(sql, values)
  }
}

extension Archive {
  /// The instances of a study, of a series, or a single one.
  ///
  /// - Parameter target: What is meant.
  /// - Returns: The instances, series by series, by their numbers; none if nothing is there.
  /// - Throws: ``ArchiveIndexError``.
  public func instances(of target: ArchiveTarget) throws -> [ArchivedInstance] {
    let condition = target.condition
    return try index.read { database in
      try Row.fetchAll(
        database.cachedStatement(
          sql: """
            SELECT \(ArchivedInstance.columns) FROM study JOIN series ON series.study = study.id
            JOIN instance ON instance.series = series.id JOIN file ON file.id = instance.file
            WHERE \(condition.sql) ORDER BY series.SeriesNumber, series.id, InstanceNumber, instance.id
            """), arguments: StatementArguments(condition.values)
      ).map(ArchivedInstance.init)
    }
  }

  /// The instance with a UID, in whatever series it is.
  ///
  /// - Throws: ``ArchiveIndexError``.
  public func instance(uid: String) throws -> ArchivedInstance? {
    try index.read { database in
      try Row.fetchOne(
        database.cachedStatement(
          sql: """
            SELECT \(ArchivedInstance.columns) FROM instance
            JOIN series ON series.id = instance.series JOIN study ON study.id = series.study
            JOIN file ON file.id = instance.file WHERE SOPInstanceUID = ?
            """), arguments: [uid]
      ).map(ArchivedInstance.init)
    }
  }

  /// The attributes of an instance, as the index has them: texts in UTF-8, without pixels and without
  /// ``ArchivedInstance/bulk``.
  ///
  /// - Parameter instance: One that ``instances(of:)`` gave.
  /// - Returns: The attributes; nil if it is not there any more.
  /// - Throws: ``ArchiveIndexError``.
  public func attributes(of instance: ArchivedInstance) throws -> DataSet? {
    let bytes = try index.read { database in
      try Data.fetchOne(
        database.cachedStatement(sql: "SELECT bytes FROM header WHERE instance = ?"),
        arguments: [instance.row])
    }
    return try bytes.map { try HeaderCoding.decoded(Array($0)) }
  }

  /// The attributes of several instances, in their order; those that are not there any more are left out.
  ///
  /// - Parameter instances: Some that ``instances(of:)`` gave.
  /// - Returns: Each with its attributes, as ``attributes(of:)-(ArchivedInstance)`` has them.
  /// - Throws: ``ArchiveIndexError``.
  public func attributes(
    of instances: [ArchivedInstance]
  ) throws -> [(instance: ArchivedInstance, attributes: DataSet)] {
    let blobs = try index.read { database in
      let statement = try database.cachedStatement(
        sql: "SELECT bytes FROM header WHERE instance = ?")
      return try instances.map { try Data.fetchOne(statement, arguments: [$0.row]) }
    }
    return try zip(instances, blobs).compactMap { instance, bytes in
      try bytes.map { (instance, try HeaderCoding.decoded(Array($0))) }
    }
  }

  /// How much there is.
  ///
  /// - Returns: Studies, series and instances.
  /// - Throws: ``ArchiveIndexError``.
  public func counts() throws -> (studies: Int, series: Int, instances: Int) {
    try index.read { database in
      let counts = try ["study", "series", "instance"].map {
        try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM \($0)") ?? 0
      }
      return (counts[0], counts[1], counts[2])
    }
  }
}
