import Sagitta

/// The projections of an overlay: the rays of the first volume's pictures through the second.
struct OverlayRays {
  let renderer: Renderer
  private let grid: GridGeometry

  init(_ source: OverlayLayer, _ context: WorkContext) throws {
    renderer = Renderer(source.volume)
    try renderer.prepare(context: context)
    grid = source.volume.geometry
  }

  /// The same rays, with a step that suits the second volume.
  ///
  /// A slab is measured from the first volume's centre, as that volume's pictures have it.
  ///
  /// - Returns: The rays; nil where clipping leaves nothing of the second volume.
  func frame(_ frame: RayFrame, of first: GridGeometry) throws -> RayFrame? {
    var clipping = frame.clipping
    let shift = (first.center - grid.center).dot(frame.camera.forward)
    clipping.slab = clipping.slab.map { $0.lowerBound + shift...$0.upperBound + shift }
    do {
      return try RayFrame(
        frame.camera, width: frame.width, height: frame.height, of: grid, clipping: clipping)
    } catch {
      // Written out: the compiler (6.3.1) crashes on a pattern of a typed error here.
      guard case .nothingLeft = error else { throw error }
      return nil
    }
  }
}
