public import VolumeModel

/// What a projection keeps of the samples of a ray.
public enum ProjectionBlend: String, CaseIterable, Codable, Hashable, Sendable {
  /// The largest: maximum intensity projection.
  case max
  /// The smallest: minimum intensity projection.
  case min
  /// The mean along the way through the volume.
  case mean
}

/// A projection and where it came from.
public struct Projection: Hashable, Sendable {
  /// One value for each pixel, NaN where no sample counts; its geometry is the plane through the
  /// camera's `Camera.lookAt`, which for a perspective picture holds in that plane only.
  public let image: PlaneImage

  /// For each pixel where its extreme lies, in mm along the ray; nil unless asked for.
  ///
  /// Counted from the plane through the volume's centre, of a perspective picture from the
  /// camera; the first of equal ones. NaN where no sample counts.
  public let depths: [Float]?
}
