public import Geometry
import RayCasting
public import Reslicing
public import VolumeModel
public import WorkScheduling

/// The cameras of all frames of a request, fitted to a volume.
public struct FittedCameras: Hashable, Sendable {
  /// One for each frame.
  public let cameras: [Camera]
  /// The direction of each frame.
  public let views: [CameraView]
  /// Pixels in a row, of every frame.
  public let width: Int
  /// Rows, of every frame.
  public let height: Int
}

extension CameraRequest {
  /// Places the cameras so that all frames show the whole volume, unless the layout says otherwise.
  ///
  /// For a perspective that is the cone around the volume's ball, where it crosses the plane through
  /// the volume's centre.
  ///
  /// - Parameters:
  ///   - grid: Where the volume's voxels lie.
  ///   - layout: Size and pixel of the images, as far as they are asked for.
  ///   - limits: How many pixels an image may have.
  /// - Returns: The cameras, and the one size of their images.
  /// - Throws: ``RequestError``; `ReslicingError` for a layout that makes no image; `CameraError`.
  public func fitted(
    to grid: GridGeometry, layout: ImageLayout, limits: WorkLimits = WorkLimits()
  ) throws -> FittedCameras {
    try validate()
    let views = views
    let (size, pixel) = try layout.resolved(
      extent: extent(of: grid), finestSpacing: grid.finestSpacing, limits: limits)
    let shown = SIMD2(Double(size.width), Double(size.height)) * pixel
    let cameras = try views.map { try camera(from: $0, at: grid, showing: shown) }
    return FittedCameras(cameras: cameras, views: views, width: size.width, height: size.height)
  }

  /// A camera that shows so many mm across and down of the plane through the volume's centre.
  private func camera(
    from view: CameraView, at grid: GridGeometry, showing shown: SIMD2<Double>
  ) throws -> Camera {
    switch projection {
    case .orthographic:
      try Camera(
        view, of: grid.center, distance: grid.diameter,
        projection: .orthographic(width: shown.x, height: shown.y))
    case .perspective:
      try Camera(
        view, of: grid.center, distance: shown.y / 2 / tangentOfHalfAngle,
        projection: .perspective(verticalAngle: angle))
    }
  }

  private var angle: Double { fovAngle ?? Self.defaultAngle }

  /// The tangent of half the angle, as the camera computes it.
  private var tangentOfHalfAngle: Double {
    // Seen from 1 mm away, so that there is one formula for it.
    let unit = try? Camera(
      .anterior, of: PatientPoint(0, 0, 0), distance: 1,
      projection: .perspective(verticalAngle: angle))
    return (unit?.shownHeight ?? 1) / 2
  }

  /// How much of space holds the whole volume in all frames.
  ///
  /// - Parameter grid: Where the volume's voxels lie.
  /// - Returns: Millimetres across and down, in the plane through the volume's centre.
  /// - Precondition: The request is valid.
  public func extent(of grid: GridGeometry) -> SIMD2<Double> {
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
