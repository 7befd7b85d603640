import DICOMImaging
import VolumeFiles
public import VolumeModel

/// A volume that can be loaded: everything is known of it but its voxels.
public struct VolumePlan: Sendable {
  /// The number that `info` prints, from 1.
  public internal(set) var id: Int
  /// Series Number, which orders volumes.
  public let seriesNumber: Int?
  /// Where the voxels will lie.
  public let geometry: GridGeometry
  /// What tells the phases apart, the last axis fastest; empty if there is one phase.
  public let phaseAxes: [PhaseAxis]
  /// What a reader should know.
  public internal(set) var findings: [Finding]
  /// Why the volume has no values of the kind that was wanted (`VolumeLoader.values`); nil if it
  /// has.
  public internal(set) var valueProblem: String?
  /// What holds the voxels.
  public let source: Source
  /// Memory that was made ready for the voxels of the first that is loaded; nil if none was.
  var reserve: VoxelReserve?
  /// What else is known of each phase.
  let phaseAttributes: [VolumeAttributes]

  /// How many volumes of the same place there are: 1 unless the series is four-dimensional.
  public var phases: Int {
    switch source {
    case .slices(let slices): slices.phases.count
    case .volumeFile(let file): file.phases
    }
  }

  /// What else is known; where phases differ, of the first.
  public var attributes: VolumeAttributes { phaseAttributes[0] }

  /// The files of the volume, each once, in order of phases and of the first slice they hold.
  public var paths: [String] {
    switch source {
    case .slices(let slices): slices.paths
    case .volumeFile(let file): file.paths
    }
  }

  /// The file that holds the middle slice (n/2, rounded down) of the first phase.
  public var middlePath: String {
    switch source {
    case .slices: slices[slices.count / 2].path
    case .volumeFile(let file): file.path
    }
  }

  /// Bytes that the voxels of one phase take, with their validity mask if there is one.
  public var memoryBytes: Int {
    let voxels = geometry.dimensions.voxelCount
    let hasPadding =
      switch source {
      case .slices(let slices): slices.phases.indices.contains(where: hasPadding)
      case .volumeFile(let file): !file.voxelType.isInteger
      }
    return voxels * 4 + (hasPadding ? voxels / 8 : 0)
  }

  /// Whether some voxel of a phase may hold no value: a stored value stands for that, samples
  /// are floats, which may be no number, or a real-world mapping leaves some out.
  func hasPadding(inPhase phase: Int) -> Bool {
    phaseSlices[phase].contains(where: \.mayLackValues)
  }
}
