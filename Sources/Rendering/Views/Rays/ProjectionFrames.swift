public import Geometry
import Presentation
public import RayCasting
public import SeriesLoading
public import VolumeModel
public import WorkScheduling

/// The frames of a projection request over one volume, made one at a time when they are asked for.
///
/// What all frames share is prepared once: cameras, value blocks, window, overlay. A value may be kept and
/// asked by many threads at once.
public struct ProjectionFrames: Sendable {
  /// What is asked for.
  public let request: ProjectionRequest
  /// The volume as it is shown.
  public let shown: ShownVolume
  /// From where each frame is seen.
  public let views: [CameraView]
  /// The rays of each frame.
  public let rays: [RayFrame]
  /// How values become images.
  public let style: ImageStyle?
  /// What a reader should know of the second volume; nothing without one.
  public let overlayFindings: [Finding]
  /// What people are told.
  public let notices: [Notice]
  private let renderer: Renderer
  private let overlay: OverlayRays?

  /// One frame's values.
  public struct Frame: Sendable {
    /// The frame's number, from 0.
    public let index: Int
    /// The values in the plane through the volume's centre.
    public let values: PlaneImage
    /// Where the extremes lie, in mm along the rays; nil unless asked for.
    public let depths: PlaneImage?
  }

  /// Prepares the frames.
  ///
  /// - Parameters:
  ///   - request: What is asked for.
  ///   - volume: The volume.
  ///   - second: The volume that is laid over images; nil for none.
  ///   - renderer: One that is kept for the volume; nil makes one.
  ///   - identity: Who the patient is; shown only where the request asks for it.
  ///   - areImages: Whether images are wanted; values alone need no window and no overlay.
  ///   - context: The workers.
  /// - Throws: ``RequestError``, ``OverlayError``; `ReslicingError`, `RayCastingError` and
  ///   `CameraError` for frames that cannot be; `MemoryExceeded` where one frame takes more memory
  ///   than it may; `WorkCancelled`.
  public init(
    _ request: ProjectionRequest, of volume: Volume, overlay second: SecondVolume? = nil,
    renderer: Renderer? = nil, identity: [String] = [], areImages: Bool = true,
    context: WorkContext = WorkContext()
  ) throws {
    try request.validate()
    if areImages { try request.marks.checkIdentity() }
    self.request = request
    shown = try ShownVolume(request.clipping, of: volume, context: context)
    let layer = try (areImages ? second : nil).map {
      try OverlayLayer(
        request.overlay ?? OverlayRequest(), $0, over: volume.attributes, context: context)
    }
    let beside = layer.flatMap { $0.isBeside(volume) ? Finding.overlayBeside : nil }
    overlayFindings = (layer?.findings ?? []) + (beside.map { [$0] } ?? [])
    var notices = shown.notices + (layer?.notices ?? [])
    if let beside { notices.append(Notice(.warning, message: "overlay: \(beside.message)")) }
    self.notices = notices
    style =
      areImages
      ? try Self.style(
        request, volume: shown.volume, layer: layer, identity: identity, context: context) : nil
    let grid = shown.volume.geometry
    let fitted = try request.camera.fitted(
      to: grid, layout: request.layout, limits: context.limits)
    views = fitted.views
    rays = try fitted.rays(
      through: grid, step: request.step, clipping: try request.clipping.clipping(),
      limits: context.limits)
    try context.limits.checkMemory(
      volume.memoryBytes + (second?.volume.memoryBytes ?? 0)
        + request.memoryNeeded(volume.geometry, fitted: fitted))
    self.renderer = try shown.renderer(renderer, context: context)
    overlay = try layer.map { try OverlayRays($0, context: context) }
  }

  private static func style(
    _ request: ProjectionRequest, volume: Volume, layer: OverlayLayer?, identity: [String],
    context: WorkContext
  ) throws -> ImageStyle {
    var style = try ImageStyle(request.display, for: volume, context: context)
    style.overlay = layer?.overlay
    style.annotator = ImageAnnotator(
      request.marks, of: volume.attributes, identity: identity,
      footing: [
        FootingText.projection(request.blend, slab: try request.clipping.slab()),
        FootingText.window(of: style, attributes: volume.attributes),
      ] + (layer?.lines ?? []))
    return style
  }

  /// How many frames there are.
  public var count: Int { rays.count }

  /// Makes one frame's values.
  ///
  /// - Parameters:
  ///   - index: The frame, from 0.
  ///   - context: The workers.
  /// - Returns: The values, and depths if they are asked for.
  /// - Throws: ``RequestError`` unless there is such a frame; `WorkCancelled`.
  public func frame(_ index: Int, context: WorkContext = WorkContext()) throws -> Frame {
    guard rays.indices.contains(index) else { throw RequestError.noFrame(index, of: count) }
    let projection = try renderer.projection(
      rays[index], blend: request.blend, wantsDepths: request.depths, context: context)
    let image = projection.image
    return Frame(
      index: index, values: filled(image),
      depths: projection.depths.map { PlaneImage(geometry: image.geometry, values: $0) })
  }

  /// Makes the image of a frame.
  ///
  /// - Parameters:
  ///   - frame: The frame's values.
  ///   - context: The workers.
  /// - Returns: The image in grey or colours, with its marks.
  /// - Throws: ``RequestError`` unless images were asked for; `RayCastingError`, `WorkCancelled`.
  public func image(of frame: Frame, context: WorkContext = WorkContext()) throws -> Raster {
    guard let style else { throw RequestError.noImages }
    guard rays.indices.contains(frame.index) else {
      throw RequestError.noFrame(frame.index, of: count)
    }
    let rays = rays[frame.index]
    let second = try overlay?.projection(
      along: rays, of: shown.volume.geometry, blend: request.blend, context: context)
    return style.image(
      of: frame.values, overlay: second.map(filled),
      annotation: style.annotator?.annotation(
        of: rays, texts: FrameText.lines(frame.index, of: count, from: views[frame.index])))
  }

  /// The values with what the request has where there are none.
  private func filled(_ image: PlaneImage) -> PlaneImage {
    guard let outside = request.outside else { return image }
    return PlaneImage(
      geometry: image.geometry, values: image.values.map { $0.isNaN ? Float(outside) : $0 })
  }
}

extension OverlayLayer {
  /// Whether the boxes of the two volumes do not meet.
  func isBeside(_ first: Volume) -> Bool {
    let one = first.geometry.patientBounds
    let other = volume.geometry.patientBounds
    return !(0..<3).allSatisfy {
      one.lower.coordinates[$0] <= other.upper.coordinates[$0]
        && other.lower.coordinates[$0] <= one.upper.coordinates[$0]
    }
  }
}

extension Finding {
  /// The overlay is nowhere in any image.
  static let overlayBeside = nothingThere("the second volume lies beside the first")
}

extension FittedCameras {
  /// The rays of each frame.
  ///
  /// - Throws: `RayCastingError`.
  func rays(
    through grid: GridGeometry, step: Double?, samples: Int = 1, clipping: Clipping,
    limits: WorkLimits
  ) throws(RayCastingError) -> [RayFrame] {
    var frames: [RayFrame] = []
    for camera in cameras {
      frames.append(
        try RayFrame(
          camera, width: width, height: height, of: grid, step: step, samples: samples,
          clipping: clipping, limits: limits))
    }
    return frames
  }
}

extension ImageAnnotator {
  /// The marks of an image that rays make.
  func annotation(of rays: RayFrame, texts: [String]) -> Annotation {
    annotation(of: rays.plane, texts: texts, hasScale: !rays.camera.isPerspective)
  }
}
