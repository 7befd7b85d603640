import DICOMImaging
import PixelCoding

/// Series of a single slice each that were one series before an export gave every file a Series
/// Instance UID of its own.
///
/// They are joined only if nothing but that UID keeps them apart, and they make an even stack of
/// three slices at least. Localizers do not: their directions differ.
struct LoneSlices {
  let tolerances: StackTolerances

  /// A series, or several that are one.
  struct Series {
    var slices: [SliceSource]
    var finding: Finding?
  }

  /// Joins what belongs together.
  ///
  /// - Parameter series: The slices of each series.
  /// - Returns: All series; those that were joined carry a finding.
  func joined(_ series: [[SliceSource]]) -> [Series] {
    var result: [Series] = []
    var lone: [Likeness: [SliceSource]] = [:]
    for slices in series {
      if let likeness = Likeness(slices) {
        lone[likeness, default: []] += slices
      } else {
        result.append(Series(slices: slices))
      }
    }
    var single: [SliceSource] = []
    for slices in lone.values {
      if isEvenStack(slices) {
        result.append(Series(slices: slices, finding: Self.joined(slices.count)))
      } else {
        single += slices
      }
    }
    let alike = Dictionary(grouping: single) { Form($0) }
    for slices in alike.values {
      let finding = isEvenStack(slices) ? Self.hint(slices.count) : nil
      result += slices.map { Series(slices: [$0], finding: finding) }
    }
    return result
  }

  private func isEvenStack(_ slices: [SliceSource]) -> Bool {
    guard slices.count >= 3, let first = slices[0].plane,
      slices.allSatisfy({ slice in
        slice.plane.map { StackGrouping(tolerances: tolerances).isParallel(first, $0) } ?? false
      }), let stack = try? StackGeometry(slices, tolerances: tolerances)
    else { return false }
    return stack.deviation.isEven
  }

  private static func joined(_ count: Int) -> Finding {
    Finding(
      .seriesUIDVaries, severity: .warning,
      message:
        "\(count) series of one slice each were joined: they are of one study, agree in Series "
        + "Number, description, size, spacing and type, and make an even stack; each has a Series "
        + "Instance UID of its own", values: ["series": [Double(count)]])
  }

  private static func hint(_ count: Int) -> Finding {
    Finding(
      .seriesUIDVaries, severity: .note,
      message:
        "\(count) series of the study hold one slice each, and would make an even stack; they differ "
        + "in Series Number, description or type, and so were not joined: if they are one series, "
        + "give their files one Series Instance UID and one Series Number",
      values: ["series": [Double(count)]])
  }

  /// What series of one slice have in common if they could be one at all.
  private struct Form: Hashable {
    let patient: PatientIdentity
    let studyInstanceUID: String
    let modality: String?
    let columns: Int
    let rows: Int

    init(_ slice: SliceSource) {
      patient = slice.header.series.patient
      studyInstanceUID = slice.header.series.studyInstanceUID
      modality = slice.header.series.modality
      columns = slice.format.columns
      rows = slice.format.rows
    }
  }

  /// What series of one slice must agree in to be one.
  private struct Likeness: Hashable {
    let patient: PatientIdentity
    let studyInstanceUID: String
    let number: Int?
    let description: String?
    let modality: String?
    let kernel: DistinctionValue?
    let key: StackKey
    let columnSpacing: Double
    let rowSpacing: Double

    /// Nil unless the series holds one image of one frame in a study that has a UID.
    init?(_ slices: [SliceSource]) {
      guard slices.count == 1, let plane = slices[0].plane,
        slices[0].header.pixels.frameCount == 1
      else { return nil }
      let series = slices[0].header.series
      guard !series.studyInstanceUID.isEmpty, !series.instanceUID.isEmpty else { return nil }
      patient = series.patient
      studyInstanceUID = series.studyInstanceUID
      number = series.number
      description = series.description
      modality = series.modality
      kernel = slices[0].frame.value(of: .kernel)
      key = StackKey(slices[0], withDescription: true)
      columnSpacing = plane.columnSpacing
      rowSpacing = plane.rowSpacing
    }
  }
}
