/// From where, whereto and how a volume is looked at; all in patient millimetres.
///
/// The picture's right is forward × up, its up lies in the plane of forward and up. A camera
/// knows no pixels: a picture of any size shows ``Projection/orthographic(width:height:)``'s box
/// or the perspective's angle.
public struct Camera: Hashable, Sendable {
  /// How points of the patient become points of the picture.
  public enum Projection: Hashable, Sendable {
    /// Parallel rays through a rectangle around ``Camera/lookAt``, in mm.
    case orthographic(width: Double, height: Double)
    /// Rays from ``Camera/position``; the full angle from the top to the bottom of the picture,
    /// in degrees.
    case perspective(verticalAngle: Double)
  }

  /// Where the camera is; orthographic pictures depend on its direction from ``lookAt`` only.
  public let position: PatientPoint

  /// The point in the middle of the picture.
  public let lookAt: PatientPoint

  /// The direction of length 1 away from the viewer.
  public let forward: PatientVector

  /// The direction of length 1 towards the picture's upper side, across ``forward``.
  public let up: PatientVector

  /// How points of the patient become points of the picture.
  public let projection: Projection

  /// Degrees between the viewing direction and `up` below which they count as parallel.
  public static var smallestUpAngle: Double { 1e-4 }

  /// Creates a camera.
  ///
  /// - Parameters:
  ///   - position: Where the camera is.
  ///   - lookAt: The point in the middle of the picture.
  ///   - up: A direction that is up in the picture; need neither have length 1 nor be across the
  ///     viewing direction.
  ///   - projection: How points become points of the picture.
  /// - Throws: ``CameraError``.
  public init(
    position: PatientPoint, lookAt: PatientPoint, up: PatientVector, projection: Projection
  ) throws(CameraError) {
    guard position.isFinite, lookAt.isFinite, up.isFinite else { throw .notFinite }
    guard let forward = (lookAt - position).normalized else { throw .noDirection }
    guard let upward = up.normalized, Self.areApart(forward, upward) else { throw .upIsForward }
    try Self.check(projection)
    guard let across = (upward - forward * upward.dot(forward)).normalized else {
      throw .upIsForward
    }
    self.position = position
    self.lookAt = lookAt
    self.projection = projection
    self.forward = forward
    self.up = across
  }

  /// The same place and projection with directions that are known exactly.
  init(_ other: Camera, forward: PatientVector, up: PatientVector) {
    position = other.position
    lookAt = other.lookAt
    projection = other.projection
    self.forward = forward
    self.up = up
  }

  /// The direction of length 1 towards the picture's right side.
  public var right: PatientVector { forward.cross(up) }

  /// The direction of length 1 towards the picture's lower side.
  public var down: PatientVector { -up }

  /// Whether rays come from a point.
  public var isPerspective: Bool {
    if case .perspective = projection { return true }
    return false
  }

  /// The distance from the camera to ``lookAt`` in mm.
  public var distance: Double { position.distance(to: lookAt) }

  /// The height in mm of what the picture shows of the plane through ``lookAt``.
  public var shownHeight: Double {
    switch projection {
    case .orthographic(_, let height): height
    case .perspective(let angle): 2 * distance * tangent(degrees: angle / 2)
    }
  }

  /// Returns where in the picture a point of the patient appears, from its centre, with the
  /// picture's height as unit: right and down; nil for points beside or behind a perspective
  /// camera.
  public func projected(_ point: PatientPoint) -> SIMD2<Double>? {
    switch projection {
    case .orthographic(_, let height):
      let offset = point - lookAt
      return SIMD2(offset.dot(right), offset.dot(down)) / height
    case .perspective(let angle):
      let offset = point - position
      let depth = offset.dot(forward)
      guard depth > 0 else { return nil }
      let height = 2 * depth * tangent(degrees: angle / 2)
      return SIMD2(offset.dot(right), offset.dot(down)) / height
    }
  }

  private static func areApart(_ a: PatientVector, _ b: PatientVector) -> Bool {
    let angle = a.degrees(to: b)
    return min(angle, 180 - angle) >= smallestUpAngle
  }

  private static func check(_ projection: Projection) throws(CameraError) {
    switch projection {
    case .orthographic(let width, let height):
      guard width.isFinite, height.isFinite, width > 0, height > 0 else { throw .emptyBox }
    case .perspective(let angle):
      guard angle > 0, angle < 180 else { throw .badAngle(angle) }
    }
  }
}

/// Numbers that make no camera.
public enum CameraError: Error, Hashable, CustomStringConvertible {
  /// A coordinate is NaN or infinite.
  case notFinite
  /// The camera is where it looks.
  case noDirection
  /// Up is the null vector or runs along the viewing direction.
  case upIsForward
  /// The orthographic box has no width or height.
  case emptyBox
  /// The perspective angle is not between 0 and 180 degrees.
  case badAngle(Double)

  /// One line for people.
  public var description: String {
    switch self {
    case .notFinite: "the camera has a coordinate that is not a finite number"
    case .noDirection: "the camera's position is the point that it looks at; move one of them"
    case .upIsForward: "the camera's up direction is null or its viewing direction; give another"
    case .emptyBox: "the camera's box needs a width and a height above 0"
    case .badAngle(let angle):
      "the camera's angle must lie between 0 and 180 degrees, not be \(angle)"
    }
  }
}
