import SagittaEngine

/// Planes of a volume, as `renderedmpr` has them: one, or those along a curve.
struct PlanePictures: Pictures {
  let images: PlaneImages
  let sight: Sight
  let slab: Double?
  let method: RenderedParameters.Method
  let framesPerSecond: Double

  /// Lays out the planes.
  ///
  /// - Parameters:
  ///   - parameters: What is asked for.
  ///   - kept: The volume.
  ///   - second: The volume that is laid over; nil for none.
  ///   - areImages: Whether values alone are wanted.
  ///   - limits: How large pictures may be.
  ///   - context: The workers.
  /// - Throws: ``RenderedVolumesError``; what the engine throws.
  init(
    _ parameters: RenderedParameters, of kept: KeptVolume, overlay second: SecondVolume?,
    areImages: Bool, limits: RenderedLimits, context: WorkContext
  ) throws {
    let grid = kept.volume.geometry
    sight = try parameters.sight.placed(
      in: grid, center: grid.patientBounds.center, default: .feet)
    slab = parameters.slab
    let method = parameters.usedMethod
    self.method = method
    framesPerSecond = parameters.motion.rate ?? PlaneImages.defaultFramesPerSecond
    var request = PlaneRequest()
    request.slab = parameters.slab.map { thickness in
      var slab = SlabRequest(thickness: thickness)
      slab.blend = method.sampleBlend
      slab.step = parameters.step
      return slab
    }
    request.interpolation = parameters.look.interpolation
    request.display = parameters.look.display(parameters.window)
    request.marks = parameters.annotation.marks
    if second != nil { request.overlay = parameters.look.overlayRequest }
    if let curve = parameters.motion.curve {
      try request.follow(curve, parameters, finest: grid.finestSpacing, limits: limits)
    } else {
      try request.show(sight, parameters, in: grid, limits: limits)
    }
    let volume =
      parameters.window == nil && areImages ? try kept.withWindow(context) : kept.volume
    images = try PlaneImages(
      request, of: volume, overlay: second, reslicer: kept.reslicer,
      identity: parameters.annotation.namesPatient ? kept.identity(context) : [],
      areImages: areImages, context: context)
  }

  var count: Int { images.count }

  var window: DisplayWindow? { images.style?.window }

  func image(_ number: Int, context: WorkContext) throws -> Raster {
    try images.images(number..<number + 1, context: context)[0].raster
  }

  func values(context: WorkContext) throws -> [PlaneImage] { try images.values(context: context) }

  func derived(asPicture: Bool, context: WorkContext) throws -> DerivedPictures {
    guard asPicture else {
      let series = try images.series(context: context)[0]
      return .planes(
        DerivedSeriesMaker.Planes(series.planes, by: series.derivation), window: window)
    }
    let capture = try images.captures(context: context)[0]
    return .pictures(
      DerivedSeriesMaker.Pictures(
        capture.count, by: capture.derivation, details: capture.details, picture: capture.picture))
  }

  var plane: PlaneGeometry? {
    guard case .plane(let plane)? = images.plan.items.first?.source else { return nil }
    return plane
  }
}

extension PlaneRequest {
  /// The plane of a camera.
  fileprivate mutating func show(
    _ sight: Sight, _ parameters: RenderedParameters, in grid: GridGeometry, limits: RenderedLimits
  ) throws {
    let wish = parameters.sight
    let right = wish.right ?? sight.right
    let down = wish.down ?? sight.down
    let orientation = try ImageOrientation(right: right, down: down)
    let framing = try Framing(
      extent: orientation.extent(of: grid, around: sight.lookAt, parameters, limits: limits),
      finest: grid.finestSpacing, pixel: parameters.pixel, viewport: parameters.viewport,
      limits: limits)
    var oblique = ObliquePlanes()
    oblique.center =
      sight.lookAt + orientation.right * framing.shift.x + orientation.down * framing.shift.y
    oblique.right = (framing.isFlippedAcross ? -right : right).withPlainZeros
    oblique.down = (framing.isFlippedDown ? -down : down).withPlainZeros
    planes = .oblique(oblique)
    layout = framing.layout
  }

  /// Planes across a curve.
  fileprivate mutating func follow(
    _ curve: [PatientPoint], _ parameters: RenderedParameters, finest: Double,
    limits: RenderedLimits
  ) throws {
    var planes = CurvedPlanes(curve)
    planes.mode = .crossSections
    planes.shape = .polyline
    planes.spacingBetween = parameters.motion.step
    let framing = try Framing(
      extent: SIMD2(planes.width, planes.width), finest: finest, pixel: parameters.pixel,
      viewport: parameters.viewport, limits: limits)
    guard framing.shift == .zero, !framing.isFlippedAcross, !framing.isFlippedDown else {
      throw RenderedVolumesError.wrongParameter(
        "viewport", problem: "along a curve it has a width and a height only")
    }
    self.planes = .curve(planes)
    layout = framing.layout
  }
}

extension ImageOrientation {
  /// Millimetres across and down that show the whole volume around a point, as the program counts them.
  fileprivate func extent(
    of grid: GridGeometry, around center: PatientPoint, _ parameters: RenderedParameters,
    limits: RenderedLimits
  ) throws -> SIMD2<Double> {
    let rough = grid.reach(of: right, down, around: center)
    let pixel = parameters.pixel ?? grid.finestSpacing
    // Beyond what is ever made the exact number of pixels does not matter.
    guard rough.max() / pixel <= Double(limits.naturalSide) else { return rough }
    let natural = try plane(of: grid, center: center, layout: ImageLayout(pixel: pixel))
    return SIMD2(Double(natural.width), Double(natural.height)) * pixel
  }
}

extension PatientVector {
  /// The same without negative zeros, which identifiers of what is derived would tell from others.
  fileprivate var withPlainZeros: PatientVector { PatientVector(x + 0, y + 0, z + 0) }
}

extension RenderedParameters.Method {
  /// What becomes of the samples of a slab.
  fileprivate var sampleBlend: SampleBlend {
    switch self {
    case .maximum: .max
    case .minimum: .min
    case .average, .volumeRendered: .mean
    }
  }
}
