public import Geometry
public import RayCasting
public import Reslicing

/// Ray casts of a volume: one, or those of a spin.
///
/// As JSON every field may be left out: `{ "preset": "ct-bone", "camera": { "frames": 36 } }`.
public struct RenderRequest: Codable, Hashable, Sendable {
  /// From where the volume is seen.
  public var camera = CameraRequest()
  /// What of it is seen.
  public var clipping = ClippingRequest()
  /// Size and pixel of the images; what is not given follows from the volume.
  public var layout = ImageLayout()
  /// The name of a known transfer function; nil for the one that suits the modality.
  public var preset: String?
  /// How values become colour and opacity, instead of a preset.
  public var transferFunction: TransferFunction?
  /// The value whose surface is shown instead of layers.
  public var iso: Double?
  /// What is behind everything; nil is black.
  public var background: ImageColor?
  /// Whether surfaces are lit; without, colours are plain.
  public var shading = true
  /// The direction towards a distant light, LPS; nil for light from the viewer.
  public var light: PatientVector?
  /// What of a ray has colour and opacity, of layers; nil is `sampled`.
  public var classification: RayClassification?
  /// How values between voxels are seen; nil is `linear`.
  public var interpolation: RayInterpolation?
  /// How much darker hollows are, 0…1 (ambient occlusion); nil is 0.
  public var occlusion: Double?
  /// Rays along each side of a pixel.
  public var samples = 1
  /// Millimetres from sample to sample; nil for half the finest voxel spacing.
  public var step: Double?
  /// What images say about themselves.
  public var marks = AnnotationRequest()
  /// How the labels of a second volume look, where there is one; nil gives every number above 0 an opaque
  /// colour of its own.
  public var overlay: OverlayRequest?
  /// Whether the volume itself is left out, so that only labels are seen; nil is no.
  public var labelsOnly: Bool?

  /// Creates a request for a whole volume from the front, as suits the modality.
  public init() {}

  /// Reads a request; what is not given is as ``init()`` has it.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(CodingKeys.self)
    camera = try fields.value(.camera, default: CameraRequest())
    clipping = try fields.value(.clipping, default: ClippingRequest())
    layout = try fields.value(.layout, default: ImageLayout())
    preset = try fields.value(.preset)
    transferFunction = try fields.value(.transferFunction)
    iso = try fields.value(.iso)
    background = try fields.value(.background)
    shading = try fields.value(.shading, default: true)
    light = try fields.value(.light)
    classification = try fields.value(.classification)
    interpolation = try fields.value(.interpolation)
    occlusion = try fields.value(.occlusion)
    samples = try fields.value(.samples, default: 1)
    step = try fields.value(.step)
    marks = try fields.value(.marks, default: AnnotationRequest())
    overlay = try fields.value(.overlay)
    labelsOnly = try fields.value(.labelsOnly)
  }

  /// The most rays along each side of a pixel.
  public static var mostSamples: Int { 16 }

  /// Refuses what makes no sense for any volume.
  ///
  /// - Throws: ``RequestError``.
  public func validate() throws(RequestError) {
    try camera.validate()
    try clipping.validate()
    try RequestError.checkPositive(step, field: "step")
    try RequestError.checkFinite(iso, field: "iso")
    try RequestError.check(samples, atMost: Self.mostSamples, field: "samples")
    try marks.validate()
    try marks.checkIdentity()
    try camera.checkCrosshair(marks)
    guard preset == nil || transferFunction == nil else {
      throw RequestError(
        .contradiction, field: "preset",
        sentence: "`preset` and `transferFunction` contradict each other; give one")
    }
    guard classification == nil || iso == nil else {
      throw RequestError(
        .contradiction, field: "classification",
        sentence: "`classification` is for layers, and `iso` shows a surface instead")
    }
    if let occlusion, !(0...1).contains(occlusion) {
      throw RequestError(
        .outOfRange, field: "occlusion",
        sentence: "`occlusion` \(occlusion.displayText) is not between 0 and 1")
    }
    try labelRequest.validate()
    guard labelRequest.isLabels else {
      throw RequestError(
        .contradiction, field: "overlay.map",
        sentence:
          "ray casts show the surfaces of labels; `overlay.map` is for planes and projections")
    }
    guard iso == nil || !showsLabelsOnly else {
      throw RequestError(
        .contradiction, field: "labelsOnly",
        sentence: "`labelsOnly` leaves out the volume, whose surface `iso` shows")
    }
    guard light?.normalized != nil || light == nil else {
      throw RequestError(.outOfRange, field: "light", sentence: "`light` 0,0,0 is no direction")
    }
    _ = try chosenFunction()
  }

  /// Whether the volume itself is left out.
  var showsLabelsOnly: Bool { labelsOnly == true }

  /// How labels look: opaque, unless something else is asked for.
  var labelRequest: OverlayRequest {
    var request = overlay ?? OverlayRequest()
    request.map = request.map ?? "labels"
    request.opacity = request.opacity ?? 1
    return request
  }

  /// The transfer function that is asked for, checked; nil without one.
  func chosenFunction() throws(RequestError) -> TransferFunction? {
    if let preset {
      do throws(UnknownPreset) {
        return try TransferFunction(preset: preset)
      } catch {
        throw RequestError(.unknownName, field: "preset", sentence: error.description)
      }
    }
    do throws(TransferFunctionError) {
      try transferFunction?.check()
    } catch {
      throw RequestError(.outOfRange, field: "transferFunction", sentence: error.description)
    }
    return transferFunction
  }
}
