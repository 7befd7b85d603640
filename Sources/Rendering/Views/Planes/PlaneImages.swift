import Presentation
public import Reslicing
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
  /// The memory that the planes take.
  private(set) var memory = PlaneMemory(fixed: 0, perPlane: 0)
  let layer: OverlayLayer?

  /// The most planes that are made side by side, and held in memory at a time.
  public static var batch: Int { 16 }

  /// Prepares the images.
  ///
  /// - Parameters:
  ///   - request: What is asked for.
  ///   - volume: The volume.
  ///   - second: The volume that is laid over images; nil for none.
  ///   - other: The volume whose planes are asked for by ``PlaneChoice/planeOf``.
  ///   - reslicer: One that is kept for the volume; nil makes one.
  ///   - identity: Who the patient is; shown only where the request asks for it.
  ///   - areImages: Whether images, or DICOM with a window, are wanted; values alone need neither
  ///     window nor overlay.
  ///   - context: The workers.
  /// - Throws: ``RequestError``, ``OverlayError``, `ReslicingError` for planes that cannot be,
  ///   `MemoryExceeded` where even one at a time takes more memory than it may; `WorkCancelled`.
  public init(
    _ request: PlaneRequest, of volume: Volume, overlay second: SecondVolume? = nil,
    like other: OtherGrid? = nil, reslicer: Reslicer? = nil, identity: [String] = [],
    areImages: Bool = true, context: WorkContext = WorkContext()
  ) throws {
    if areImages { try request.marks.checkIdentity() }
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
    source = try PlaneSource(
      request, by: reslicer ?? Reslicer(volume), limits: context.limits)
    findings = plan.findings + (layer?.findings ?? []) + (seen?.findings ?? [])
    notices = plan.notices + (layer?.notices ?? []) + (seen?.notices ?? [])
    style =
      areImages
      ? try ImageStyle(
        request, of: volume, layer: layer, slab: plan.slab, identity: identity, context: context)
      : nil
    memory = try memoryOfPlanes.placed(context)
  }

  /// How many images there are.
  public var count: Int { plan.count }

  /// Makes the values of planes, in their order.
  ///
  /// - Parameters:
  ///   - range: Which of the plan's ``PlanePlan/items``.
  ///   - context: The workers.
  /// - Returns: One image of values for each.
  /// - Throws: `MemoryExceeded`, before they are made; `ReslicingError`, `OutOfMemory`,
  ///   `WorkCancelled`; ``RequestError`` unless there are such planes.
  public func values(
    of range: Range<Int>, context: WorkContext = WorkContext()
  ) throws -> [PlaneImage] {
    guard range.clamped(to: plan.items.indices) == range else {
      throw RequestError.noResults(range, of: plan.items.count)
    }
    return try values(of: Array(plan.items[range]), context: context)
  }

  func check(_ range: Range<Int>) throws(RequestError) {
    guard range.clamped(to: 0..<count) == range else { throw .noResults(range, of: count) }
  }

  func values(of items: [PlaneItem], context: WorkContext) throws -> [PlaneImage] {
    try check(items, limits: context.limits)
    return try source.images(
      PlaneSweep(items), part: 0..<items.count, context: memory.context(context))
  }

  /// Refuses planes whose values do not fit in memory together.
  func check(_ items: [PlaneItem], limits: WorkLimits) throws(MemoryExceeded) {
    let values = plan.valueBytes(of: items) * (layer == nil ? 1 : 2)
    try limits.checkMemory(memory.fixed + memory.perPlane + values)
  }

  /// Makes the values of the image along a curve, laid flat: its pixels lie on no plane.
  ///
  /// - Throws: ``RequestError`` unless a curve was asked for; `ReslicingError`, `WorkCancelled`.
  public func curvedValues(context: WorkContext = WorkContext()) throws -> PlaneImage {
    guard let curve = plan.curve else { throw RequestError.noCurve }
    return try source.flat(curve, context: memory.context(context))
  }

  /// Makes the values of planes, and of what lies over them if images are made, as many at a time as
  /// memory has room for.
  ///
  /// - Parameters:
  ///   - items: The planes.
  ///   - stopwatch: Gets the time of computing.
  ///   - context: The workers.
  ///   - body: Takes planes in their order, and the number of the first.
  /// - Throws: `ReslicingError`, `OutOfMemory`, `WorkCancelled`, what `body` throws.
  func forEachPart(
    of items: [PlaneItem], stopwatch: Stopwatch = Stopwatch(), context: WorkContext,
    body: ([MadePlane], _ first: Int) throws -> Void
  ) throws {
    let parts = parts(of: items, context: context)
    var next = 0
    while next < items.count {
      let part = parts.part(of: next)
      let planes = try stopwatch.time(.compute) { try made(part, context: context) }
      try body(planes, part.first)
      next = part.first + part.range.count
    }
  }

  /// How planes are divided into parts that memory has room for.
  func parts(of items: [PlaneItem], context: WorkContext) -> PlaneParts {
    PlaneParts(items: items, together: memory.together(context.limits))
  }

  /// The values of a part's planes, and of what lies over them if images are made.
  func made(_ part: PlaneParts.Part, context: WorkContext) throws -> [MadePlane] {
    let context = memory.context(context)
    let images = try source.images(part.sweep, part: part.range, context: context)
    let overlays =
      try style == nil ? nil : layer?.images(in: images.map(\.geometry), context: context)
    return images.indices.map { number in
      MadePlane(
        item: part.sweep.items[part.range.lowerBound + number], values: images[number],
        overlay: overlays?[number])
    }
  }

  /// The style, where there are images.
  var imageStyle: ImageStyle {
    get throws(RequestError) {
      guard let style else { throw .noImages }
      return style
    }
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
