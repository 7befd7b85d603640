import DICOMImaging
package import Faults
import Files
import Geometry
package import SeriesLoading
import Views
import VolumeModel
package import VolumeRequests

/// The report of `info` for people: volumes by study, then skipped files by code.
package struct InfoText {
  /// How much is told.
  package enum Detail {
    /// One line a volume.
    case brief
    /// A few lines a volume, long lists cut.
    case usual
    /// Everything.
    case complete
  }

  private let groups: [StudyGroup]
  private let report: SeriesReport
  private let detail: Detail
  private let showIdentity: Bool
  private let words: RemedyWords
  private let more: String

  /// Prepares a report.
  ///
  /// - Parameters:
  ///   - groups: The volumes by study.
  ///   - report: What became of the files.
  ///   - detail: How much is told.
  ///   - showIdentity: Whether patients are named.
  ///   - words: What a face calls remedies.
  ///   - more: How to see what is not listed.
  package init(
    groups: [StudyGroup], report: SeriesReport, detail: Detail, showIdentity: Bool,
    words: RemedyWords, more: String
  ) {
    self.groups = groups
    self.report = report
    self.detail = detail
    self.showIdentity = showIdentity
    self.words = words
    self.more = more
  }

  /// Paths shown for each code before the rest is only counted.
  private var shownPaths: Int { detail == .complete ? .max : 1 }

  /// Values of an axis shown before the rest is only counted.
  private var shownValues: Int { detail == .complete ? .max : 6 }

  /// Characters of a sentence before it is cut.
  private var longestText: Int { detail == .complete ? .max : 110 }

  /// The whole report, a line for each thing.
  package var text: String {
    let lines =
      detail == .brief
      ? BriefInfo.lines(groups.flatMap(\.entries).sorted { $0.plan.id < $1.plan.id })
      : groups.flatMap(lines) + [summary] + skippedText
    // Line by line: no text of a file makes a line of its own.
    return lines.map(FileNameText.printable(_:)).joined(separator: "\n")
  }

  private var summary: String {
    let count = report.volumes.count
    let line =
      "\(count) volume\(count == 1 ? "" : "s"); \(report.filesRead) files read, "
      + "\(report.filesUsed) used, \(report.skipped.count) skipped"
    return line + (detail == .usual && !report.skipped.isEmpty ? " (\(more))" : "")
  }

  private func lines(of group: StudyGroup) -> [String] {
    [heading(group)] + group.entries.flatMap(volumeLines) + [""]
  }

  private func heading(_ group: StudyGroup) -> String {
    let header = group.entries.first?.origin.header
    let patient = group.patient.map { "Patient \($0)" } ?? "Patient not stated"
    var identity = ""
    if showIdentity, let header, group.patient != nil {
      let id = header.patientID.isEmpty ? "" : "ID \(header.patientID)"
      let words = [header.patientName, id].filter { !$0.isEmpty }
      identity = " (\(words.joined(separator: ", ")))"
    }
    let study = group.study.map { ", study \($0)" } ?? ""
    let words = [header?.studyDate, header?.studyDescription].compactMap(\.self)
      .filter { !$0.isEmpty }
    return patient + identity + study + (words.isEmpty ? "" : ": " + words.joined(separator: ", "))
  }

  private func volumeLines(_ entry: InfoEntry) -> [String] {
    let plan = entry.plan
    let series = plan.seriesNumber.map { ", series \($0)" } ?? ""
    var lines = ["Volume \(plan.id)  \(plan.shortText)\(series)", "  " + placeText(entry)]
    if detail == .complete {
      lines.append(
        "  \(axesText(plan.geometry)); centre \(pointText(plan.geometry.center)); "
          + "series \(plan.attributes.seriesInstanceUID ?? "unknown")")
    }
    lines += plan.phaseAxes.map(axisText)
    lines += findingLines(plan.findings)
    lines += entry.tags?.map { "  \($0.text)" } ?? []
    return lines
  }

  /// Spacing, direction, evenness, values, and the files.
  private func placeText(_ entry: InfoEntry) -> String {
    let grid = entry.plan.geometry
    let spacing = [grid.spacing.x, grid.spacing.y, grid.spacing.z].map(\.displayText)
    return "\(spacing.joined(separator: " × ")) mm, \(grid.planeWord), \(regularityText(grid))"
      + rangeText(entry) + "; " + entry.filesText
  }

  /// Warnings in sentences, notes by their codes.
  private func findingLines(_ findings: [Finding]) -> [String] {
    let warnings = findings.filter { $0.severity == .warning || detail == .complete }
    let lines = warnings.map { finding in
      "  \(finding.severity.rawValue): \(finding.code.rawValue): \(cut(finding.message))"
    }
    let notes = findings.filter { $0.severity == .note }.map(\.code.rawValue)
    guard detail != .complete, !notes.isEmpty else { return lines }
    return lines + ["  notes: " + notes.joined(separator: ", ")]
  }

  private func cut(_ text: String) -> String {
    text.count > longestText ? text.prefix(longestText) + "…" : text
  }

  /// Where the three voxel axes run: "columns L, rows P, slices H".
  private func axesText(_ grid: GridGeometry) -> String {
    let map = grid.voxelToPatient
    return "columns → \(map.x.orientationLetters), rows → \(map.y.orientationLetters), "
      + "slices → \(map.z.orientationLetters)"
  }

  private func axisText(_ axis: PhaseAxis) -> String {
    let shown = axis.values.prefix(shownValues).map { value in
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
      // What was never meant to be an image is the worst example of what was skipped.
      let ordered = files.filter { !$0.isCompanion } + files.filter(\.isCompanion)
      let shown = ordered.prefix(shownPaths).map {
        "\($0.path): \(cut(words.message(of: $0)))"
      }
      let heading = "  skipped, \(code.rawValue): \(files.count)"
      guard detail == .complete else { return [heading + "  (\(shown.joined()))"] }
      return [heading] + shown.map { "    " + $0 }
    }
  }
}

extension InfoEntry {
  /// "69 files in scans/ct/ from IM0001.dcm", or the path of the only one.
  var filesText: String {
    let count = plan.paths.count
    let place = origin.folder == "." ? "" : origin.folder
    return count == 1
      ? place + origin.firstFile
      : "\(count) files in \(origin.folder) from \(origin.firstFile)"
  }
}

extension GridGeometry {
  /// The patient plane that the slices lie in: "axial", or "oblique axial" if only nearly.
  var planeWord: String {
    let sizes = [normal.components.x, normal.components.y, normal.components.z].map(abs)
    let largest = sizes.max() ?? 0
    let names = ["sagittal", "coronal", "axial"]
    let word = names[sizes.firstIndex(of: largest) ?? 2]
    // cos 0.01°, within which planes pass through voxel centres.
    return largest >= 0.999_999_98 ? word : "oblique \(word)"
  }
}
