import Geometry
import SeriesLoading
import VolumeModel
public import VolumeRequests

extension InfoReport {
  /// A volume of `info --json`.
  public struct Volume: Encodable, Hashable, Sendable {
    /// The number that chooses the volume.
    public let id: Int
    /// Series Instance UID.
    public let seriesInstanceUID: String?
    /// Frame of Reference UID.
    public let frameOfReferenceUID: String?
    /// Modality.
    public let modality: String?
    /// Series Description.
    public let description: String?
    /// Columns, rows and slices.
    public let dimensions: [Int]
    /// Volumes of the same place.
    public let phases: Int
    /// What tells phases apart, the last axis fastest.
    public let phaseAxes: [PhaseAxisJSON]
    /// Voxel (i, j, k) → LPS mm, 4×4, row-major.
    public let affine: [Double]
    /// Millimetres between columns, rows and slices.
    public let spacing: [Double]
    /// The unit of values.
    public let unit: String?
    /// The smallest and largest value of all phases.
    public let range: [Float]?
    /// `regular`, `sheared` or `irregular`.
    public let regularity: String
    /// The angle between the way from slice to slice and their normal.
    public let shearDegrees: Double
    /// Millimetres along the normal from the first slice to each, of an irregular stack.
    public let slicePositions: [Double]?
    /// What a reader should know.
    public let findings: [FindingJSON]
    /// How many files hold it.
    public let files: Int
    /// The attributes of its middle slice, if they were asked for.
    public let tags: [TagLine]?
    /// Series Number.
    public let seriesNumber: Int?
    /// Study Instance UID.
    public let studyInstanceUID: String?
    /// Numbers that tell patients, and the studies of each, apart; they mean nothing else.
    public let patient: Int?
    /// The study among those of the patient.
    public let study: Int?
    /// When it was acquired, `2026-01-31`.
    public let date: String?
    /// The deepest folder that holds all files.
    public let folder: String
    /// The path of the first file from ``folder``.
    public let firstFile: String
    /// Who the patient is, if that was asked for.
    public let identity: Identity?

    /// The patient's name and number.
    public struct Identity: Encodable, Hashable, Sendable {
      /// Patient's Name.
      public let name: String
      /// Patient ID.
      public let id: String
    }

    private enum CodingKeys: CodingKey {
      case seriesNumber, studyInstanceUID, patient, study, date, folder, firstFile, coordinates
      case identity
      case id, seriesInstanceUID, frameOfReferenceUID, modality, description, dimensions, phases
      case phaseAxes, affine, spacing, unit, range, regularity, shearDegrees, slicePositions
      case findings, files, tags
    }

    /// Writes all keys: unknown texts and ranges are null, not absent, so that scripts find them.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(id, forKey: .id)
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
}

extension InfoReport.Volume {
  init(_ entry: InfoEntry, in group: StudyGroup, showsIdentity: Bool) {
    let header = entry.origin.header
    seriesNumber = entry.plan.seriesNumber
    studyInstanceUID = header?.studyInstanceUID.nonEmpty
    patient = group.patient
    study = group.study
    date = header?.date.nonEmpty
    folder = entry.origin.folder
    firstFile = entry.origin.firstFile
    identity =
      showsIdentity ? header.map { Identity(name: $0.patientName, id: $0.patientID) } : nil
    let plan = entry.plan
    let grid = plan.geometry
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
