import Sagitta

/// A file that `convert` or `resample` wrote.
struct ConvertedVolume: Encodable {
  let path: String
  let volume: Int
  let seriesInstanceUID: String?
  let dimensions: [Int]
  /// Volumes one after the other along the fourth axis.
  let phases: Int
  /// Voxel (i, j, k) → LPS mm, 4×4, row-major.
  let affine: [Double]
  /// What the affine maps, in words.
  let coordinates = "LPS mm, voxel centres"
  let findings: [FindingJSON]

  init(
    path: String, _ grid: GridGeometry, phases: Int, _ plan: VolumePlan, _ others: [Finding] = []
  ) {
    self.path = path
    self.volume = plan.id
    seriesInstanceUID = plan.attributes.seriesInstanceUID
    dimensions = grid.dimensions.ijk
    self.phases = phases
    affine = grid.voxelToPatient.rowMajor
    findings = (plan.findings + others).map(FindingJSON.init)
  }
}
