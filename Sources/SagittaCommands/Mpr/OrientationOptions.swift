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
    parsing: .unconditional,
    help: ArgumentHelp(
      "Degrees about the picture's right, then down, then normal, each already turned.",
      valueName: "ax,ay,az"))
  var rotate: PatientPointArgument?

  /// Whether anything but the centre was given, or the centre.
  var isGiven: Bool {
    center != nil || right != nil || down != nil || normal != nil || up != nil || plane != nil
      || rotate != nil
  }

  func validate() throws {
    guard (right == nil) == (down == nil) else {
      throw ValidationError("--right and --down belong together")
    }
    let ways = [right != nil, normal != nil, plane != nil].count { $0 }
    guard ways <= 1 else {
      throw ValidationError("--right/--down, --normal and --plane exclude each other")
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
    try orientation().plane(of: grid, center: center?.point, layout: layout)
  }

  private func orientation() throws(ReslicingError) -> PictureOrientation {
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
    return PictureOrientation(plane ?? .axial)
  }
}
