package import VolumeModel

extension VolumeAttributes {
  /// The name of the preset that suits the modality, for those who named none.
  package var defaultPreset: String {
    switch modality {
    case "CT": "ct-bone"
    case "PT", "NM": "pet"
    default: "mr-default"
    }
  }
}
