/// An oriented plane in the patient.
public struct Plane: Hashable, Sendable {
  /// A point of the plane.
  public let point: PatientPoint

  /// The direction of length 1 across the plane.
  public let normal: PatientVector

  /// Creates the plane through `point` across `normal`, which need not have length 1.
  ///
  /// Returns nil if `normal` is the null vector or a number is not finite.
  public init?(through point: PatientPoint, normal: PatientVector) {
    guard point.isFinite, let unit = normal.normalized else { return nil }
    self.point = point
    self.normal = unit
  }

  /// Returns the distance of `other` from the plane in mm, positive on the normal's side.
  public func signedDistance(to other: PatientPoint) -> Double {
    (other - point).dot(normal)
  }
}
