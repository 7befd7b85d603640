/// A picture of modality values in space: floats, not yet black or white.
public struct PlaneImage: Hashable, Sendable {
  /// Where the pixels lie.
  public let geometry: PlaneGeometry

  /// One value for each pixel, row by row from the top left; NaN where the volume has no
  /// valid value.
  public let values: [Float]

  /// Creates a picture.
  ///
  /// - Precondition: There are width × height values.
  public init(geometry: PlaneGeometry, values: [Float]) {
    precondition(values.count == geometry.width * geometry.height, "one value for each pixel")
    self.geometry = geometry
    self.values = values
  }

  /// The value at a column and row; NaN where there is none.
  ///
  /// - Precondition: The pixel lies in the picture.
  public subscript(column: Int, row: Int) -> Float {
    precondition(
      column >= 0 && column < geometry.width && row >= 0 && row < geometry.height,
      "pixel (\(column), \(row)) lies in the picture")
    return values[row * geometry.width + column]
  }
}
