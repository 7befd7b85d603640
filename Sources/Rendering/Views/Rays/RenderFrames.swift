public import DerivedObjects
public import Geometry
import Presentation
public import RayCasting
public import SeriesLoading
public import VolumeModel
public import WorkScheduling

/// The frames of a ray-cast request over one volume, made one at a time when they are asked for.
///
/// What all frames share is prepared once. A value may be kept and asked by many threads at once.
public struct RenderFrames: Sendable {
  /// What is asked for.
  public let request: RenderRequest
  /// The volume as it is shown.
  public let shown: ShownVolume
  /// From where each frame is seen.
  public let views: [CameraView]
  /// The rays of each frame.
  public let rays: [RayFrame]
  /// How rays become colours.
  public let style: RenderStyle
  /// The preset that suits the modality, where nobody chose another look; nil else.
  public let suitingPreset: String?
  /// The bodies that rays see together with the volume; nil without.
  public let labels: LabelBodies?
  /// What a reader should know of the second volume; nothing without one.
  public let overlayFindings: [Finding]
  /// What people are told.
  public let notices: [Notice]
  private let renderer: Renderer
  private let annotator: ImageAnnotator?

  /// Prepares the frames.
  ///
  /// - Parameters:
  ///   - request: What is asked for.
  ///   - volume: The volume.
  ///   - second: The volume whose labels are seen together with the first; nil for none.
  ///   - renderer: One that is kept for the volume; nil makes one.
  ///   - identity: Who the patient is; shown only where the request asks for it.
  ///   - context: The workers.
  /// - Throws: ``RequestError``, ``OverlayError``; `ReslicingError`, `RayCastingError` and `CameraError` for frames
  ///   that cannot be; `MemoryExceeded` where one frame takes more memory than it may;
  ///   `WorkCancelled`.
  public init(
    _ request: RenderRequest, of volume: Volume, overlay second: SecondVolume? = nil,
    renderer: Renderer? = nil, identity: [String] = [], context: WorkContext = WorkContext()
  ) throws {
    try request.validate()
    self.request = request
    guard second != nil || !request.showsLabelsOnly else { throw RequestError.noLabels }
    shown = try ShownVolume(request.clipping, of: volume, context: context)
    let function = try request.function(for: shown.volume)
    style = request.style(function)
    let isChosen = request.choosesByModality && request.iso == nil && !request.showsLabelsOnly
    suitingPreset = isChosen ? function.name : nil
    let fitted = try request.camera.fitted(
      to: shown.volume.geometry, layout: request.layout, limits: context.limits)
    views = fitted.views
    rays = try fitted.rays(
      through: shown.volume.geometry, step: request.step, samples: request.samples,
      clipping: try request.clipping.clipping(), limits: context.limits)
    try context.limits.checkMemory(
      volume.memoryBytes + (second.map(RenderRequest.memoryNeeded) ?? 0)
        + request.memoryNeeded(
          volume.geometry, fitted: fitted, isMasked: volume.validity != nil))
    let layer = try second.map {
      try OverlayLayer(request.labelRequest, $0, over: volume.attributes, context: context)
    }
    labels = try layer?.bodies(context: context)
    let beside = layer.flatMap { $0.isBeside(volume) ? Finding.overlayBeside : nil }
    overlayFindings = (layer?.findings ?? []) + (beside.map { [$0] } ?? [])
    notices =
      shown.notices + (layer?.notices ?? [])
      + (beside.map { [Notice(.warning, message: "overlay: \($0.message)")] } ?? [])
    self.renderer = try shown.renderer(renderer, context: context)
    annotator = ImageAnnotator(
      request.marks, of: volume.attributes, identity: identity,
      footing: (request.showsLabelsOnly ? [] : [Self.footing(style)]) + (layer?.lines ?? []))
  }

  private static func footing(_ style: RenderStyle) -> String {
    if case .isosurface(let value, _) = style.mode { return "surface at \(value.measureText)" }
    return style.transferFunction.name ?? unnamed
  }

  /// What a transfer function without a name is called.
  private static let unnamed = "own transfer function"

  /// How many frames there are.
  public var count: Int { rays.count }

  /// Makes the image of a frame.
  ///
  /// - Parameters:
  ///   - index: The frame, from 0.
  ///   - context: The workers.
  /// - Returns: The image in colour, with its marks.
  /// - Throws: ``RequestError`` unless there is such a frame; `TransferFunctionError`,
  ///   `WorkCancelled`.
  public func image(_ index: Int, context: WorkContext = WorkContext()) throws -> Raster {
    guard rays.indices.contains(index) else { throw RequestError.noFrame(index, of: count) }
    let image = try renderer.picture(
      rays[index], style: style, labels: labels, context: context)
    let marks = annotator?.annotation(
      of: rays[index], texts: FrameText.lines(index, of: count, from: views[index]))
    return marks.map { image.annotated(with: $0) } ?? image
  }

  /// How the frames came about, for derived DICOM.
  public var derivation: Derivation {
    let surface = request.iso.map { "Surface at \($0.displayText)" }
    let layers = "Volume rendering, \(style.transferFunction.name ?? Self.unnamed)"
    return Derivation(
      [surface == nil ? .volumeRendering : .surfaceRendering],
      description: (surface ?? layers) + ", \(request.camera.projection.rawValue) rays")
  }

  /// Where the images of a secondary capture lie; a perspective's on no plane.
  public var captureDetails: SecondaryCapture.Details {
    SecondaryCapture.Details(along: rays[0])
  }
}
