public import Geometry

/// A rectangle of pixels in the patient.
///
/// The picture's `right` and `down` have length 1 and are perpendicular but for the stored
/// slices of files that are slightly off. The viewer looks along `right × down`.
public struct PlaneGeometry: Hashable, Sendable {
  /// Pixels in a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// The direction of a row, from the left to the right of the picture; length 1.
  public let right: PatientVector
  /// The direction of a column, from the top to the bottom of the picture; length 1.
  public let down: PatientVector
  /// The centre of the picture, in LPS mm.
  public let center: PatientPoint
  /// The distance of pixel centres in a row, in mm.
  public let pixelWidth: Double
  /// The distance of rows, in mm.
  public let pixelHeight: Double

  /// Creates a rectangle of pixels around its centre.
  ///
  /// Gives nil if a size is not positive, there are more pixels than can be counted, a number is not
  /// finite, or the directions do not span a plane.
  ///
  /// - Parameters:
  ///   - width: Pixels in a row.
  ///   - height: Rows.
  ///   - right: The direction of a row; need not have length 1.
  ///   - down: The direction of a column; need not have length 1.
  ///   - center: The centre of the picture in LPS mm.
  ///   - pixelWidth: The distance of pixel centres in a row, in mm.
  ///   - pixelHeight: The distance of rows, in mm; as `pixelWidth` if nil.
  public init?(
    width: Int, height: Int, right: PatientVector, down: PatientVector, center: PatientPoint,
    pixelWidth: Double, pixelHeight: Double? = nil
  ) {
    let pixelHeight = pixelHeight ?? pixelWidth
    guard width > 0, height > 0, !width.multipliedReportingOverflow(by: height).overflow,
      center.isFinite, pixelWidth.isFinite, pixelHeight.isFinite,
      pixelWidth > 0, pixelHeight > 0, let right = right.normalized, let down = down.normalized,
      right.cross(down).length > 1e-6
    else { return nil }
    self.width = width
    self.height = height
    self.right = right
    self.down = down
    self.center = center
    self.pixelWidth = pixelWidth
    self.pixelHeight = pixelHeight
  }

  /// The viewing direction of length 1: right × down, away from the viewer.
  public var normal: PatientVector {
    right.cross(down).normalized ?? PatientVector(0, 0, 1)
  }

  /// The centre of the top left pixel, in LPS mm.
  public var firstPixel: PatientPoint {
    center - right * (Double(width - 1) / 2 * pixelWidth)
      - down * (Double(height - 1) / 2 * pixelHeight)
  }

  /// Pixel (column, row, plane) → LPS mm.
  ///
  /// A step along the third axis is 1 mm away from the viewer.
  public var pixelToPatient: AffineMap<PixelSpace, PatientSpace> {
    AffineMap(x: right * pixelWidth, y: down * pixelHeight, z: normal, origin: firstPixel)
  }

  /// Returns the same rectangle moved by `distance` mm away from the viewer; where it is, if that
  /// were no finite place.
  public func moved(away distance: Double) -> PlaneGeometry {
    let moved = center + normal * distance
    return moved.isFinite ? PlaneGeometry(self, center: moved) : self
  }

  private init(_ other: PlaneGeometry, center: PatientPoint) {
    width = other.width
    height = other.height
    right = other.right
    down = other.down
    pixelWidth = other.pixelWidth
    pixelHeight = other.pixelHeight
    self.center = center
  }

  /// The letters at the picture's left, right, top and bottom sides: where these sides lie
  /// in the patient.
  public var sideLetters: (left: String, right: String, top: String, bottom: String) {
    (
      (-right).orientationLetters, right.orientationLetters, (-down).orientationLetters,
      down.orientationLetters
    )
  }
}
