public import VolumeModel
import WorkScheduling

/// A volume file whose header was read: everything is known of it but its voxels.
public struct VolumeFile: Sendable {
  /// The file that was named; the header, if the voxels lie apart.
  public let path: String
  /// The kind of file.
  public let format: VolumeFileFormat
  /// The files that hold it, the header first.
  public let paths: [String]
  /// Where the voxels lie.
  public let geometry: GridGeometry
  /// How many volumes of the same place there are: 1 unless the array has a fourth axis.
  public let phases: Int
  /// When the phases were taken, if the file says so.
  public let phaseTimes: PhaseTimes?
  /// What else is known.
  public let attributes: VolumeAttributes
  /// How voxels are stored.
  public var voxelType: VoxelType { stored.type }

  /// What departs from the format and was got over, in words; nil if nothing does.
  public let nonconformance: String?

  /// Whether the file says that its voxels are labels: numbers of things, between which there is nothing.
  public let holdsLabels: Bool

  let source: VoxelSource
  let layout: VoxelLayout
  let stored: StoredFormat
  /// What the file says of the bytes beside its voxels, where those lie as they are.
  var sum: StoredSum?

  /// Bytes that the float voxels of one phase take.
  public var memoryBytes: Int { geometry.dimensions.voxelCount * MemoryLayout<Float>.stride }

  /// Bytes that the voxels of all phases take in the file, unpacked.
  var storedBytes: Int { geometry.dimensions.voxelCount * phases * stored.type.size }

  /// The voxel bytes in order; nil if they can be read from anywhere.
  func stream(_ context: WorkContext) throws -> (any VoxelStream)? {
    try source.stream(storedBytes, context: unpacking(context))
  }
}

/// Equally spaced times of phases.
public struct PhaseTimes: Hashable, Sendable {
  /// Seconds at the first phase.
  public let first: Double
  /// Seconds from phase to phase.
  public let step: Double

  /// Creates times.
  public init(first: Double, step: Double) {
    self.first = first
    self.step = step
  }
}
