import Sagitta

extension OutputTarget {
  /// Whether DICOM is written.
  var isDICOM: Bool { if case .dicom = self { true } else { false } }

  /// Whether a whole volume can be written there: value files and DICOM, not pictures.
  var holdsVolumes: Bool {
    switch self {
    case .values, .valueFiles, .dicom: true
    case .picture, .pictures: false
    }
  }

  /// What derived objects take over from the images of a volume; nil unless DICOM is written, and
  /// for a volume file, which has none.
  func source(
    of plan: VolumePlan, phase: Int, _ loader: VolumeLoader
  ) throws -> SourceImages? {
    guard isDICOM, plan.volumeFile == nil else { return nil }
    guard loader.values == .modality else {
      // Derived images say of their values what the source says of its own.
      throw UsageError("DICOM is written in modality values; leave --suv or --real-world out")
    }
    return try loader.sourceImages(of: plan, phase: phase)
  }
}
