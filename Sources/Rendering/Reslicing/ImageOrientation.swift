public import Geometry
public import VolumeModel
public import WorkScheduling

/// How a picture lies in the patient: its right and its down, perpendicular and of length 1.
///
/// The viewer looks along ``normal``, right × down.
public struct ImageOrientation: Hashable, Sendable {
  /// From the left to the right side of the picture.
  public let right: PatientVector
  /// From the top to the bottom of the picture.
  public let down: PatientVector

  /// Away from the viewer: right × down.
  public var normal: PatientVector { right.cross(down) }

  /// The largest cosine between right and down that is taken for a right angle.
  public static var perpendicularTolerance: Double { 1e-3 }

  /// Degrees between normal and long axis within which up defaults to the front.
  public static var frontUpAngle: Double { 45 }

  /// Creates an orientation from directions of any length, made exactly perpendicular by
  /// turning `down`.
  ///
  /// - Throws: ``ReslicingError`` for a null or infinite direction and for directions that are
  ///   not perpendicular to ``perpendicularTolerance``.
  public init(right: PatientVector, down: PatientVector) throws(ReslicingError) {
    let right = try Self.unit(right, name: "right"), rough = try Self.unit(down, name: "down")
    guard right.cross(rough).length > 1e-6 else { throw .parallelDirections("right", "down") }
    guard abs(right.dot(rough)) <= Self.perpendicularTolerance else {
      throw .notPerpendicular(degrees: right.degrees(to: rough))
    }
    self.init(right, down: Self.perpendicular(rough, to: right))
  }

  /// Creates the orientation in which the viewer looks along `normal`.
  ///
  /// - Parameters:
  ///   - normal: Away from the viewer; of any length.
  ///   - up: What points to the top of the picture as far as the normal lets it; nil for the
  ///     head, or the front where the normal lies within ``frontUpAngle`` of the long axis.
  /// - Throws: ``ReslicingError`` for a null or infinite direction and for an up along the
  ///   normal.
  public init(normal: PatientVector, up: PatientVector? = nil) throws(ReslicingError) {
    let normal = try Self.unit(normal, name: "normal")
    let tilt = normal.degrees(to: PatientDirection.head.unit)
    let usual: PatientDirection =
      min(tilt, 180 - tilt) <= Self.frontUpAngle ? .anterior : .head
    let wished = try Self.unit(up ?? usual.unit, name: "up")
    guard normal.cross(wished).length > 1e-6 else { throw .parallelDirections("normal", "up") }
    let down = Self.perpendicular(-wished, to: normal)
    self.init(down.cross(normal), down: down)
  }

  /// Creates the orientation of the plane through three points: right from the first to the
  /// second, and the third on the lower side.
  ///
  /// - Throws: ``ReslicingError/collinearPoints`` if they span no plane.
  public init(
    through a: PatientPoint, _ b: PatientPoint, _ c: PatientPoint
  ) throws(ReslicingError) {
    guard a.isFinite, b.isFinite, c.isFinite else { throw .notFinite("point") }
    guard let right = (b - a).normalized, let side = (c - a).normalized,
      right.cross(side).length > 1e-6
    else { throw .collinearPoints }
    self.init(right, down: Self.perpendicular(side, to: right))
  }

  /// The orientation of axial, coronal or sagittal pictures.
  public init(_ orientation: OrthogonalOrientation) {
    self.init(orientation.right, down: orientation.down)
  }

  private init(_ right: PatientVector, down: PatientVector) {
    self.right = right
    self.down = down
  }

  /// Returns the orientation turned by angles in degrees, right-handed: first about the
  /// picture's right, then about its down, then about its normal, each already turned.
  ///
  /// - Throws: ``ReslicingError/notFinite(_:)``.
  public func rotated(
    aboutRight x: Double, aboutDown y: Double, aboutNormal z: Double
  ) throws(ReslicingError) -> ImageOrientation {
    guard x.isFinite, y.isFinite, z.isFinite else { throw .notFinite("angle") }
    let tipped = ImageOrientation(right, down: down.rotated(about: right, degrees: x))
    let swung = ImageOrientation(
      tipped.right.rotated(about: tipped.down, degrees: y), down: tipped.down)
    let normal = swung.normal
    return ImageOrientation(
      swung.right.rotated(about: normal, degrees: z),
      down: swung.down.rotated(about: normal, degrees: z))
  }

