import SagittaEngine

/// What is told of a volume.
struct VolumeReport: Encodable {
  let dimensions: [Int]
  let affine: [Double]
  let spacing: [Double]
  let unit: String?
  let modality: String?
  let description: String?
  let range: [Float]?
  let regularity: String
  let shearDegrees: Double
  let slicePositions: [Double]?
  let findings: [FindingJSON]
  let phase: Int
  let phases: Int
  let phaseAxes: [PhaseAxisJSON]
  let seriesInstanceUID: String?
  let frameOfReferenceUID: String?
  let isInverted: Bool
  let hasPatientFrame: Bool
  let hasInvalid: Bool
  let windows: [WindowJSON]
  let notices: [String]

  init(_ object: VolumeObject) {
    let volume = object.volume
    let grid = volume.geometry
    let plan = object.origin?.plan
    dimensions = grid.dimensions.ijk
    affine = grid.voxelToPatient.rowMajor
    spacing = [grid.spacing.x, grid.spacing.y, grid.spacing.z]
    unit = volume.attributes.unit
    modality = volume.attributes.modality
    description = volume.attributes.description
    range = volume.valueRange.flatMap { range in
      let ends = [range.lowerBound, range.upperBound]
      return ends.allSatisfy(\.isFinite) ? ends : nil
    }
    regularity = grid.regularity.rawValue
    shearDegrees = grid.shearDegrees
    slicePositions = grid.slicePositions
    findings = (plan?.findings ?? []).map(FindingJSON.init)
    phase = object.origin?.phase ?? 0
    phases = plan?.phases ?? 1
    phaseAxes = (plan?.phaseAxes ?? []).map(PhaseAxisJSON.init)
    seriesInstanceUID = volume.attributes.seriesInstanceUID
    frameOfReferenceUID = volume.attributes.frameOfReferenceUID
    isInverted = volume.attributes.isInverted
    hasPatientFrame = volume.attributes.hasPatientFrame
    hasInvalid = volume.validity != nil
    windows = volume.attributes.windows.map(WindowJSON.init)
    notices = object.notices
  }
}
