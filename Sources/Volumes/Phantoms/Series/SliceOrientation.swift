public import Geometry

/// The directions of the rows and columns of stored slices (PS3.3 C.7.6.2.1.1).
///
/// Along the patient's axes it has a name of two letters: where a row leads, then where a
/// column leads. `LP` is axial, `LF` coronal, `PF` sagittal; there are 24 of them. The
/// slices' normal is row × column, so `RP` is stacked from head to feet.
public struct SliceOrientation: Hashable, Sendable {
  /// The direction of a row, left to right; length 1.
  public let row: PatientVector
  /// The direction of a column, top to bottom; length 1, perpendicular to `row`.
  public let column: PatientVector

  /// The normal of the slices, row × column: the direction in which k grows.
  public var normal: PatientVector { row.cross(column) }

  /// Rows to the left, columns to the back: `LP`.
  public static let axial = SliceOrientation(along: .left, column: .posterior)
  /// Rows to the left, columns to the feet: `LF`.
  public static let coronal = SliceOrientation(along: .left, column: .feet)
  /// Rows to the back, columns to the feet: `PF`.
  public static let sagittal = SliceOrientation(along: .posterior, column: .feet)

  /// The 24 orientations along the patient's axes, in the order of `PatientDirection`.
  public static let axisAligned: [SliceOrientation] = PatientDirection.allCases.flatMap { row in
    PatientDirection.allCases.filter { $0 != row && $0 != row.opposite }
      .map { SliceOrientation(along: row, column: $0) }
  }

  private init(along row: PatientDirection, column: PatientDirection) {
    self.row = row.unit
    self.column = column.unit
  }

  /// Creates an oblique orientation.
  ///
  /// Gives nil unless both are finite, not null, and perpendicular to 1e-3; the column is
  /// then made exactly perpendicular.
  ///
  /// - Parameters:
  ///   - row: The direction of a row; need not have length 1.
  ///   - column: The direction of a column; need not have length 1.
  public init?(row: PatientVector, column: PatientVector) {
    guard let row = row.normalized, let given = column.normalized, abs(row.dot(given)) < 1e-3,
      let column = (given - row * row.dot(given)).normalized
    else { return nil }
    self.row = row
    self.column = column
  }

  /// Creates one of the 24 orientations along the patient's axes from its two letters, or an
  /// oblique one from six numbers with commas between them: row, then column.
  public init?(_ name: String) {
    let letters = name.uppercased().compactMap(PatientDirection.init(rawValue:))
    if letters.count == 2, name.count == 2 {
      guard letters[1] != letters[0], letters[1] != letters[0].opposite else { return nil }
      self.init(along: letters[0], column: letters[1])
      return
    }
    let numbers = name.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
    let six = numbers.compactMap(\.self)
    guard numbers.count == 6, six.count == 6 else { return nil }
    self.init(
      row: PatientVector(six[0], six[1], six[2]), column: PatientVector(six[3], six[4], six[5]))
  }

  /// The two letters of an orientation along the patient's axes; otherwise six numbers.
  public var name: String {
    if let along = row.closestDirection, let down = column.closestDirection,
      along.unit == row, down.unit == column
    {
      return String([along.rawValue, down.rawValue])
    }
    return sixNumbers.map { $0.description }.joined(separator: ",")
  }

  /// The six numbers of Image Orientation (Patient).
  public var sixNumbers: [Double] { [row.x, row.y, row.z, column.x, column.y, column.z] }

  /// Returns the orientation of a tilted gantry: turned about the row, right-handed.
  func tilted(degrees: Double) -> SliceOrientation {
    SliceOrientation(tilting: self, degrees: degrees)
  }

  private init(tilting other: SliceOrientation, degrees: Double) {
    row = other.row
    column = other.column.rotated(about: other.row, degrees: degrees)
  }
}
