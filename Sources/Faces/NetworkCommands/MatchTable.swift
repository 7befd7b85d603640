import DICOMModel
import MessageExchange

/// Matches as a table for people.
struct MatchTable {
  private let columns: [Tag]
  private let rows: [[String]]

  init(columns: [Tag], matches: [DataSet]) {
    self.columns = columns
    rows = matches.map { match in columns.map { Self.text(match, $0) } }
  }

  private static func text(_ match: DataSet, _ tag: Tag) -> String {
    let texts = match.strings(tag) ?? match.integers(tag)?.map(String.init) ?? []
    return texts.joined(separator: "\\")
  }

  /// A head and a line for each match; nothing without matches.
  var lines: [String] {
    guard !rows.isEmpty else { return [] }
    let head = columns.map { $0.keyword ?? "\($0)" }
    let widths = columns.indices.map { column in
      ([head] + rows).map { min($0[column].count, Self.widest) }.max() ?? 0
    }
    return ([head] + rows).map { row in
      zip(row, widths).enumerated().map { n, cell in
        n == row.count - 1 ? cell.0 : Self.padded(cell.0, to: cell.1)
      }.joined(separator: "  ")
    }
  }

  /// What is longer is a mistake of somebody, and would push the rest out of sight.
  private static let widest = 40

  private static func padded(_ text: String, to width: Int) -> String {
    let shown = text.count > width ? text.prefix(width - 1) + "…" : text[...]
    return shown + String(repeating: " ", count: width - shown.count)
  }

  /// How many there are.
  func summary(of level: Query.Level) -> String {
    let names: (one: String, many: String) =
      switch level {
      case .patient: ("patient", "patients")
      case .study: ("study", "studies")
      case .series: ("series", "series")
      case .image: ("image", "images")
      }
    return rows.count == 1 ? "1 \(names.one)" : "\(rows.count) \(names.many)"
  }
}
