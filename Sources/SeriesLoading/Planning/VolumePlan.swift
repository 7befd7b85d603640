import DICOMImaging
public import VolumeModel

/// A volume that can be loaded: everything is known of it but its voxels.
public struct VolumePlan: Sendable {
  /// The number that `info` prints, from 1.
  public internal(set) var id: Int
  /// Series Number, which orders volumes.
  public let seriesNumber: Int?
  /// Where the voxels will lie.
  public let geometry: GridGeometry
  /// What else is known.
  public let attributes: VolumeAttributes
  /// What a reader should know.
  public internal(set) var findings: [Finding]
  /// The slices in order of k.
  let slices: [SliceSource]

  /// The files of the volume, each once, in order of the first slice they hold.
  public var paths: [String] { images.map(\.path) }

  /// The files of the volume, each once, in order of the first slice they hold.
  var images: [ScannedImage] {
    var seen: Set<ObjectIdentifier> = []
    return slices.map(\.image).filter { seen.insert(ObjectIdentifier($0)).inserted }
  }

  /// The file that holds the middle slice (n/2, rounded down).
  public var middlePath: String { slices[slices.count / 2].path }

  /// Bytes that the voxels take, with their validity mask if there is one.
  public var memoryBytes: Int {
    let voxels = geometry.dimensions.voxelCount
    return voxels * 4 + (hasPadding ? voxels / 8 : 0)
  }

  /// Whether a stored value of some slice stands for "no value here".
  var hasPadding: Bool { slices.contains { $0.header.pixels.padding != nil } }
}
