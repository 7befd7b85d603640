import DICOMModel
import FoundationEssentials
import GRDB

extension Archive {
  /// Looks for studies, series or instances.
  ///
  /// - Parameter request: What is looked for.
  /// - Returns: The answers, in an order that stays as long as nothing is added or removed.
  /// - Throws: ``ArchiveIndexError``.
  public func search(_ request: SearchRequest) throws -> SearchAnswer {
    let search = try IndexSearch(request, in: index)
    // Asked for before the rows are: what is counted later is at least as new.
    let generation = generation
    return try index.read { database in
      let limit = max(0, request.limit ?? .max - 1)
      var rows = try search.rows(
        database, from: .offset(max(0, request.offset)), limit: min(limit, .max - 1) + 1)
      var remaining = 0
      if rows.count > limit {
        let count = try knownCounts.value(for: search.countKey, generation: generation) {
          try search.count(database)
        }
        remaining = max(1, count - request.offset - limit)
        rows.removeLast()
      }
      let matches = try rows.map {
        try dataSet(of: $0, level: request.level, included: request.included, in: database)
      }
      return SearchAnswer(matches: matches, remaining: remaining, ignored: search.ignored)
    }
  }

  func dataSet(
    of row: Row, level: ArchiveLevel, included: SearchRequest.Included, in database: Database
  ) throws -> DataSet {
    var result = SearchRow(row, level: level)
    var included = included
    if case .tags(let tags) = included {
      // A study has no attributes of its series; who asks for them all the same gets the rest.
      let missing = tags.filter {
        !result.dataSet.contains($0) && AttributeLevel.of($0).rawValue <= level.rawValue
      }
      if missing.isEmpty { return result.dataSet }
      included = .tags(missing)
    }
    guard let header = try header(ofFirstIn: level, id: result.id, database) else {
      return result.dataSet
    }
    result.add(included, from: header, level: level)
    return result.dataSet
  }

  /// The attributes of the first instance of a study or series, or of an instance.
  private func header(
    ofFirstIn level: ArchiveLevel, id: Int64, _ database: Database
  ) throws -> DataSet? {
    let instance =
      switch level {
      case .instance: "?"
      case .series: "(SELECT MIN(id) FROM instance WHERE series = ?)"
      case .study:
        """
        (SELECT MIN(instance.id) FROM instance WHERE series =
        (SELECT MIN(id) FROM series WHERE study = ?))
        """
      }
    let bytes = try Data.fetchOne(
      database.cachedStatement(sql: "SELECT bytes FROM header WHERE instance = \(instance)"),
      arguments: [id])
    return try bytes.map { try HeaderCoding.decoded(Array($0)) }
  }
}
