import Geometry
import SeriesLoading
import Views
import VolumeModel
import VolumeRequests

/// The report of `info --brief`: one line a volume, in columns.
enum BriefInfo {
  static func lines(_ entries: [InfoEntry]) -> [String] {
    let rows = entries.map(cells)
    let widths = (rows.first ?? []).indices.map { column in
      rows.map { $0[column].count }.max() ?? 0
    }
    return rows.map { row in
      let padded = zip(row, widths).map { cell, width in
        cell + String(repeating: " ", count: width - cell.count)
      }
      return padded.joined(separator: "  ").trimmingSuffix(" ")
    }
  }

  /// Number, modality, size, spacing, evenness, series, warnings, description, files.
  private static func cells(_ entry: InfoEntry) -> [String] {
    let plan = entry.plan
    let grid = entry.plan.geometry
    let size = grid.dimensions.ijk + (plan.phases > 1 ? [plan.phases] : [])
    let spacing = [grid.spacing.x, grid.spacing.y, grid.spacing.z].map(shortText)
    let warnings = plan.findings.count { $0.severity == .warning }
    return [
      String(plan.id), plan.attributes.modality ?? "-",
      size.map(String.init).joined(separator: "×"), spacing.joined(separator: "×") + " mm",
      grid.planeWord, grid.regularity.rawValue,
      plan.seriesNumber.map { "series \($0)" } ?? "-",
      warnings == 0 ? "-" : "\(warnings) warning\(warnings == 1 ? "" : "s")",
      plan.attributes.description ?? "-", entry.filesText,
    ]
  }

  /// Two decimals are enough to tell volumes apart; more where there would be nothing left.
  private static func shortText(_ number: Double) -> String {
    number < 0.1 ? number.displayText : ((number * 100).rounded() / 100).displayText
  }
}

extension String {
  fileprivate func trimmingSuffix(_ character: Character) -> String {
    var text = self
    while text.last == character { text.removeLast() }
    return text
  }
}
