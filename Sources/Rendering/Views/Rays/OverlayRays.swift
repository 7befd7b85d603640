import Geometry
import RayCasting
import VolumeModel
import WorkScheduling

/// The projections of an overlay: the rays of the first volume's images through the second.
struct OverlayRays: Sendable {
  private let renderer: Renderer
  private let grid: GridGeometry

  /// Prepares the second volume.
  ///
  /// - Throws: `WorkCancelled`.
  init(_ layer: OverlayLayer, context: WorkContext) throws {
    renderer = Renderer(layer.volume)
    try renderer.prepare(context: context)
    grid = layer.volume.geometry
  }

  /// Returns the second volume's projection along a frame's rays; nil where clipping leaves nothing
  /// of it.
  ///
  /// - Throws: `RayCastingError`, `WorkCancelled`.
  func projection(
    along rays: RayFrame, of first: GridGeometry, blend: ProjectionBlend, context: WorkContext
  ) throws -> PlaneImage? {
    guard let own = try self.rays(rays, of: first, limits: context.limits) else { return nil }
    return try renderer.projection(own, blend: blend, context: context).image
  }

  /// The same rays, with a step that suits the second volume.
  ///
  /// A slab is measured from the first volume's centre, as that volume's images have it.
  private func rays(
    _ rays: RayFrame, of first: GridGeometry, limits: WorkLimits
  ) throws -> RayFrame? {
    var clipping = rays.clipping
    let shift = (first.center - grid.center).dot(rays.camera.forward)
    clipping.slab = clipping.slab.map { $0.lowerBound + shift...$0.upperBound + shift }
    do {
      return try RayFrame(
        rays.camera, width: rays.width, height: rays.height, of: grid, clipping: clipping,
        limits: limits)
    } catch {
      // Written out: the compiler (6.3.1) crashes on a pattern of a typed error here.
      guard case .nothingLeft = error else { throw error }
      return nil
    }
  }
}
