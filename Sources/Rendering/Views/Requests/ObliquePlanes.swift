public import Geometry
public import Reslicing

/// One plane of any direction, or several: a stack along its normal, or a fan about its down.
public struct ObliquePlanes: Codable, Hashable, Sendable {
  /// The centre of the image in LPS mm; nil for the volume's.
  public var center: PatientPoint?
  /// The direction of rows; goes with ``down``.
  public var right: PatientVector?
  /// The direction of columns; goes with ``right``.
  public var down: PatientVector?
  /// The viewing direction, away from the viewer, instead.
  public var normal: PatientVector?
  /// With a normal: what points up; nil for the head, or the front for axial-like planes.
  public var up: PatientVector?
  /// A patient plane instead; nil for axial where nothing else is given.
  public var plane: OrthogonalOrientation?
  /// Three points of the plane instead: rows run from the first to the second, the third lies below.
  public var through: [PatientPoint]?
  /// Degrees about the image's right, then down, then normal, each already turned.
  public var rotate: SIMD3<Double>?
  /// How many planes there are along the normal, centred on the centre; nil for one.
  public var count: Int?
  /// Their distance in mm; nil for the pixel size.
  public var spacingBetween: Double?
  /// So many planes through the centre instead, turned about the image's down by 180°/n each.
  public var radial: Int?

  /// Creates a choice of the axial plane through the volume's centre.
  public init() {}

  /// Reads a choice; what is not given is as ``init()`` has it.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(CodingKeys.self)
    center = try fields.value(.center)
    right = try fields.value(.right)
    down = try fields.value(.down)
    normal = try fields.value(.normal)
    up = try fields.value(.up)
    plane = try fields.value(.plane)
    through = try fields.value(.through)
    rotate = try fields.value(.rotate)
    count = try fields.value(.count)
    spacingBetween = try fields.value(.spacingBetween)
    radial = try fields.value(.radial)
  }

  func validate() throws(RequestError) {
    guard (right == nil) == (down == nil) else {
      throw Self.wrong(
        .incomplete, field: "right", sentence: "`planes.right` and `planes.down` belong together")
    }
    let ways = [right != nil, normal != nil, plane != nil, through != nil]
    guard ways.count(where: { $0 }) <= 1 else {
      throw Self.wrong(
        .contradiction, field: "plane",
        sentence:
          "`planes.right`, `planes.normal`, `planes.plane` and `planes.through` exclude each other")
    }
    guard through.map({ $0.count == 3 }) ?? true else {
      throw Self.wrong(
        .incomplete, field: "through",
        sentence: "`planes.through` has three values, one for each point of the plane")
    }
    guard up == nil || normal != nil else {
      throw Self.wrong(.incomplete, field: "up", sentence: "`planes.up` belongs to `planes.normal`")
    }
    // Directions that make no plane are known before anything is loaded.
    do throws(ReslicingError) {
      _ = try orientation()
    } catch {
      throw Self.wrong(.outOfRange, field: "plane", sentence: error.description)
    }
    try validateStack()
  }

  private func validateStack() throws(RequestError) {
    guard radial == nil || (count == nil && spacingBetween == nil) else {
      throw Self.wrong(
        .contradiction, field: "radial",
        sentence:
          "`planes.radial` turns planes, `planes.count` and `planes.spacingBetween` line them up")
    }
    for (name, number) in [("count", count), ("radial", radial)]
    where number.map({ $0 < 1 }) ?? false {
      throw Self.wrong(.outOfRange, field: name, sentence: "`planes.\(name)` is not above 0")
    }
    guard spacingBetween.map({ $0 > 0 }) ?? true else {
      throw Self.wrong(
        .outOfRange, field: "spacingBetween", sentence: "`planes.spacingBetween` is not above 0")
    }
  }

  private static func wrong(
    _ reason: RequestError.Reason, field: String, sentence: String
  ) -> RequestError {
    RequestError(reason, field: "planes.\(field)", sentence: sentence)
  }

  /// The orientation of the image.
  func orientation() throws(ReslicingError) -> ImageOrientation {
    let straight = try unturned()
    guard let rotate else { return straight }
    return try straight.rotated(
      aboutRight: rotate.x, aboutDown: rotate.y, aboutNormal: rotate.z)
  }

  /// The orientation before it is rotated.
  func unturned() throws(ReslicingError) -> ImageOrientation {
    if let right, let down { return try ImageOrientation(right: right, down: down) }
    if let normal { return try ImageOrientation(normal: normal, up: up) }
    if let through, through.count == 3 {
      return try ImageOrientation(through: through[0], through[1], through[2])
    }
    return ImageOrientation(plane ?? .axial)
  }
}
