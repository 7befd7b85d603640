package import SagittaEngine

extension OutputTarget {
  /// Whether DICOM is written.
  package var isDICOM: Bool { if case .dicom = self { true } else { false } }

  /// Whether a whole volume can be written there: value files and DICOM, not pictures.
  package var holdsVolumes: Bool {
    switch self {
    case .values, .valueFiles, .dicom: true
    case .picture, .pictures: false
    }
  }

  /// Refuses names that only pictures have, before anything is read.
  package func checkNamesOfVolumes() throws {
    guard case .valueFiles(.pattern(let pattern), _) = self, pattern.namesPictures else { return }
    throw OutputError { _ in
      "{plane} and {index} name pictures; a volume has {volume} and {series}"
    }
  }

  /// Refuses values that no derived image holds, before anything is read.
  ///
  /// Derived images say of their values what the source says of its own.
  package func check(_ values: ValueKind) throws {
    guard isDICOM, values != .modality else { return }
    let field = values == .suvBodyWeight ? "suv" : "realWorld"
    throw OutputError { name in
      "DICOM is written in modality values; leave \(name(field)) out, "
        + "or write a value file, such as .nii.gz"
    }
  }

  /// What derived objects take over from the images of a volume; nil unless DICOM is written, and
  /// for a volume file, which has none.
  package func source(
    of plan: VolumePlan, phase: Int, loader: VolumeLoader
  ) throws -> SourceImages? {
    guard isDICOM, plan.volumeFile == nil else { return nil }
    return try loader.sourceImages(of: plan, phase: phase)
  }
}
