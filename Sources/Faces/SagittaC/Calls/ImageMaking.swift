import CSagitta
import SagittaEngine

/// What is wanted of a request for images.
enum WantedImages: Int32 {
  case values = 0
  case images = 1
  case depths = 2

  init(number: Int32) throws {
    guard let wanted = Self(rawValue: number) else {
      throw WrongArgument("\(number) is none of SAGITTA_VALUES, SAGITTA_IMAGES, SAGITTA_DEPTHS")
    }
    self = wanted
  }
}

extension ImagesObject {
  /// The planes of a request.
  convenience init(
    _ request: PlaneRequest, of volume: VolumeObject, overlay: VolumeObject?, like: VolumeObject?,
    wanted: WantedImages, context: WorkContext
  ) throws {
    guard wanted != .depths else { throw WrongArgument("planes have no depths") }
    try request.validate()
    let made = try PlaneImages(
      request, of: volume.volume, overlay: overlay.map { try SecondVolume($0, over: volume) },
      like: like.map { OtherGrid($0.volume.geometry, attributes: $0.volume.attributes) },
      areImages: wanted == .images, context: context)
    let images =
      wanted == .images
      ? try made.images(context: context).map {
        Image(pixels: .raster($0.raster), place: $0.place)
      } : try Self.values(of: made, context: context)
    self.init(
      images, window: made.style?.window, findings: made.findings, notices: made.notices,
      framesPerSecond: PlaneImages.defaultFramesPerSecond)
  }

  private static func values(of planes: PlaneImages, context: WorkContext) throws -> [Image] {
    let curve = planes.plan.curve.map { ImagePlace.curve($0) }
    return try planes.values(context: context).map {
      Image(pixels: Pixels($0), place: curve ?? .plane($0.geometry))
    }
  }

  /// The projections of a request.
  convenience init(
    _ request: ProjectionRequest, of volume: VolumeObject, overlay: VolumeObject?,
    wanted: WantedImages, context: WorkContext
  ) throws {
    var request = request
    if wanted == .depths { request.depths = true }
    let frames = try ProjectionFrames(
      request, of: volume.volume, overlay: overlay.map { try SecondVolume($0, over: volume) },
      renderer: volume.renderer, areImages: wanted == .images, context: context)
    let images = try Self.frames(frames.count, context: context) { number in
      let frame = try frames.frame(number, context: context)
      let pixels: Pixels =
        switch wanted {
        case .values: Pixels(frame.values)
        case .images: .raster(try frames.image(of: frame, context: context))
        case .depths: try Pixels(frame.depths.orThrow())
        }
      return Image(pixels: pixels, place: .plane(frames.rays[number].plane))
    }
    self.init(
      images, window: frames.style?.window,
      findings: frames.shown.findings + frames.overlayFindings, notices: frames.notices)
  }

  /// Makes frames one after the other, each of which is progress.
  private static func frames(
    _ count: Int, context: WorkContext, make: (Int) throws -> Image
  ) throws -> [Image] {
    try (0..<count).map { number in
      let image = try make(number)
      context.report?(WorkProgress(stage: "casting rays", completed: number + 1, total: count))
      try context.check()
      return image
    }
  }

  /// The ray casts of a request.
  convenience init(
    _ request: RenderRequest, of volume: VolumeObject, overlay: VolumeObject? = nil,
    context: WorkContext
  ) throws {
    let frames = try RenderFrames(
      request, of: volume.volume, overlay: overlay.map { try SecondVolume($0, over: volume) },
      renderer: volume.renderer, context: context)
    let images = try Self.frames(frames.count, context: context) { number in
      Image(
        pixels: .raster(try frames.image(number, context: context)),
        place: .plane(frames.rays[number].plane))
    }
    self.init(
      images, findings: frames.shown.findings + frames.overlayFindings, notices: frames.notices)
  }
}

extension PlaneImage? {
  fileprivate func orThrow() throws -> PlaneImage {
    guard let self else { throw WrongArgument("this projection has no depths") }
    return self
  }
}

extension ImagesObject.Pixels {
  fileprivate init(_ image: PlaneImage) {
    self = .values(
      image.values, columns: image.geometry.width, rows: image.geometry.height)
  }
}

extension SecondVolume {
  /// A volume that is laid over images of another.
  fileprivate init(_ object: VolumeObject, over base: VolumeObject) throws {
    let origin = object.origin.map { Origin($0.plan, phase: $0.phase) }
    let findings =
      if let own = object.origin, let base = base.origin {
        try own.loader.findings(of: own.plan, over: base.plan)
      } else {
        [Finding]()
      }
    self.init(object.volume, name: "overlay", findings: findings, origin: origin)
  }
}
