import Sagitta

/// The report of `info` for people: volumes in a few lines, then skipped files by code.
struct InfoText {
  let entries: [InfoEntry]
  let report: SeriesReport

  /// Paths shown for each code before the rest is only counted.
  private static let shownPaths = 5

  /// Values of an axis shown before the rest is only counted.
  private static let shownValues = 12

  var text: String {
    let volumes = entries.map(volumeText)
    let count = report.volumes.count
    let summary =
      "\(count) volume\(count == 1 ? "" : "s"); \(report.filesRead) files read, "
      + "\(report.filesUsed) used, \(report.skipped.count) skipped"
    return (volumes + [summary] + skippedText).joined(separator: "\n")
  }

  private func volumeText(_ entry: InfoEntry) -> String {
    let (plan, grid) = (entry.plan, entry.plan.geometry)
    let spacing = [grid.spacing.x, grid.spacing.y, grid.spacing.z].map(\.displayText)
    var lines = [
      "Volume \(plan.id)  \(plan.shortText)",
      "  \(spacing.joined(separator: " × ")) mm, \(axesText(grid)), \(regularityText(grid))"
        + rangeText(entry),
      "  centre \(pointText(grid.center)); series \(plan.attributes.seriesInstanceUID ?? "unknown"); "
        + "\(plan.paths.count) files",
    ]
    lines += plan.phaseAxes.map(axisText)
    lines += plan.findings.map { "  \($0.severity.rawValue): \($0.code.rawValue): \($0.message)" }
    lines += entry.tags?.map { "  \($0.text)" } ?? []
    // Line by line: no text of a file makes a line of its own.
    return lines.map(FileNameText.printable(_:)).joined(separator: "\n") + "\n"
  }

  /// Where the three voxel axes run: "columns L, rows P, slices H".
  private func axesText(_ grid: GridGeometry) -> String {
    let map = grid.voxelToPatient
    return "columns → \(map.x.orientationLetters), rows → \(map.y.orientationLetters), "
      + "slices → \(map.z.orientationLetters)"
  }

  private func axisText(_ axis: PhaseAxis) -> String {
    let shown = axis.values.prefix(Self.shownValues).map { value in
      switch value {
      case .number(let number): number.displayText
      case .text(let text): text
      }
    }
    let rest = axis.values.count - shown.count
    return "  \(axis.values.count) phases along \(axis.name) \(axis.tag): "
      + shown.joined(separator: ", ") + (rest > 0 ? ", … \(rest) more" : "")
  }

  private func regularityText(_ grid: GridGeometry) -> String {
    grid.regularity == .sheared
      ? "sheared by \(grid.shearDegrees.displayText)°" : grid.regularity.rawValue
  }

  private func rangeText(_ entry: InfoEntry) -> String {
    guard let range = entry.range else { return "" }
    let unit = entry.plan.attributes.unit.map { " \($0)" } ?? ""
    return ", values \(range.lowerBound) … \(range.upperBound)\(unit)"
  }

  private func pointText(_ point: PatientPoint) -> String {
    [point.x, point.y, point.z].map(\.displayText).joined(separator: ", ") + " mm LPS"
  }

  private var skippedText: [String] {
    report.skippedByCode.flatMap { code, files in
      let shown = files.prefix(Self.shownPaths).map {
        FileNameText.printable("    \($0.path): \($0.message)")
      }
      let rest = files.count - shown.count
      return ["  skipped, \(code.rawValue): \(files.count)"] + shown
        + (rest > 0 ? ["    … and \(rest) more"] : [])
    }
  }
}

extension Double {
  /// The number for people: at most four decimals, no trailing zeros.
  var displayText: String {
    guard isFinite, abs(self) < 1e12 else { return "\(self)" }
    let rounded = (self * 10_000).rounded() / 10_000
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }
}
