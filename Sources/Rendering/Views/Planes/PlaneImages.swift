import Presentation
import Reslicing
public import SeriesLoading
public import VolumeModel
public import WorkScheduling

/// The values and images of a plane request over one volume, made when they are asked for.
///
/// What all images share is prepared once: planes, window, overlay. A value may be kept and asked by
/// many threads at once.
public struct PlaneImages: Sendable {
  /// What is asked for.
  public let request: PlaneRequest
  /// The volume.
  public let volume: Volume
  /// Where the planes lie.
  public let plan: PlanePlan
  /// How values become images; nil where images were not wanted.
  public let style: ImageStyle?
  /// What a reader should know of the planes and the second volume.
  public let findings: [Finding]
  /// What people are told.
  public let notices: [Notice]
  let source: PlaneSource
  private let layer: OverlayLayer?

  /// How many planes are made side by side, and held in memory at a time.
  public static var batch: Int { 16 }

  /// Prepares the images.
  ///
  /// - Parameters:
  ///   - request: What is asked for.
  ///   - volume: The volume.
  ///   - second: The volume that is laid over images; nil for none.
  ///   - other: The volume whose planes are asked for by ``PlaneChoice/planeOf``.
  ///   - identity: Who the patient is; shown only where the request asks for it.
  ///   - areImages: Whether images, or DICOM with a window, are wanted; values alone need neither
  ///     window nor overlay.
  ///   - context: The workers.
  /// - Throws: ``RequestError``, ``OverlayError``, `ReslicingError` for planes that cannot be,
  ///   `WorkCancelled`.
  public init(
    _ request: PlaneRequest, of volume: Volume, overlay second: SecondVolume? = nil,
    like other: OtherGrid? = nil, identity: [String] = [], areImages: Bool = true,
    context: WorkContext = WorkContext()
  ) throws {
    self.request = request
    self.volume = volume
    let plan = try PlanePlan(
      request, of: volume.geometry, attributes: volume.attributes, like: other,
      limits: context.limits)
    let layer = try (areImages ? second : nil).map {
      try OverlayLayer(
        request.overlay ?? OverlayRequest(), $0, over: volume.attributes, slab: plan.slab,
        context: context)
    }
    let seen = layer?.seen(in: plan.shown.map { $0.plane(in: volume.geometry) })
    self.plan = plan
    self.layer = layer
    source = try PlaneSource(request, of: volume, limits: context.limits)
    findings = plan.findings + (layer?.findings ?? []) + (seen?.findings ?? [])
    notices = plan.notices + (layer?.notices ?? []) + (seen?.notices ?? [])
    style =
      areImages
      ? try ImageStyle(
        request, of: volume, layer: layer, slab: plan.slab, identity: identity, context: context)
      : nil
  }

  /// How many images there are.
  public var count: Int { plan.names.count }

  /// Makes the values of planes, in their order.
  ///
  /// - Parameters:
  ///   - range: Which of the plan's ``PlanePlan/items``.
  ///   - context: The workers.
  /// - Returns: One image of values for each.
  /// - Throws: `LoadError.overMemoryLimit`, before they are made; `ReslicingError`, `OutOfMemory`,
  ///   `WorkCancelled`.
  public func values(
    of range: Range<Int>, context: WorkContext = WorkContext()
  ) throws -> [PlaneImage] {
    try values(of: Array(plan.items[range]), context: context)
  }

  func values(of items: [PlaneItem], context: WorkContext) throws -> [PlaneImage] {
    try check(items, limits: context.limits)
    return try source.images(items, context: context)
  }

  /// Refuses planes whose values do not fit in memory together.
  func check(_ items: [PlaneItem], limits: WorkLimits) throws(LoadError) {
    let needed = plan.valueBytes(of: items)
    guard needed > limits.volumeBytes else { return }
    throw .overMemoryLimit(needed: needed, limit: limits.volumeBytes)
  }

  /// Makes the values of the image along a curve, laid flat: its pixels lie on no plane.
  ///
  /// - Throws: `ReslicingError`, `WorkCancelled`.
  /// - Precondition: A curve was asked for.
  public func curvedValues(context: WorkContext = WorkContext()) throws -> PlaneImage {
    guard let curve = plan.curve else { preconditionFailure("a curve was asked for") }
    return try source.flat(curve, context: context)
  }

  /// The values of planes, and of what lies over them if images are made.
  func made(_ items: [PlaneItem], context: WorkContext) throws -> [MadePlane] {
    let images = try values(of: items, context: context)
    let overlays =
      try style == nil ? nil : layer?.images(in: images.map(\.geometry), context: context)
    return items.indices.map { number in
      MadePlane(item: items[number], values: images[number], overlay: overlays?[number])
    }
  }

  /// The style, where there are images.
  var imageStyle: ImageStyle {
    guard let style else { preconditionFailure("images were not wanted") }
    return style
  }
}

/// A plane's values, and those of what lies over it.
struct MadePlane: Sendable {
  let item: PlaneItem
  let values: PlaneImage
  let overlay: PlaneImage?
}

extension ImageStyle {
  /// The style of a request's images.
  fileprivate init(
    _ request: PlaneRequest, of volume: Volume, layer: OverlayLayer?, slab: Slab?,
    identity: [String], context: WorkContext
  ) throws {
    try self.init(request.display, for: volume, context: context)
    needsColor = request.sheet == .panels
    overlay = layer?.overlay
    annotator = ImageAnnotator(
      request.marks, default: request.sheet == nil ? .none : .labels, of: volume.attributes,
      identity: identity,
      footing: (slab.map { [FootingText.slab($0)] } ?? [])
        + [FootingText.window(of: self, attributes: volume.attributes)] + (layer?.lines ?? []))
  }
}

extension OverlayLayer {
  /// What is to be said of the planes in which the second volume is seen.
  fileprivate func seen(in planes: [PlaneGeometry]) -> (findings: [Finding], notices: [Notice]) {
    let met = meeting(planes)
    guard met == 0, !planes.isEmpty else {
      return ([], [Notice(.detail, message: "overlay: \(met) of \(planes.count) pictures meet it")])
    }
    let finding = Finding.nothingThere("the second volume lies beside every picture")
    return ([finding], [Notice(.warning, message: "overlay: \(finding.message)")])
  }
}
