public import Geometry
public import VolumeModel
public import WorkScheduling

extension Volume {
  /// Returns a projection of the whole volume, the usual way to look at it first.
  ///
  ///     try volume.projection(from: .left).displayed(with: .preset(.bone)).write(to: "left.png")
  ///
  /// Several projections of one volume are faster through ``ProjectionFrames`` and one `Renderer`.
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
    var request = ProjectionRequest()
    request.camera = CameraRequest(azimuth: view.azimuth, elevation: view.elevation)
    request.layout = ImageLayout(pixel: pixel)
    request.blend = blend
    let frames = try ProjectionFrames(request, of: self, areImages: false, context: context)
    return try frames.frame(0, context: context).values
  }
}
