public import Geometry

/// A scalar field over the patient that is known in closed form: what a perfect scanner
/// would measure.
public protocol AnalyticField: Sendable {
  /// Returns the modality value (HU for CT) at a place in LPS mm.
  func value(at point: PatientPoint) -> Double

  /// Returns the gradient at a place in LPS mm, in modality units for each mm.
  ///
  /// Where the field has a kink or a jump, one of the one-sided gradients.
  func gradient(at point: PatientPoint) -> PatientVector
}

/// A field whose projections along straight lines are known in closed form too.
public protocol ProjectableField: AnalyticField {
  /// Returns the largest modality value on the segment.
  func maximum(along segment: PatientSegment) -> Double

  /// Returns the smallest modality value on the segment.
  func minimum(along segment: PatientSegment) -> Double

  /// Returns the mean modality value over the length of the segment; the value at its start
  /// if it has no length.
  func mean(along segment: PatientSegment) -> Double
}

/// A straight piece of a line in the patient, in LPS mm.
public struct PatientSegment: Hashable, Sendable {
  /// Where it starts.
  public let start: PatientPoint
  /// Where it ends.
  public let end: PatientPoint

  /// Creates the segment between two places.
  public init(from start: PatientPoint, to end: PatientPoint) {
    self.start = start
    self.end = end
  }

  /// The length in mm.
  public var length: Double { start.distance(to: end) }

  /// The point in the middle.
  public var middle: PatientPoint { start + (end - start) * 0.5 }

  /// The direction of length 1 from start to end, or nil if there is no length.
  public var direction: PatientVector? { (end - start).normalized }

  /// Returns the distance in mm from the start, along the segment's line, of the point of
  /// the line that lies closest to `point`, and the square of the distance there.
  func approach(to point: PatientPoint) -> (place: Double, squaredDistance: Double) {
    let offset = point - start
    guard let direction else { return (0, offset.dot(offset)) }
    let place = offset.dot(direction)
    let across = offset - direction * place
    return (place, across.dot(across))
  }
}
