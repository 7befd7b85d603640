/// How rays see the values between voxels.
public enum RayInterpolation: String, CaseIterable, Codable, Hashable, Sendable {
  /// Trilinear, with gradients mixed from the differences of voxels.
  case linear
  /// The cubic convolution with a = −1/2 over 4×4×4 voxels, with its own gradients.
  case catmullRom = "catmull-rom"
  /// The interpolating cubic B-spline, with its own gradients. Its coefficients take the memory of a volume
  /// of floats.
  case cubic
  /// The cubic B-spline of the voxels themselves, which passes by them instead of through them: the
  /// smoothest surfaces of thick slices and of noise. What is as small as a voxel fades.
  case smooth
}

/// What of a ray has colour and opacity.
public enum RayClassification: String, CaseIterable, Codable, Hashable, Sendable {
  /// Each sample, for the half steps before and behind it.
  case sampled
  /// Each way between two samples, on which the value runs evenly from the one to the other: no curve is
  /// too steep for the step (pre-integrated classification).
  case preintegrated
}
