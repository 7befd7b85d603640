import ArgumentParser
import Sagitta

/// Where a plane lies and how it is seen.
struct OrientationOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Centre of the picture in LPS mm; default: the volume's.", valueName: "x,y,z"))
  var center: PatientPointArgument?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Direction of rows, LPS.", valueName: "x,y,z"))
  var right: PatientPointArgument?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Direction of columns, LPS.", valueName: "x,y,z"))
  var down: PatientPointArgument?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Viewing direction, LPS: away from the viewer.", valueName: "x,y,z"))
  var normal: PatientPointArgument?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "With --normal: what points up; default: the head, or the front for axial-like planes.",
      valueName: "x,y,z"))
  var up: PatientPointArgument?

  @Option(
    help: ArgumentHelp("A patient plane: axial, coronal or sagittal.", valueName: "plane"))
  var plane: OrthogonalOrientation?

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Three times: a point of the plane. Rows run from the first to the second; the third lies "
        + "below them.", valueName: "x,y,z"))
  var through: [PatientPointArgument] = []

  @Option(
    help: ArgumentHelp(
      "The planes and pixels of the stored images of another series: a file or a folder.",
      valueName: "path"))
  var planeOf: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Degrees about the picture's right, then down, then normal, each already turned.",
      valueName: "ax,ay,az"))
  var rotate: PatientPointArgument?

  /// Whether anything but the centre was given, or the centre.
  var isGiven: Bool {
    center != nil || right != nil || down != nil || normal != nil || up != nil || plane != nil
      || rotate != nil || !through.isEmpty || planeOf != nil
  }

  func validate() throws {
    guard (right == nil) == (down == nil) else {
      throw ValidationError("--right and --down belong together")
    }
    let ways = [right != nil, normal != nil, plane != nil, !through.isEmpty, planeOf != nil]
    guard ways.count(where: { $0 }) <= 1 else {
      throw ValidationError(
        "--right/--down, --normal, --plane, --through and --plane-of exclude each other")
    }
    guard through.isEmpty || through.count == 3 else {
      throw ValidationError("--through is given three times, once for each point of the plane")
    }
    guard planeOf == nil || (center == nil && rotate == nil) else {
      throw ValidationError(
        "--plane-of decides where the planes lie; leave --center and --rotate out")
    }
    guard up == nil || normal != nil else { throw ValidationError("--up belongs to --normal") }
    // Directions that make no plane are known before anything is loaded.
    do {
      _ = try orientation()
    } catch {
      throw ValidationError(error.description)
    }
  }

  /// The plane through the centre, of the size that the layout asks for.
  func plane(
    of grid: GridGeometry, _ layout: PictureLayout
  ) throws(ReslicingError) -> PlaneGeometry {
    let orientation = try orientation()
    guard let first = through.first?.point else {
      return try orientation.plane(of: grid, center: center?.point, layout: layout)
    }
    // The centre, moved onto the plane through the points.
    let wished = center?.point ?? grid.patientBounds.center
    let normal = try unturned().normal
    let middle = wished - normal * (wished - first).dot(normal)
    return try orientation.plane(of: grid, center: middle, layout: layout)
  }

  /// The orientation of the picture.
  func orientation() throws(ReslicingError) -> PictureOrientation {
    let straight = try unturned()
    guard let angles = rotate?.point else { return straight }
    return try straight.rotated(
      aboutRight: angles.x, aboutDown: angles.y, aboutNormal: angles.z)
  }

  private func unturned() throws(ReslicingError) -> PictureOrientation {
    if let right, let down {
      return try PictureOrientation(
        right: right.point.fromOrigin, down: down.point.fromOrigin)
    }
    if let normal {
      return try PictureOrientation(
        normal: normal.point.fromOrigin, up: up?.point.fromOrigin)
    }
    if through.count == 3 {
      return try PictureOrientation(
        through: through[0].point, through[1].point, through[2].point)
    }
    return PictureOrientation(plane ?? .axial)
  }
}
