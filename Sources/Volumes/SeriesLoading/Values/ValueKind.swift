/// What the voxels of a volume are.
public enum ValueKind: String, CaseIterable, Codable, Hashable, Sendable {
  /// Modality values: stored values after slope and intercept, or the modality table.
  case modality
  /// Standardised uptake values by body weight, of PET.
  case suvBodyWeight = "suv-body-weight"
  /// What the first Real World Value Mapping of each image says. It applies to stored values, not
  /// to modality values, and voxels outside its range have no value.
  case realWorld = "real-world"
}
