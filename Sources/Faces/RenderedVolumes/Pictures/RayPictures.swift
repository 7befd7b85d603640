import SagittaEngine

/// Pictures of a whole volume along rays, as `rendered3d` has them: one, or those of a swivel.
struct RayPictures: Pictures {
  /// What rays do.
  private enum Kind: Sendable {
    case projection(ProjectionBlend, ImageStyle, second: SecondRays?, Derivation)
    case rendering(RenderStyle, LabelBodies?, ImageAnnotator?, Derivation)
  }

  /// A picture.
  private struct Frame: Sendable {
    let rays: RayFrame
    let view: CameraView
  }

  let sight: Sight
  let method: RenderedParameters.Method
  let framesPerSecond: Double
  private let kind: Kind
  private let frames: [Frame]
  private let framing: Framing
  private let renderer: Renderer
  private let grid: GridGeometry

  /// Lays out the pictures.
  ///
  /// - Parameters:
  ///   - parameters: What is asked for.
  ///   - kept: The volume.
  ///   - halved: A smaller one in its place; nil for none.
  ///   - second: The volume that is laid over; nil for none.
  ///   - limits: How large pictures may be.
  ///   - context: The workers.
  /// - Throws: ``RenderedVolumesError``; what the engine throws.
  init(
    _ parameters: RenderedParameters, of kept: KeptVolume, halved: TargetVolumes.Halved?,
    overlay second: SecondVolume?, limits: RenderedLimits, context: WorkContext
  ) throws {
    let grid = kept.volume.geometry
    self.grid = grid
    let isPlane = parameters.resource == .plane
    method = parameters.usedMethod
    renderer = (halved?.kept ?? kept).renderer
    framesPerSecond = parameters.motion.rate ?? FrameFile.defaultFramesPerSecond
    let first = try parameters.sight.placed(
      in: grid, center: isPlane ? grid.patientBounds.center : grid.center,
      default: isPlane ? .feet : .anterior)
    sight = first
    let turns = parameters.motion.swivel.map { parameters.motion.turns(of: $0) } ?? [0]
    let sights = try turns.map { degrees in
      degrees == 0 ? first : try first.turned(by: degrees, distance: grid.diameter)
    }
    let extent = sights.map { grid.reach(of: $0.right, $0.down, around: $0.lookAt) }
      .reduce(SIMD2(0, 0)) { pointwiseMax($0, $1) }
    let framing = try Framing(
      extent: extent, finest: grid.finestSpacing, pixel: parameters.pixel,
      viewport: parameters.viewport, limits: limits)
    self.framing = framing
    var clipping = try Self.clipping(parameters, sight: first, grid: grid)
    clipping.planes += halved?.rims ?? []
    let cast = halved?.kept.volume.geometry ?? grid
    frames = try sights.map { sight in
      let moved = try sight.moved(framing.shift)
      let camera = try moved.camera(showing: framing.shown, distance: grid.diameter)
      return Frame(
        rays: try RayFrame(
          camera, width: framing.width, height: framing.height, of: cast,
          step: parameters.step, clipping: clipping, limits: context.limits),
        view: sight.shownView)
    }
    kind = try Self.kind(
      parameters, of: kept, isHalved: halved != nil, overlay: second, layout: framing.layout,
      context: context)
  }

  /// The box that is shown, and the slab of a plane that is rendered.
  private static func clipping(
    _ parameters: RenderedParameters, sight: Sight, grid: GridGeometry
  ) throws -> Clipping {
    var clipping = try ClippingRequest(crop: parameters.look.crop).clipping()
    if let slab = parameters.slab {
      let middle = (sight.lookAt - grid.center).dot(sight.forward)
      clipping.slab = middle - slab / 2...middle + slab / 2
    }
    return clipping
  }

  private static func kind(
    _ parameters: RenderedParameters, of kept: KeptVolume, isHalved: Bool,
    overlay second: SecondVolume?, layout: ImageLayout, context: WorkContext
  ) throws -> Kind {
    let identity = parameters.annotation.namesPatient ? kept.identity(context) : []
    guard let blend = parameters.usedMethod.projectionBlend else {
      var request = RenderRequest()
      request.preset = parameters.look.preset
      request.shading = parameters.look.isShaded
      request.classification = parameters.look.classification
      request.interpolation = parameters.look.rayInterpolation
      request.occlusion = parameters.look.occlusion
      request.labelsOnly = parameters.look.labelsOnly
      // Measured values are for planes and projections.
      let labels = parameters.look.showsLabels ? second : nil
      if labels != nil { request.overlay = parameters.look.overlayRequest }
      request.marks = parameters.annotation.marks
      request.layout = layout
      request.step = parameters.step
      let frames = try RenderFrames(
        request, of: kept.volume, overlay: labels, renderer: kept.renderer, identity: identity,
        context: context)
      let name = frames.style.transferFunction.name ?? "own transfer function"
      var style = frames.style
      if isHalved {
        // The smaller volume has not quite the same values to be relative to.
        style.transferFunction = try kept.resolved(style.transferFunction, context: context)
      }
      return .rendering(
        style, frames.labels,
        ImageAnnotator(
          request.marks, of: kept.volume.attributes, identity: identity, footing: [name]),
        frames.derivation)
    }
    var request = ProjectionRequest()
    request.blend = blend
    request.display = parameters.look.display(parameters.window)
    request.marks = parameters.annotation.marks
    request.layout = layout
    request.step = parameters.step
    if second != nil { request.overlay = parameters.look.overlayRequest }
    let volume = parameters.window == nil ? try kept.withWindow(context) : kept.volume
    let frames = try ProjectionFrames(
      request, of: volume, overlay: second, renderer: kept.renderer, identity: identity,
      context: context)
    guard let style = frames.style else { preconditionFailure("images were asked for") }
    return .projection(
      blend, style,
      second: second.map {
        SecondRays(renderer: Renderer($0.volume), grid: $0.volume.geometry)
      }, frames.derivation)
  }

