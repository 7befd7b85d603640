public import VolumeFiles

extension VolumePlan {
  /// What holds the voxels of a volume.
  public enum Source: Sendable {
    /// The slices of a series.
    case slices(PlannedSlices)
    /// A volume file.
    case volumeFile(VolumeFile)
  }

  /// The volume file that holds the voxels; nil if slices do.
  public var volumeFile: VolumeFile? {
    if case .volumeFile(let file) = source { file } else { nil }
  }

  /// The slices of each phase in order of k; none for a volume file.
  var phaseSlices: [[SliceSource]] {
    if case .slices(let slices) = source { slices.phases } else { [] }
  }

  /// The slices of the first phase; none for a volume file.
  var slices: [SliceSource] { phaseSlices.first ?? [] }

  /// The files of the slices, each once, in order of phases and of the first slice they hold; none
  /// for a volume file.
  var images: [ScannedImage] {
    if case .slices(let slices) = source { slices.images } else { [] }
  }
}

/// The slices of a series that make a volume.
public struct PlannedSlices: Sendable {
  /// Those of each phase in order of k.
  let phases: [[SliceSource]]
  /// Their files, each once, in order of phases and of the first slice they hold.
  let images: [ScannedImage]

  init(phases: [[SliceSource]]) {
    self.phases = phases
    var seen: Set<ObjectIdentifier> = []
    images = phases.joined().map(\.image).filter { seen.insert(ObjectIdentifier($0)).inserted }
  }

  /// The names of their files, each once, in order of phases and of the first slice they hold.
  public var paths: [String] { images.map(\.path) }
}
