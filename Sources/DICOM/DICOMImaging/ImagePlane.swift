public import DICOMModel
public import Geometry

/// Where an image lies in the patient (PS3.3 C.7.6.2, image plane module).
///
/// The centre of the pixel in column i and row j, both from 0, lies at
/// `position + rowDirection·columnSpacing·i + columnDirection·rowSpacing·j`.
public struct ImagePlane: Hashable, Sendable {
  /// The centre of the first stored pixel, in LPS mm: Image Position (Patient).
  public internal(set) var position: PatientPoint
  /// The direction of a row, towards higher columns; as stored if it is of length 1 to within
  /// ``directionTolerance``, else made so.
  public let rowDirection: PatientVector
  /// The direction of a column, towards higher rows; likewise.
  public let columnDirection: PatientVector
  /// The distance of neighbouring columns in mm: the *second* value of Pixel Spacing.
  public let columnSpacing: Double
  /// The distance of neighbouring rows in mm: the *first* value of Pixel Spacing.
  public let rowSpacing: Double
  /// How far the stated directions were from length 1 and a right angle where that is more than
  /// ``directionTolerance``, so that they were set right; 0 where they are as stored.
  public let directionCorrection: Double

  /// How far direction cosines may be from length 1 and from a right angle to be taken as stored.
  ///
  /// A larger error moves the far corner of a 500 mm image by half a millimetre.
  public static var directionTolerance: Double { 1e-3 }

  /// How far rounding may take them.
  ///
  /// Cosines of two digits are up to 0.0087 off length 1 and 0.0173 off a right angle. What is
  /// farther off makes no sense.
  public static var roundedDirectionTolerance: Double { 0.02 }

  /// Spacings of pixels in mm that make sense to any degree; beyond these, products of lengths leave
  /// the numbers in which places can be told apart.
  public static let sensibleSpacings = 1e-9...1e6

  /// Coordinates in mm that make sense to any degree, for the same reason.
  public static let sensibleCoordinates = -1e9...1e9

  /// Creates a plane, or nil if a number is not finite, a spacing not positive, or the
  /// directions are not of length 1 and perpendicular to within ``roundedDirectionTolerance``.
  ///
  /// Directions beyond ``directionTolerance`` become the nearest pair that is perpendicular and
  /// of length 1; ``directionCorrection`` says so.
  public init?(
    position: PatientPoint, rowDirection: PatientVector, columnDirection: PatientVector,
    columnSpacing: Double, rowSpacing: Double
  ) {
    guard position.isFinite, columnSpacing.isFinite, rowSpacing.isFinite, columnSpacing > 0,
      rowSpacing > 0,
      let directions = ImageDirections(row: rowDirection, column: columnDirection)
    else { return nil }
    self.position = position
    self.rowDirection = directions.row
    self.columnDirection = directions.column
    self.columnSpacing = columnSpacing
    self.rowSpacing = rowSpacing
    directionCorrection = directions.correction
  }

  /// The direction of length 1 across the image: row direction × column direction.
  public var normal: PatientVector {
    // Perpendicular directions of length 1 have a product.
    rowDirection.cross(columnDirection).normalized ?? PatientVector(0, 0, 1)
  }
}

/// What a data set says of its place in the patient.
public enum ImagePlaneReading: Hashable, Sendable {
  /// Position, orientation and pixel spacing are there and make sense.
  case plane(ImagePlane)
  /// An attribute is absent; its name.
  case missing(String)
  /// An attribute makes no sense; its name.
  case malformed(String)

  /// Reads the image plane module of `dataSet`.
  public init(_ dataSet: DataSet) {
    self.init(FrameAttributes(dataSet))
  }

  /// Reads the image plane of a frame.
  init(_ dataSet: FrameAttributes) {
    let isOfVolume = dataSet.isInVolumeFrame
    let position = isOfVolume ? Tag.imagePositionVolume : .imagePositionPatient
    let orientation = isOfVolume ? Tag.imageOrientationVolume : .imageOrientationPatient
    do throws(Absence) {
      self = try Self.plane(
        position: Self.numbers(position, in: dataSet),
        cosines: Self.numbers(orientation, in: dataSet),
        spacing: Self.numbers(.pixelSpacing, in: dataSet), in: dataSet)
    } catch {
      self = error.reading
    }
  }

  private struct Absence: Error {
    let reading: ImagePlaneReading
  }

  private static func plane(
    position: [Double], cosines: [Double], spacing: [Double], in dataSet: FrameAttributes
  ) -> Self {
    guard position.count == 3, position.allSatisfy(ImagePlane.sensibleCoordinates.contains)
    else {
      return malformed(.imagePositionPatient, in: dataSet)
    }
    guard spacing.count == 2, spacing.allSatisfy(ImagePlane.sensibleSpacings.contains) else {
      return malformed(.pixelSpacing, in: dataSet)
    }
    guard cosines.count == 6,
      let plane = ImagePlane(
        position: PatientPoint(position[0], position[1], position[2]),
        rowDirection: PatientVector(cosines[0], cosines[1], cosines[2]),
        columnDirection: PatientVector(cosines[3], cosines[4], cosines[5]),
        columnSpacing: spacing[1], rowSpacing: spacing[0])
    else { return malformed(.imageOrientationPatient, in: dataSet) }
    return .plane(plane)
  }

  /// The numbers of an attribute; one that is there but cannot be read is malformed, not absent.
  private static func numbers(
    _ tag: Tag, in dataSet: FrameAttributes
  ) throws(Absence) -> [Double] {
    if let numbers = dataSet.doubles(tag), !numbers.isEmpty { return numbers }
    let isAbsent = dataSet.bytes(tag)?.isEmpty ?? true
    throw Absence(reading: isAbsent ? .missing(name(tag)) : malformed(tag, in: dataSet))
  }

  private static func malformed(_ tag: Tag, in dataSet: FrameAttributes) -> Self {
    .malformed(name(tag) + dataSet.shownValue(tag))
  }

  private static func name(_ tag: Tag) -> String { DataDictionary.entry(tag)?.name ?? "\(tag)" }

  /// The plane, if it is there and makes sense.
  public var plane: ImagePlane? {
    if case .plane(let plane) = self { plane } else { nil }
  }
}
