import SagittaEngine

/// How values become a picture, by parameters of our own.
struct Look {
  /// The name of a transfer function; nil for the one that suits the modality.
  var preset: String?
  var interpolation = Interpolation.linear
  var rayInterpolation: RayInterpolation?
  var classification: RayClassification?
  /// How much darker hollows are; nil is not at all.
  var occlusion: Double?
  /// Whether only the labels of the overlay are seen; nil is no.
  var labelsOnly: Bool?
  var isInverted = false
  var colorMap: String?
  var isShaded = true
  /// Only what lies in this box: x0, x1, y0, y1, z0, z1.
  var crop: [Double]?
  /// The series that is laid over, of the same study or of another one.
  var overlay: OverlaySeries?
  var overlayRequest = OverlayRequest()

  /// A series by its UIDs.
  struct OverlaySeries: Hashable {
    /// Nil for the study of the target.
    var study: String?
    var series: String
  }

  /// Takes the parameters; those of the other resource are left.
  mutating func read(
    _ reader: inout ParameterReader, of resource: RenderedParameters.Resource
  ) throws(RenderedVolumesError) {
    if resource == .rays {
      preset = reader.text("preset")
      isShaded = try reader.flag("shading") ?? true
      rayInterpolation = try reader.word("interpolation")
      classification = try reader.word("classification")
      occlusion = try reader.number("occlusion")
      labelsOnly = try reader.flag("labelsonly")
      crop = try reader.numbers("crop", counts: { $0 == 6 }, like: "-90,100,110,240,-680,-430")
    } else {
      interpolation = try reader.word("interpolation") ?? .linear
    }
    isInverted = try reader.flag("invert") ?? false
    colorMap = reader.text("colormap")
    try readOverlay(&reader)
    try check()
  }

  private mutating func readOverlay(
    _ reader: inout ParameterReader
  ) throws(RenderedVolumesError) {
    overlay = try reader.text("overlay").map(Self.series)
    overlayRequest.map = reader.text("overlaymap")
    overlayRequest.opacity = try reader.number("overlayopacity")
    if let numbers = try reader.numbers("overlaywindow", counts: { $0 == 2 }, like: "5,10") {
      overlayRequest.window = .values(center: numbers[0], width: numbers[1])
    }
    overlayRequest.assumeAligned = try reader.flag("overlayaligned") ?? false
  }

  /// `SERIES`, or `STUDY/SERIES`.
  private static func series(_ text: String) throws(RenderedVolumesError) -> OverlaySeries {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    let areUIDs = parts.allSatisfy { part in
      (1...64).contains(part.utf8.count)
        && part.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
    }
    guard areUIDs, let series = parts.last, parts.count <= 2 else {
      throw .wrongParameter("overlay", problem: "it is the UID of a series, or STUDY/SERIES")
    }
    return OverlaySeries(study: parts.count == 2 ? String(parts[0]) : nil, series: String(series))
  }

  private func check() throws(RenderedVolumesError) {
    do throws(RequestError) {
      try display(nil).validate()
      if overlay != nil { try overlayRequest.validate() }
      if let crop { try ClippingRequest(crop: crop).validate() }
      if let preset { try RenderRequest(preset).validate() }
    } catch {
      throw RenderedVolumesError(error)
    }
  }

  /// Whether rays see the overlay as labels.
  var showsLabels: Bool { labelsOnly == true || overlayRequest.isLabels }

  /// How values become grey or colours.
  func display(_ window: DisplayWindow?) -> DisplayRequest {
    var request = DisplayRequest()
    if let window {
      request.window = .values(center: window.center, width: window.width)
      request.voi = window.function
    }
    request.colorMap = colorMap
    request.invert = isInverted
    return request
  }
}

extension RenderRequest {
  fileprivate init(_ preset: String) {
    self.init()
    self.preset = preset
  }
}

extension RenderedVolumesError {
  /// A request of the engine makes no sense: said with the names of parameters.
  init(_ error: RequestError) {
    let names = [
      "camera": "orientation", "clipping.crop": "crop", "display.colorMap": "colormap",
      "display.window": "window", "display.voi": "window", "overlay.map": "overlaymap",
      "overlay.opacity": "overlayopacity", "overlay.window": "overlaywindow",
      "labelsOnly": "labelsonly", "marks.showIdentity": "annotation", "slab.thickness": "mprslab",
      "planes.right": "right",
      "planes.down": "down", "layout.pixel": "pixel", "step": "step",
      "slab.step": "step", "curve.width": "volumetriccurvepoint",
    ]
    self = .wrongParameter(
      names[error.field] ?? error.field, problem: error.description { names[$0] ?? $0 })
  }
}
