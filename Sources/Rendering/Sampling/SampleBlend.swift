/// What becomes of the samples of a pixel.
///
/// Samples outside the volume and invalid ones take no part; a pixel without any other is NaN.
public enum SampleBlend: String, CaseIterable, Codable, Hashable, Sendable {
  /// The largest.
  case max
  /// The smallest.
  case min
  /// The mean, in which the two ends weigh half as much as the others.
  case mean
  /// The mean times the thickness in mm.
  case sum
}
