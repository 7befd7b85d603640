import DICOMModel
import GRDB

/// A condition of SQL with the values in it.
struct MatchCondition {
  let sql: String
  let values: [DatabaseValue]

  init(_ sql: String, _ values: [DatabaseValue] = []) {
    self.sql = sql
    self.values = values
  }

  /// What no answer fulfils, as a date that is none.
  static let never = MatchCondition("0")

  /// The most values of a list.
  static let mostValues = 10_000

  /// The most conditions that stand beside each other, in one or as those of a search: the database joins no
  /// thousand.
  static let mostConditions = 200

  /// The condition of a match; nil for one that matches everything.
  ///
  /// - Throws: ``ArchiveIndexError/Reason/tooManyValues(limit:)``.
  init?(
    _ attribute: IndexedAttribute, value: String, indexPath: String
  ) throws(ArchiveIndexError) {
    let value = Self.trimmed(value)
    guard !value.isEmpty, value != "*" else { return nil }
    let column = "\(attribute.level).\(attribute.key)"
    switch attribute.kind {
    case .text: self = Self.text(column, value)
    case .texts: self = Self.member(column, value, of: "\\")
    case .name: self = Self.member(column, IndexKey.name(value), of: "=")
    case .uid:
      let list = value.split { $0 == "\\" || $0 == "," }.map(Self.trimmed)
      guard list.count <= Self.mostValues else {
        throw ArchiveIndexError(.tooManyValues(limit: Self.mostValues), path: indexPath)
      }
      let marks = repeatElement("?", count: list.count).joined(separator: ", ")
      self.init("\(column) IN (\(marks))", list.map(\.databaseValue))
    case .number:
      guard let number = Int64(value) else {
        self = .never
        return
      }
      self.init("\(column) = ?", [number.databaseValue])
    case .date: self = Self.range(column, value) { text, isEnd in Self.day(text, isEnd: isEnd) }
    case .time: self = Self.range(column, value) { IndexKey.time($0, isEnd: $1) }
    }
  }

  /// The condition that a study has a series of one of some modalities; nil for one of any.
  ///
  /// - Throws: ``ArchiveIndexError/Reason/tooManyValues(limit:)``.
  init?(modalities value: String, indexPath: String) throws(ArchiveIndexError) {
    let list = value.split { $0 == "\\" || $0 == "," }.map(Self.trimmed)
    guard !list.isEmpty, list != ["*"] else { return nil }
    guard list.count <= Self.mostConditions else {
      throw ArchiveIndexError(.tooManyValues(limit: Self.mostConditions), path: indexPath)
    }
    let parts = list.map { Self.text("inner_series.Modality", $0) }
    self.init(
      """
      EXISTS (SELECT 1 FROM series AS inner_series WHERE inner_series.study = study.id
      AND (\(parts.map(\.sql).joined(separator: " OR "))))
      """, parts.flatMap(\.values))
  }

  private static func text(_ column: String, _ value: String) -> MatchCondition {
    hasWildcards(value)
      ? MatchCondition("\(column) GLOB ?", [pattern(value).databaseValue])
      : MatchCondition("\(column) = ?", [value.databaseValue])
  }

  /// That one of several parts of a value, apart by a character, is the value that is looked for; or
  /// all of them together.
  private static func member(
    _ column: String, _ value: String, of separator: String
  ) -> MatchCondition {
    let padded = "'\(separator)' || \(column) || '\(separator)'"
    guard hasWildcards(value) else {
      return MatchCondition(
        "INSTR(\(padded), ?) > 0", ["\(separator)\(value)\(separator)".databaseValue])
    }
    let pattern = "*\(separator)\(pattern(value))\(separator)*"
    return MatchCondition("\(padded) GLOB ?", [pattern.databaseValue])
  }

  private static func hasWildcards(_ value: String) -> Bool {
    value.utf8.contains(UInt8(ascii: "*")) || value.utf8.contains(UInt8(ascii: "?"))
  }

  /// SQLite's patterns have DICOM's wildcards, and a bracket that is one as well.
  private static func pattern(_ value: String) -> String {
    value.replacing("[", with: "[[]")
  }

  private static func day(_ text: Substring, isEnd: Bool) -> String? {
    IndexKey.date(text).map { $0 + (isEnd ? "1231" : "0101").suffix(8 - $0.utf8.count) }
  }

  /// From one value to another, both included; a single value stands for all that it may mean.
  private static func range(
    _ column: String, _ value: String, bound: (Substring, Bool) -> String?
  ) -> MatchCondition {
    let parts = value.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count <= 2, let first = parts.first, let last = parts.last else { return .never }
    var conditions: [MatchCondition] = []
    for (text, isEnd) in [(first, false), (last, true)] where !text.isEmpty {
      guard let bound = bound(text, isEnd) else { return .never }
      conditions.append(
        MatchCondition("\(column) \(isEnd ? "<=" : ">=") ?", [bound.databaseValue]))
    }
    guard !conditions.isEmpty else { return .never }
    return MatchCondition(
      conditions.map(\.sql).joined(separator: " AND "), conditions.flatMap(\.values))
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    let start = text.drop { $0 == " " }
    return String(start.reversed().drop { $0 == " " }.reversed())
  }
}
