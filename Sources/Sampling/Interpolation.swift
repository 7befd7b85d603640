/// How a value between voxel centres is made from the voxels around it.
public enum Interpolation: String, CaseIterable, Hashable, Sendable {
  /// The value of the closest voxel; half-way the one with the higher index.
  case nearest
  /// Trilinear: the 2×2×2 voxels around the place.
  case linear
}
