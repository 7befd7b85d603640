import ArgumentParser
import SagittaEngine

/// Where planes lie, how they are seen, and how many there are.
struct ObliqueOptions: ParsableArguments {
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

  @Option(help: ArgumentHelp("Number of planes, centred on the centre.", valueName: "n"))
  var count: CountArgument?

  @Option(
    help: ArgumentHelp("Distance of planes in mm; default: the pixel size.", valueName: "mm"))
  var spacingBetween: PositiveNumberArgument?

  @Option(
    help: ArgumentHelp(
      "So many planes through the centre, turned about the picture's down in steps of 180°/n.",
      valueName: "n"))
  var radial: CountArgument?

  /// Whether it is said where a plane lies.
  var isGiven: Bool {
    center != nil || right != nil || down != nil || normal != nil || up != nil || plane != nil
      || rotate != nil || !through.isEmpty || planeOf != nil
  }

  func validate() throws {
    let ways = [right != nil, normal != nil, plane != nil, !through.isEmpty, planeOf != nil]
    guard ways.count(where: { $0 }) <= 1 else {
      throw ValidationError(
        "--right/--down, --normal, --plane, --through and --plane-of exclude each other")
    }
    guard through.isEmpty || through.count == 3 else {
      throw ValidationError("--through is given three times, once for each point of the plane")
    }
    try OptionNames.validate { try PlaneRequest(planes).validate() }
  }

  /// The planes that are asked for.
  var planes: ObliquePlanes {
    var planes = ObliquePlanes()
    planes.center = center?.point
    planes.right = right?.point.fromOrigin
    planes.down = down?.point.fromOrigin
    planes.normal = normal?.point.fromOrigin
    planes.up = up?.point.fromOrigin
    planes.plane = plane
    planes.through = through.isEmpty ? nil : through.map(\.point)
    planes.rotate = rotate?.point.coordinates
    planes.count = count?.value
    planes.spacingBetween = spacingBetween?.value
    planes.radial = radial?.value
    return planes
  }
}

extension PlaneRequest {
  /// A request for planes, and all else as it is by default.
  fileprivate init(_ planes: ObliquePlanes) {
    self.init()
    self.planes = .oblique(planes)
  }
}
