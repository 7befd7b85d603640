import DICOMImaging
import VolumeModel

/// How the values of a slice are made that are not the modality's own.
enum ValueMapping: Sendable {
  /// Modality values times a factor.
  case scaled(by: Double, unit: String)
  /// Stored values through a map of the real world.
  case realWorld(RealWorldMapping)

  /// The unit of the values, if it is known.
  var unit: String? {
    switch self {
    case .scaled(_, let unit): unit
    case .realWorld(let mapping): mapping.unit
    }
  }

  /// The file's own window, if it can be said in these values.
  func window(_ window: StoredWindow) -> StoredWindow? {
    guard case .scaled(let factor, _) = self else { return nil }
    return window.scaled(by: factor)
  }
}

/// Turns planned volumes of modality values into those of other values.
struct ValueChoice {
  let kind: ValueKind

  /// SUV as `info` prints it.
  static let suvUnit = "SUVbw"

  /// Maps the values of every plan; one that has no such values says why.
  func apply(to plans: [VolumePlan], images: [ScannedImage]) -> [VolumePlan] {
    switch kind {
    case .modality: return plans
    case .realWorld: return plans.map(realWorld)
    case .suvBodyWeight:
      // All images of a series, whatever became of them, tell when its scan began.
      let series = Dictionary(grouping: images, by: \.header.series.instanceUID)
      return plans.map { suv($0, series: series[$0.attributes.seriesInstanceUID ?? ""] ?? []) }
    }
  }

  private func suv(_ plan: VolumePlan, series: [ScannedImage]) -> VolumePlan {
    let facts = series.compactMap(\.header.pet)
    do throws(BodyWeightSUV.Problem) {
      guard !facts.isEmpty, facts.count == series.count else { throw .notPET }
      let suv = try BodyWeightSUV(facts)
      var mapped = plan.mapped { _ in .scaled(by: suv.factor, unit: Self.suvUnit) }
      mapped.findings.append(finding(suv))
      return mapped
    } catch {
      return plan.without("standardised uptake values: \(error)")
    }
  }

  private func finding(_ suv: BodyWeightSUV) -> Finding {
    var values = ["factor": [suv.factor]]
    values["doseBq"] = suv.dose.map { [$0] }
    values["decaySeconds"] = suv.decaySeconds.map { [$0] }
    let decay =
      suv.decaySeconds.map {
        ", \(($0 / 60).shortText) min after the injection"
      } ?? ""
    let dose = suv.dose.map { "; \(($0 / 1e6).shortText) MBq were left\(decay)" } ?? ""
    return Finding(
      .suv, severity: .note,
      message: "values are standardised uptake values by body weight, \(suv.factor) for one "
        + "unit\(dose)", values: values)
  }

  private func realWorld(_ plan: VolumePlan) -> VolumePlan {
    let mappings = plan.allSlices.map(\.frame.realWorld)
    guard let first = mappings.compactMap(\.self).first, !mappings.contains(nil) else {
      return plan.without(
        "real-world values: Real World Value Mapping Sequence (0040,9096) is missing or makes no "
          + "sense")
    }
    guard mappings.allSatisfy({ $0?.unit == first.unit }) else {
      return plan.without("real-world values: their unit changes from slice to slice")
    }
    var mapped = plan.mapped { $0.frame.realWorld.map(ValueMapping.realWorld) }
    let unit = first.unit.map { " in \($0)" } ?? ""
    let label = first.label.map { " (\($0))" } ?? ""
    mapped.findings.append(
      Finding(
        .realWorldValues, severity: .note,
        message:
          "values are those of the files' real-world mapping\(label)\(unit), for stored values "
          + "\(first.stored.lowerBound.shortText) … \(first.stored.upperBound.shortText); others "
          + "have no value",
        values: ["stored": [first.stored.lowerBound, first.stored.upperBound]]))
    return mapped
  }
}

extension VolumePlan {
  /// The slices of all phases.
  var allSlices: [SliceSource] { phaseSlices.flatMap(\.self) }

  /// The same volume, its slices' values mapped.
  func mapped(_ mapping: (SliceSource) -> ValueMapping?) -> VolumePlan {
    var mapped = VolumePlan(
      phases: phaseSlices.map { $0.map { $0.mapped(by: mapping($0)) } }, axes: phaseAxes,
      geometry: geometry, findings: findings, hasPatientFrame: attributes.hasPatientFrame)
    mapped.id = id
    return mapped
  }

  /// The same volume, which has none of the values that are wanted; why.
  func without(_ reason: String) -> VolumePlan {
    var plan = self
    plan.valueProblem = reason
    plan.findings.append(
      Finding(.valuesUnavailable, severity: .warning, message: "the volume has no \(reason)"))
    return plan
  }
}
