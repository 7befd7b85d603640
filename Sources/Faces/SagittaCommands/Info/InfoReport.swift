import Sagitta

/// One volume of `info`.
struct InfoEntry {
  let plan: VolumePlan
  let range: ClosedRange<Float>?
  let tags: [TagLine]?
  let origin: VolumeOrigin
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
    let seriesNumber: Int?
    let studyInstanceUID: String?
    /// Numbers that tell patients, and the studies of each, apart; they mean nothing else.
    let patient: Int?
    let study: Int?
    /// When it was acquired, `2026-01-31`.
    let date: String?
    /// The deepest folder that holds all files, and the path of the first from there.
    let folder: String
    let firstFile: String
    /// Who the patient is, if that was asked for.
    let identity: Identity?

    /// The patient's name and number.
    struct Identity: Encodable {
      let name: String
      let id: String
    }

    enum CodingKeys: CodingKey {
      case seriesNumber, studyInstanceUID, patient, study, date, folder, firstFile, coordinates
      case identity
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
      try encodeOrigin(into: &container)
    }

    private func encodeOrigin(
      into container: inout KeyedEncodingContainer<CodingKeys>
    ) throws {
      try container.encode("LPS mm, voxel centres", forKey: .coordinates)
      try container.encode(seriesNumber, forKey: .seriesNumber)
      try container.encode(studyInstanceUID, forKey: .studyInstanceUID)
      try container.encode(patient, forKey: .patient)
      try container.encode(study, forKey: .study)
      try container.encode(date, forKey: .date)
      try container.encode(folder, forKey: .folder)
      try container.encode(firstFile, forKey: .firstFile)
      try container.encodeIfPresent(identity, forKey: .identity)
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
  /// That there is no volume; absent if there are some.
  let error: Failure?

  init(_ groups: [StudyGroup], report: SeriesReport, showIdentity: Bool, _ error: Failure?) {
    self.error = error
    volumes = groups.flatMap { group in
      group.entries.map { Volume($0, in: group, showIdentity: showIdentity) }
    }.sorted { $0.id < $1.id }
    files = Files(
      read: report.filesRead, used: report.filesUsed,
      skipped: report.skipped.map {
        SkippedJSON(
          path: $0.path, code: $0.code.rawValue, message: RemedyWords.commandLine.message(of: $0))
      })
  }
}

extension InfoReport.Volume {
  init(_ entry: InfoEntry, in group: StudyGroup, showIdentity: Bool) {
    let header = entry.origin.header
    seriesNumber = entry.plan.seriesNumber
    studyInstanceUID = header?.studyInstanceUID.nonEmpty
    patient = group.patient
    study = group.study
    date = header?.date.nonEmpty
    folder = entry.origin.folder
    firstFile = entry.origin.firstFile
    identity =
      showIdentity ? header.map { Identity(name: $0.patientName, id: $0.patientID) } : nil
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

extension String {
  /// Nil for an empty text.
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
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
    advice = RemedyWords.commandLine.advice(
      finding.code.advice, remedies: finding.code.remedies)
    values = finding.values
    files = finding.files
  }
}
