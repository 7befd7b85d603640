public import DICOMModel
import GRDB
public import MessageExchange

/// The archive behind a node of a DICOM network.
extension Archive: InstanceIndex {
  /// What matches a query of C-FIND.
  ///
  /// - Throws: ``ArchiveIndexError``.
  public func matches(
    of query: Query, after position: IndexPosition?, atMost count: Int
  ) async throws -> IndexPage<DataSet> {
    guard query.level != .patient else {
      return try patients(of: query, after: position, atMost: count)
    }
    let request = SearchRequest(
      level: ArchiveLevel(query.level), matches: Self.matches(query),
      included: .tags(query.wanted))
    let search = try IndexSearch(request, in: index)
    return try index.read { database in
      let rows = try search.rows(database, from: .row(position?.number ?? 0), limit: count + 1)
      let elements = try rows.prefix(count).map {
        try dataSet(of: $0, level: request.level, included: request.included, in: database)
      }
      return IndexPage(elements, next: Self.next(rows, count: count))
    }
  }

  /// The instances that a C-MOVE or C-GET means; those whose files have no meta group are left out.
  ///
  /// - Throws: ``ArchiveIndexError``.
  public func instances(
    of query: Query, after position: IndexPosition?, atMost count: Int
  ) async throws -> IndexPage<IndexedInstance> {
    let keys = Query.Level.allCases.filter { $0 != .patient || query.level == .patient }
    let matches = Self.matches(query).filter { match in
      keys.contains { [$0.uniqueKey] == match.path }
    }
    let search = try IndexSearch(
      SearchRequest(level: .instance, matches: matches), in: index)
    return try index.read { database in
      let rows = try search.rows(database, from: .row(position?.number ?? 0), limit: count + 1)
      let ids = rows.prefix(count).map { ($0[0] as Int64).databaseValue }
      let marks = repeatElement("?", count: ids.count).joined(separator: ", ")
      let instances = try Row.fetchAll(
        database,
        sql: """
          SELECT \(ArchivedInstance.columns) FROM instance
          JOIN series ON series.id = instance.series JOIN study ON study.id = series.study
          JOIN file ON file.id = instance.file
          WHERE instance.id IN (\(marks)) AND isPart10 ORDER BY instance.series, instance.id
          """, arguments: StatementArguments(ids)
      ).map(ArchivedInstance.init)
      return IndexPage(
        instances.map {
          IndexedInstance(
            sopClass: $0.sopClass, sopInstance: $0.uid, transferSyntax: $0.transferSyntax.uid,
            path: $0.path)
        }, next: Self.next(rows, count: count))
    }
  }

  private static func matches(_ query: Query) -> [SearchRequest.Match] {
    query.matches.map { SearchRequest.Match([$0.key], value: $0.value) }
  }

  private static func next(_ rows: [Row], count: Int) -> IndexPosition? {
    rows.count > count ? IndexPosition(rows[count - 1][0] as Int64) : nil
  }

  /// Patients are those of the studies: the first study of each says who it is.
  private func patients(
    of query: Query, after position: IndexPosition?, atMost count: Int
  ) throws -> IndexPage<DataSet> {
    let search = try IndexSearch(
      SearchRequest(level: .study, matches: Self.matches(query)), in: index)
    return try index.read { database in
      let rows = try search.patients(database, after: position?.number ?? 0, limit: count + 1)
      let elements = try rows.prefix(count).map { row in
        let study = try dataSet(
          of: row, level: .study, included: .tags(query.wanted), in: database)
        var patient = DataSet()
        let tags = [.specificCharacterSet] + query.wanted.filter { $0.group == 0x0010 }
        patient.copy(Set(tags + [.patientID, .patientName]).sorted(), from: study)
        return patient
      }
      return IndexPage(elements, next: Self.next(rows, count: count))
    }
  }
}

extension ArchiveLevel {
  /// The level of a query about anything but patients.
  fileprivate init(_ level: Query.Level) {
    switch level {
    case .patient, .study: self = .study
    case .series: self = .series
    case .image: self = .instance
    }
  }
}
