import DICOMModel
public import Geometry

/// What an image without a whole plane still says of its place.
public struct StatedPlace: Hashable, Sendable {
  /// Image Position (Patient) in LPS mm, if it is there and makes sense.
  public let position: PatientPoint?
  /// Image Orientation (Patient), if it is there and makes sense.
  public let directions: ImageDirections?
  /// Pixel Spacing in mm, if it is there and makes sense.
  public let spacing: Spacing?

  /// The distances of neighbouring columns and rows in mm.
  public struct Spacing: Hashable, Sendable {
    /// From a column to the next: the second value of Pixel Spacing.
    public let columns: Double
    /// From a row to the next: the first value.
    public let rows: Double
  }

  /// Reads what a frame says.
  init(_ attributes: FrameAttributes) {
    let point = attributes.doubles(.imagePositionPatient) ?? []
    position =
      point.count == 3 && point.allSatisfy(\.isFinite)
      ? PatientPoint(point[0], point[1], point[2]) : nil
    directions = ImageDirections(cosines: attributes.doubles(.imageOrientationPatient))
    let distances = attributes.doubles(.pixelSpacing) ?? []
    spacing =
      distances.count == 2 && distances.allSatisfy { $0.isFinite && $0 > 0 }
      ? Spacing(columns: distances[1], rows: distances[0]) : nil
  }

  /// The plane that spacings from elsewhere complete; nil unless position and directions are
  /// stated.
  ///
  /// A spacing that is stated is kept.
  public func plane(columnSpacing: Double, rowSpacing: Double) -> ImagePlane? {
    guard let position, let directions else { return nil }
    return ImagePlane(
      position: position, rowDirection: directions.row, columnDirection: directions.column,
      columnSpacing: spacing?.columns ?? columnSpacing, rowSpacing: spacing?.rows ?? rowSpacing)
  }
}
