import Geometry
public import SeriesLoading
public import VolumeModel

/// A file or folder that `convert` or `resample` wrote.
public struct ConvertedVolume: Encodable, Hashable, Sendable {
  /// The file or folder.
  public let path: String
  /// The number of the volume in the input.
  public let volume: Int
  /// Its Series Instance UID.
  public private(set) var seriesInstanceUID: String?
  /// Columns, rows and slices.
  public let dimensions: [Int]
  /// Volumes one after the other along the fourth axis.
  public let phases: Int
  /// Voxel (i, j, k) → LPS mm, 4×4, row-major.
  public let affine: [Double]
  /// What the affine maps, in words.
  public let coordinates = "LPS mm, voxel centres"
  /// What a reader should know.
  public let findings: [FindingJSON]

  /// Tells of a file.
  ///
  /// - Parameters:
  ///   - path: The file or folder.
  ///   - grid: Where its voxels lie.
  ///   - phases: How many phases it holds.
  ///   - plan: The volume that it was made of.
  ///   - findings: What is to be known beside what the plan says.
  public init(
    path: String, grid: GridGeometry, phases: Int, plan: VolumePlan, findings: [Finding] = []
  ) {
    self.path = path
    volume = plan.id
    seriesInstanceUID = plan.attributes.seriesInstanceUID
    dimensions = grid.dimensions.ijk
    self.phases = phases
    affine = grid.voxelToPatient.rowMajor
    self.findings = (plan.findings + findings).map(FindingJSON.init)
  }
}

extension ConvertedVolume {
  /// The same without the series' identifier.
  var anonymous: ConvertedVolume {
    var volume = self
    volume.seriesInstanceUID = nil
    return volume
  }
}