  var count: Int { frames.count }

  var plane: PlaneGeometry? { shownPlane(frames[0]) }

  var window: DisplayWindow? {
    if case .projection(_, let style, _, _) = kind { style.window } else { nil }
  }

  func image(_ number: Int, context: WorkContext) throws -> Raster {
    let frame = frames[number]
    let texts = FrameText.lines(number, of: count, from: frame.view)
    switch kind {
    case .rendering(let style, let labels, let annotator, _):
      let raster = try renderer.picture(
        frame.rays, style: style, labels: labels, context: context)
      return annotated(raster, by: annotator, of: frame, texts: texts)
    case .projection(let blend, let style, let second, _):
      let values = try renderer.projection(frame.rays, blend: blend, context: context).image
      let over = try second.flatMap { try $0.projection(along: frame.rays, blend: blend, context) }
      return annotated(
        style.image(of: values, overlay: over), by: style.annotator, of: frame, texts: texts)
    }
  }

  func values(context: WorkContext) throws -> [PlaneImage] {
    guard case .projection(let blend, _, _, _) = kind else {
      throw RenderedVolumesError.wrongParameter(
        "renderingmethod", problem: "volume_rendered makes colours, not values")
    }
    return try frames.map { frame in
      let image = try renderer.projection(frame.rays, blend: blend, context: context).image
      return image.flipped(
        across: framing.isFlippedAcross, down: framing.isFlippedDown, on: shownPlane(frame))
    }
  }

  func derived(asPicture: Bool, context: WorkContext) throws -> DerivedPictures {
    switch kind {
    case .projection(_, let style, _, let derivation) where !asPicture:
      let planes = CalibratedPlanes(try values(context: context), thickness: depth)
      return .planes(DerivedSeriesMaker.Planes(planes, by: derivation), window: style.window)
    case .projection(_, _, _, let derivation), .rendering(_, _, _, let derivation):
      var details = SecondaryCapture.Details()
      details.plane = plane
      return .pictures(
        DerivedSeriesMaker.Pictures(count, by: derivation, details: details) { [self] number in
          try image(number, context: context)
        })
    }
  }

  /// Millimetres of the volume along the view.
  private var depth: Double {
    let depths = grid.voxelBounds.corners.map {
      grid.patientPoint(of: $0).fromOrigin.dot(sight.forward)
    }
    return (depths.max() ?? 0) - (depths.min() ?? 0)
  }

  private func annotated(
    _ raster: Raster, by annotator: ImageAnnotator?, of frame: Frame, texts: [String]
  ) -> Raster {
    let shown = raster.flipped(across: framing.isFlippedAcross, down: framing.isFlippedDown)
    guard let annotator else { return shown }
    return shown.annotated(with: annotator.annotation(of: shownPlane(frame), texts: texts))
  }

  /// Where the pixels lie, after they were turned round.
  private func shownPlane(_ frame: Frame) -> PlaneGeometry {
    let plane = frame.rays.plane
    let turned = PlaneGeometry(
      width: plane.width, height: plane.height,
      right: framing.isFlippedAcross ? -plane.right : plane.right,
      down: framing.isFlippedDown ? -plane.down : plane.down, center: plane.center,
      pixelWidth: plane.pixelWidth, pixelHeight: plane.pixelHeight)
    return turned ?? plane
  }
}

/// The volume that is laid over projections.
private struct SecondRays: Sendable {
  let renderer: Renderer
  let grid: GridGeometry

  /// The second volume's projection along the same rays; nil where clipping leaves nothing of it.
  func projection(
    along rays: RayFrame, blend: ProjectionBlend, _ context: WorkContext
  ) throws -> PlaneImage? {
    do {
      let own = try RayFrame(
        rays.camera, width: rays.width, height: rays.height, of: grid,
        clipping: rays.clipping, limits: context.limits)
      return try renderer.projection(own, blend: blend, context: context).image
    } catch RayCastingError.nothingLeft {
      return nil
    }
  }
}

extension RenderedParameters.Method {
  /// What is kept of a ray; nil where it gathers colours.
  fileprivate var projectionBlend: ProjectionBlend? {
    switch self {
    case .volumeRendered: nil
    case .maximum: .max
    case .minimum: .min
    case .average: .mean
    }
  }
}
