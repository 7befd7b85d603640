import ArgumentParser
import Sagitta

/// From where a volume is seen.
struct CameraOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "From where: \(NamedView.allCases.map(\.rawValue).joined(separator: ", ")). "
        + "Default: anterior.", valueName: "view"))
  var view: NamedView?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Degrees about the long axis: 0 from the front, 90 from the left.", valueName: "deg"))
  var azimuth: NumberArgument?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Degrees towards the head: -90 is from the feet.", valueName: "deg"))
  var elevation: NumberArgument?

  @Option(help: ArgumentHelp("A spin of so many frames.", valueName: "n"))
  var frames: CountArgument?

  @Option(help: "Parallel rays (orthographic) or rays from one point (perspective).")
  var projection: ProjectionChoice = .orthographic

  @Option(help: ArgumentHelp("Full vertical angle of a perspective; default 30.", valueName: "deg"))
  var fovAngle: PositiveNumberArgument?

  func validate() throws {
    if view != nil, azimuth != nil || elevation != nil {
      throw ValidationError("--view names a direction; --azimuth and --elevation are another way")
    }
    if fovAngle != nil, projection != .perspective {
      throw ValidationError("--fov-angle belongs to --projection perspective")
    }
    if let angle = fovAngle?.value, angle >= 180 {
      throw ValidationError("--fov-angle \(angle.displayText) is not below 180 degrees")
    }
  }

  /// The directions of all frames: frame n of N is turned by 360·n/N degrees.
  var views: [CameraView] {
    let first =
      view?.view
      ?? CameraView(azimuth: azimuth?.value ?? 0, elevation: elevation?.value ?? 0)
    let count = frames?.value ?? 1
    return (0..<count).map { first.turned(by: 360 * Double($0) / Double(count)) }
  }

  /// The cameras of all frames, and the one size of their pictures.
  func cameras(
    _ grid: GridGeometry, _ layout: PictureLayout
  ) throws -> (cameras: [Camera], width: Int, height: Int) {
    let views = views
    let extent = shownExtent(of: grid, views)
    let (size, pixel) = try layout.resolved(extent: extent, finestSpacing: grid.finestSpacing)
    let cameras = try views.map { view in
      let shown = SIMD2(Double(size.width), Double(size.height)) * pixel
      switch projection {
      case .orthographic:
        return try Camera(
          view, of: grid.center, distance: grid.diameter,
          projection: .orthographic(width: shown.x, height: shown.y))
      case .perspective:
        return try Camera(
          view, of: grid.center, distance: shown.y / 2 / tangentOfHalfAngle,
          projection: .perspective(verticalAngle: angle))
      }
    }
    return (cameras, size.width, size.height)
  }

  private var angle: Double { fovAngle?.value ?? 30 }

  /// The tangent of half the angle, as the camera computes it.
  private var tangentOfHalfAngle: Double {
    // Seen from 1 mm away, so that there is one formula for it.
    let unit = try? Camera(
      .anterior, of: PatientPoint(0, 0, 0), distance: 1,
      projection: .perspective(verticalAngle: angle))
    return (unit?.shownHeight ?? 1) / 2
  }

  /// The whole volume in all frames; for a perspective the cone around the volume's ball, where
  /// it crosses the plane through the centre.
  private func shownExtent(of grid: GridGeometry, _ views: [CameraView]) -> SIMD2<Double> {
    switch projection {
    case .orthographic:
      return views.map(grid.extent(from:)).reduce(SIMD2(0, 0)) { pointwiseMax($0, $1) }
    case .perspective:
      let tangent = tangentOfHalfAngle
      // 1 / cos = √(1 + tan²)
      return SIMD2(repeating: grid.diameter * (1 + tangent * tangent).squareRoot())
    }
  }
}

/// The six named directions.
enum NamedView: String, CaseIterable, ExpressibleByArgument {
  case anterior, posterior, left, right, head, feet

  var view: CameraView {
    switch self {
    case .anterior: .anterior
    case .posterior: .posterior
    case .left: .left
    case .right: .right
    case .head: .head
    case .feet: .feet
    }
  }
}

/// How rays run.
enum ProjectionChoice: String, CaseIterable, ExpressibleByArgument {
  case orthographic, perspective
}
