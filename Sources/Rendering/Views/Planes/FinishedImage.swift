public import Reslicing
public import VolumeModel

/// A finished image, and where its pixels lie.
public struct FinishedImage: Sendable {
  /// The image.
  public let raster: Raster
  /// Where its pixels lie.
  public let place: ImagePlace
}

/// Where the pixels of an image lie in the patient.
public enum ImagePlace: Hashable, Sendable {
  /// In one plane.
  case plane(PlaneGeometry)
  /// In several planes side by side.
  case sheet([Tile])
  /// Along a curve.
  case curve(CurvedReformation)

  /// One of several planes in an image.
  public struct Tile: Hashable, Sendable {
    /// Where the tile's pixels lie.
    public let plane: PlaneGeometry
    /// Column and row of its upper left pixel.
    public let origin: SIMD2<Int>
  }
}
