public import Geometry
public import VolumeModel
public import WorkScheduling

extension Volume {
  /// Returns a projection of the whole volume, the usual way to look at it first.
  ///
  ///     try volume.projection(from: .left).displayed(with: .preset(.bone)).write(to: "left.png")
  ///
  /// Several projections of one volume are faster through one `Renderer`.
  ///
  /// - Parameters:
  ///   - view: From where; the front by default.
  ///   - blend: What is kept of each ray: the maximum by default.
  ///   - pixel: The distance of pixels in mm; the finest voxel spacing by default.
  ///   - context: The workers.
  /// - Returns: One value for each pixel, NaN beside the volume.
  /// - Throws: As `Renderer` and ``RayCastingError``; `OutOfMemory`, `WorkCancelled`.
  public func projection(
    from view: CameraView = .anterior, blend: ProjectionBlend = .max, pixel: Double? = nil,
    context: WorkContext = WorkContext()
  ) throws -> PlaneImage {
    let pixel = pixel ?? geometry.finestSpacing
    let shown = geometry.extent(from: view)
    // Whole pixels, so that they are square; at most one more than the volume needs.
    let width = max(1, Int((shown.x / pixel - 1e-6).rounded(.up)))
    let height = max(1, Int((shown.y / pixel - 1e-6).rounded(.up)))
    let camera = try Camera(
      view, of: geometry.center,
      projection: .orthographic(width: Double(width) * pixel, height: Double(height) * pixel))
    let frame = try RayFrame(
      camera, width: width, height: height, of: geometry, limits: context.limits)
    return try Renderer(self).projection(frame, blend, context: context).image
  }
}
