import Sagitta

/// One volume of `info`.
struct InfoEntry {
  let plan: VolumePlan
  let range: ClosedRange<Float>?
  let tags: [TagLine]?
}

/// What `info --json` prints; names and meanings are stable, additions are allowed.
struct InfoReport: Encodable {
  struct Volume: Encodable {
    let id: Int
    let seriesInstanceUID: String?
    let frameOfReferenceUID: String?
    let modality: String?
    let description: String?
    let dimensions: [Int]
    let phases: Int
    let phaseAxes: [PhaseAxisJSON]
    let affine: [Double]
    let spacing: [Double]
    let unit: String?
    let range: [Float]?
    let regularity: String
    let shearDegrees: Double
    let slicePositions: [Double]?
    let findings: [FindingJSON]
    let files: Int
    let tags: [TagLine]?

    enum CodingKeys: CodingKey {
      case id, seriesInstanceUID, frameOfReferenceUID, modality, description, dimensions, phases
      case phaseAxes, affine, spacing, unit, range, regularity, shearDegrees, slicePositions
      case findings, files, tags
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(id, forKey: .id)
      // Unknown texts and ranges are null, not absent, so that scripts find every key.
      try container.encode(seriesInstanceUID, forKey: .seriesInstanceUID)
      try container.encode(frameOfReferenceUID, forKey: .frameOfReferenceUID)
      try container.encode(modality, forKey: .modality)
      try container.encode(description, forKey: .description)
      try container.encode(dimensions, forKey: .dimensions)
      try container.encode(phases, forKey: .phases)
      try container.encode(phaseAxes, forKey: .phaseAxes)
      try container.encode(affine, forKey: .affine)
      try container.encode(spacing, forKey: .spacing)
      try container.encode(unit, forKey: .unit)
      try container.encode(range, forKey: .range)
      try container.encode(regularity, forKey: .regularity)
      try container.encode(shearDegrees, forKey: .shearDegrees)
      try container.encodeIfPresent(slicePositions, forKey: .slicePositions)
      try container.encode(findings, forKey: .findings)
      try container.encode(files, forKey: .files)
      try container.encodeIfPresent(tags, forKey: .tags)
    }
  }

  struct Files: Encodable {
    let read: Int
    let used: Int
    let skipped: [SkippedJSON]
  }

  struct SkippedJSON: Encodable {
    let path: String
    let code: String
    let message: String
  }

  let volumes: [Volume]
  let files: Files

  private let entries: [InfoEntry]
  private let report: SeriesReport

  private enum CodingKeys: CodingKey {
    case volumes, files
  }

  init(entries: [InfoEntry], report: SeriesReport) {
    (self.entries, self.report) = (entries, report)
    volumes = entries.map(Volume.init)
    files = Files(
      read: report.filesRead, used: report.filesUsed,
      skipped: report.skipped.map {
        SkippedJSON(path: $0.path, code: $0.code.rawValue, message: $0.message)
      })
  }

  /// The report for people.
  var text: String {
    InfoText(entries: entries, report: report).text
  }
}

extension InfoReport.Volume {
  init(_ entry: InfoEntry) {
    let (plan, grid) = (entry.plan, entry.plan.geometry)
    id = plan.id
    seriesInstanceUID = plan.attributes.seriesInstanceUID
    frameOfReferenceUID = plan.attributes.frameOfReferenceUID
    modality = plan.attributes.modality
    description = plan.attributes.description
    dimensions = grid.dimensions.ijk
    phases = plan.phases
    phaseAxes = plan.phaseAxes.map(PhaseAxisJSON.init)
    affine = grid.voxelToPatient.rowMajor
    spacing = [grid.spacing.x, grid.spacing.y, grid.spacing.z]
    unit = plan.attributes.unit
    range = entry.range.flatMap { range in
      let ends = [range.lowerBound, range.upperBound]
      return ends.allSatisfy(\.isFinite) ? ends : nil
    }
    regularity = grid.regularity.rawValue
    shearDegrees = grid.shearDegrees
    slicePositions = grid.slicePositions
    findings = plan.findings.map(FindingJSON.init)
    files = plan.paths.count
    tags = entry.tags
  }
}

/// An axis of phases as JSON.
struct PhaseAxisJSON: Encodable {
  let tag: String
  let name: String
  let values: [Value]
  let directions: [[Double]?]?
  /// The frame of the directions: `patient` is LPS.
  let directionFrame: String?

  struct Value: Encodable {
    let value: PhaseAxis.Value

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch value {
      case .number(let number): try container.encode(number)
      case .text(let text): try container.encode(text)
      }
    }
  }

  init(_ axis: PhaseAxis) {
    tag = axis.tag.description
    name = axis.name
    values = axis.values.map { Value(value: $0) }
    directions = axis.directions
    directionFrame = axis.directionFrame
  }
}

/// A finding as JSON.
struct FindingJSON: Encodable {
  let code: String
  let severity: String
  let message: String
  /// What the user can do.
  let advice: String
  let values: [String: [Double]]
  let files: [String]

  init(_ finding: Finding) {
    code = finding.code.rawValue
    severity = finding.severity.rawValue
    message = finding.message
    advice = finding.code.advice
    values = finding.values
    files = finding.files
  }
}
