public import Geometry

/// The directions of an image's rows and columns.
public struct ImageDirections: Hashable, Sendable {
  /// The direction of a row, towards higher columns.
  public let row: PatientVector
  /// The direction of a column, towards higher rows.
  public let column: PatientVector
  /// How far the stated directions were from length 1 and a right angle if they were set right;
  /// 0 if they are as stated.
  public let correction: Double

  /// Takes directions as they are stated, or sets right what rounding left; nil if they make no
  /// sense.
  public init?(row: PatientVector, column: PatientVector) {
    let error = max(
      abs(row.length - 1), abs(column.length - 1), abs(row.dot(column)))
    // Written so that a number that is none fails.
    guard error <= ImagePlane.roundedDirectionTolerance else { return nil }
    if error <= ImagePlane.directionTolerance {
      self.row = row
      self.column = column
      correction = 0
      return
    }
    guard let (row, column) = Self.perpendicular(row, column: column) else { return nil }
    self.row = row
    self.column = column
    correction = error
  }

  /// Reads Image Orientation (Patient); nil if it is absent or makes no sense.
  init?(cosines: [Double]?) {
    guard let cosines, cosines.count == 6 else { return nil }
    self.init(
      row: PatientVector(cosines[0], cosines[1], cosines[2]),
      column: PatientVector(cosines[3], cosines[4], cosines[5]))
  }

  /// The direction of length 1 across the image: row × column.
  public var normal: PatientVector {
    // Perpendicular directions of length 1 have a product.
    row.cross(column).normalized ?? PatientVector(0, 0, 1)
  }

  /// The pair of perpendicular unit vectors in the same plane that is as far from one as from the
  /// other: rounding favours neither.
  private static func perpendicular(
    _ row: PatientVector, column: PatientVector
  ) -> (PatientVector, PatientVector)? {
    guard let row = row.normalized, let column = column.normalized,
      let sum = (row + column).normalized, let difference = (row - column).normalized
    else { return nil }
    let half = 0.5.squareRoot()
    return ((sum + difference) * half, (sum - difference) * half)
  }
}
