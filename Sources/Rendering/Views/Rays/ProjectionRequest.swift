import Presentation
public import RayCasting
public import Reslicing

/// Projections of a volume: one, or those of a spin.
///
/// As JSON every field may be left out:
/// `{ "camera": { "view": "left" }, "blend": "min", "clipping": { "slabFrom": -10, "slabTo": 10 } }`.
public struct ProjectionRequest: Codable, Hashable, Sendable {
  /// From where the volume is seen.
  public var camera = CameraRequest()
  /// What of it is seen.
  public var clipping = ClippingRequest()
  /// Size and pixel of the images; what is not given follows from the volume.
  public var layout = ImageLayout()
  /// What is kept of each ray.
  public var blend = ProjectionBlend.max
  /// Millimetres from sample to sample; nil for half the finest voxel spacing.
  public var step: Double?
  /// Whether it is also said where the extremes lie.
  public var depths = false
  /// The value where a ray meets nothing; nil leaves NaN, which is black in images.
  public var outside: Double?
  /// How values become grey or colours.
  public var display = DisplayRequest()
  /// What images say about themselves.
  public var marks = AnnotationRequest()
  /// How a second volume is laid over images; nil for colours in hot iron, where there is one.
  public var overlay: OverlayRequest?

  /// Creates a request for the maximum intensity projection of a whole volume, from the front.
  public init() {}

  /// Reads a request; what is not given is as ``init()`` has it.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(CodingKeys.self)
    camera = try fields.value(.camera, default: CameraRequest())
    clipping = try fields.value(.clipping, default: ClippingRequest())
    layout = try fields.value(.layout, default: ImageLayout())
    blend = try fields.value(.blend, default: .max)
    step = try fields.value(.step)
    depths = try fields.value(.depths, default: false)
    outside = try fields.value(.outside)
    display = try fields.value(.display, default: DisplayRequest())
    marks = try fields.value(.marks, default: AnnotationRequest())
    overlay = try fields.value(.overlay)
  }

  /// Refuses what makes no sense for any volume.
  ///
  /// - Throws: ``RequestError``.
  public func validate() throws(RequestError) {
    try camera.validate()
    try clipping.validate()
    try RequestError.checkPositive(step, field: "step")
    try RequestError.checkFinite(outside, field: "outside")
    try display.validate()
    try marks.validate()
    try overlay?.validate()
    guard overlay?.isLabels != true else {
      throw RequestError(
        .contradiction, field: "overlay.map",
        sentence: "labels are never mixed along rays; `overlay.map` is for measured values")
    }
    guard display.bits == .eight || overlay == nil else { throw .sixteenBitColors }
    try camera.checkCrosshair(marks)
    guard !depths || blend != .mean else {
      throw RequestError(
        .contradiction, field: "depths",
        sentence: "`depths` tells where an extreme lies; `blend` mean has none")
    }
  }
}

extension CameraRequest {
  /// Refuses a crosshair where a pixel stands for no single line.
  func checkCrosshair(_ marks: AnnotationRequest) throws(RequestError) {
    guard marks.crosshair == nil || projection == .orthographic else {
      throw RequestError(
        .contradiction, field: "marks.crosshair",
        sentence: "`marks.crosshair` points along parallel rays; perspective has none")
    }
  }
}