  private static func unit(
    _ direction: PatientVector, name: String
  ) throws(ReslicingError) -> PatientVector {
    guard direction.isFinite else { throw .notFinite("\(name) direction") }
    guard let unit = direction.normalized else { throw .nullDirection(name) }
    return unit
  }

  /// The part of a direction across `axis`, made 1 long; the two are known not to be parallel.
  private static func perpendicular(
    _ direction: PatientVector, to axis: PatientVector
  ) -> PatientVector {
    (direction - axis * axis.dot(direction)).normalized ?? direction
  }
}

extension ImageOrientation {
  /// Returns a picture of a volume in this orientation.
  ///
  /// Where the layout does not say otherwise the picture is just large enough to show the
  /// whole volume around its centre.
  ///
  /// - Parameters:
  ///   - grid: The volume's geometry.
  ///   - center: The centre of the picture; nil for the centre of the volume's patient box.
  ///   - layout: Size and pixels.
  ///   - limits: How many pixels and planes there may be.
  /// - Returns: A plane through `center`.
  /// - Throws: ``ReslicingError``.
  public func plane(
    of grid: GridGeometry, center: PatientPoint? = nil,
    layout: ImageLayout = ImageLayout(), limits: WorkLimits = WorkLimits()
  ) throws(ReslicingError) -> PlaneGeometry {
    let center = center ?? grid.patientBounds.center
    guard center.isFinite else { throw .notFinite("centre") }
    let extent = SIMD2(
      grid.extent(along: right, around: center), grid.extent(along: down, around: center))
    let (size, pixel) = try layout.resolved(
      extent: extent, finestSpacing: grid.finestSpacing, limits: limits)
    guard
      let plane = PlaneGeometry(
        width: size.width, height: size.height, right: right, down: down, center: center,
        pixelWidth: pixel)
    else { throw .notFinite("centre") }
    return plane
  }

  /// Returns planes that all contain an axis, turned about it in equal steps of
  /// 180° / count: a radial stack.
  ///
  /// The axis runs down the middle of every picture; the first has this orientation's right,
  /// as far as the axis lets it. All are of one size: where the layout lets it follow, the one
  /// that shows the whole volume in every picture.
  ///
  /// - Parameters:
  ///   - grid: The volume's geometry.
  ///   - axis: The direction of the axis, top to bottom of the pictures.
  ///   - center: A point of the axis, the centre of the pictures.
  ///   - count: The number of planes.
  ///   - layout: Size and pixels.
  ///   - limits: How many pixels and planes there may be.
  /// - Returns: The planes; each is turned right-handed about the axis from the one before.
  /// - Throws: ``ReslicingError``.
  public func radialPlanes(
    of grid: GridGeometry, about axis: PatientVector, center: PatientPoint, count: Int,
    layout: ImageLayout = ImageLayout(), limits: WorkLimits = WorkLimits()
  ) throws(ReslicingError) -> [PlaneGeometry] {
    try ImageLayout.check(Double(count), name: "number of planes")
    try ReslicingError.check(planes: count, limit: min(limits.turnedPlanes, limits.planes))
    let down = try Self.unit(axis, name: "axis")
    guard down.cross(right).length > 1e-6 else { throw .parallelDirections("axis", "right") }
    let first = Self.perpendicular(right, to: down)
    guard center.isFinite else { throw .notFinite("centre") }
    let rights = (0..<count).map { n in
      first.rotated(about: down, degrees: 180 * Double(n) / Double(count))
    }
    let (size, pixel) = try layout.resolved(
      extent: SIMD2(
        grid.extent(along: rights, around: center), grid.extent(along: down, around: center)),
      finestSpacing: grid.finestSpacing, limits: limits)
    return rights.compactMap { right in
      PlaneGeometry(
        width: size.width, height: size.height, right: right, down: down, center: center,
        pixelWidth: pixel)
    }
  }
}
