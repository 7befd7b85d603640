/// How the voxels of a loaded series are kept.
public enum StorageChoice: String, CaseIterable, Codable, Hashable, Sendable {
  /// As floats.
  case float
  /// As the stored integers of up to 16 bits wherever these, with their rescale, give the same floats
  /// bit for bit; half the memory. Otherwise as floats.
  case compact
  /// As integers in volumes of 2²⁴ voxels and more, where these are the values but for a whole number that
  /// is added: what projections take longer is about what loading takes less. Otherwise as floats, with
  /// which smaller volumes are faster.
  case automatic = "auto"

  /// The fewest voxels of a phase that ``automatic`` keeps as integers: their floats take 64 MiB.
  static var fewestAutomaticVoxels: Int { 1 << 24 }
}
