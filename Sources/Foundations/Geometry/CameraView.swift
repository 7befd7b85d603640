/// A direction from which a patient is looked at, by angles.
///
/// Azimuth turns about the long axis: 0 is from the front, 90 from the patient's left, 180 from
/// behind. Elevation lifts the camera towards the head: −90 is from the feet, with the front at
/// the top of the picture.
public struct CameraView: Hashable, Sendable {
  /// Degrees about the patient's long axis.
  public var azimuth: Double

  /// Degrees above the plane across the long axis.
  public var elevation: Double

  /// Creates a view.
  public init(azimuth: Double, elevation: Double) {
    self.azimuth = azimuth
    self.elevation = elevation
  }

  /// From the front: the picture's right side is the patient's left, its top the head.
  public static var anterior: Self { Self(azimuth: 0, elevation: 0) }
  /// From behind, head at the top.
  public static var posterior: Self { Self(azimuth: 180, elevation: 0) }
  /// From the patient's left, head at the top.
  public static var left: Self { Self(azimuth: 90, elevation: 0) }
  /// From the patient's right, head at the top.
  public static var right: Self { Self(azimuth: 270, elevation: 0) }
  /// From above the head, front at the top: the picture's right side is the patient's right.
  public static var head: Self { Self(azimuth: 180, elevation: 90) }
  /// From below the feet, front at the top: the radiological axial view.
  public static var feet: Self { Self(azimuth: 0, elevation: -90) }

  /// From the volume to the camera, length 1: (sin a · cos e, −cos a · cos e, sin e).
  public var towardsCamera: PatientVector {
    let a = sineAndCosine(degrees: azimuth)
    let e = sineAndCosine(degrees: elevation)
    return PatientVector(a.sine * e.cosine, -a.cosine * e.cosine, e.sine)
  }

  /// Up in the picture, length 1: (−sin a · sin e, cos a · sin e, cos e).
  public var up: PatientVector {
    let a = sineAndCosine(degrees: azimuth)
    let e = sineAndCosine(degrees: elevation)
    return PatientVector(-a.sine * e.sine, a.cosine * e.sine, e.cosine)
  }

  /// The direction towards the picture's right side, length 1.
  public var right: PatientVector { (-towardsCamera).cross(up) }

  /// Returns the same view turned further about the long axis.
  public func turned(by degrees: Double) -> Self {
    Self(azimuth: azimuth + degrees, elevation: elevation)
  }
}

extension Camera {
  /// Creates a camera that looks at a point from a direction.
  ///
  /// - Parameters:
  ///   - view: The direction.
  ///   - center: The point in the middle of the picture.
  ///   - distance: Millimetres from the camera to `center`.
  ///   - projection: How points become points of the picture.
  /// - Throws: ``CameraError``.
  public init(
    _ view: CameraView, of center: PatientPoint, distance: Double = 1000, projection: Projection
  ) throws(CameraError) {
    guard distance > 0 else { throw .noDirection }
    // The exact directions, without the rounding of far positions.
    try self.init(
      towardsCamera: view.towardsCamera, up: view.up, center: center, distance: distance,
      projection: projection)
  }

  private init(
    towardsCamera: PatientVector, up: PatientVector, center: PatientPoint, distance: Double,
    projection: Projection
  ) throws(CameraError) {
    let checked = try Camera(
      position: center + towardsCamera * distance, lookAt: center, up: up, projection: projection)
    self.init(checked, forward: -towardsCamera, up: up)
  }
}
