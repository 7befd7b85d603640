/// What keeps fine structures from turning into false coarse ones where samples lie farther apart
/// than voxels.
public enum Antialiasing: String, CaseIterable, Codable, Hashable, Sendable {
  /// Nothing: every value is one interpolation.
  case none
  /// The kernel is widened along each voxel axis by the factor by which samples lie farther apart
  /// than voxels, except across the slices of an irregular stack, and never for
  /// `Interpolation.nearest`, whose values are those of voxels. For pictures oblique to the
  /// voxels the volume is filtered so first, which is kept for the next picture.
  case widenedKernel
}
