import SagittaEngine

/// What a request for a rendered volume asks for, checked as far as it can be without the volume.
struct RenderedParameters {
  /// What is made of the volume.
  enum Resource {
    /// A plane, or several along a curve.
    case plane
    /// A picture of all of it, or a swivel of several.
    case rays
  }

  /// How samples become a value (PS3.18 8.3.5.3.3).
  enum Method: String, CaseIterable {
    case volumeRendered = "volume_rendered"
    case maximum = "maximum_ip"
    case minimum = "minimum_ip"
    case average = "average_ip"

    /// What a voxel of a smaller volume is, so that rays through it find what they look for.
    var halved: HalvedVolume.Kept {
      switch self {
      case .volumeRendered, .average: .mean
      case .maximum: .maximum
      case .minimum: .minimum
      }
    }
  }

  let resource: Resource
  /// Which part of the target is the volume.
  var input = VolumeInput()
  var method: Method?
  var sight = SightWish()
  var slab: Double?
  var motion = Motion()
  var wantsMetadata = false
  var viewport: Viewport?
  var window: DisplayWindow?
  var annotation = AnnotationWish()
  var quality = 90
  /// Whether a colour profile is wanted in the file.
  var wantsProfile = false
  /// Millimetres from pixel to pixel; nil lets it follow.
  var pixel: Double?
  /// Millimetres from sample to sample along rays and across slabs; nil for half the finest spacing.
  var step: Double?
  /// Whether a picture of some of the slices will do while the others are still read.
  var takesPreliminary = false
  /// Whether rays may be cast through a volume of half as many voxels along each axis.
  var takesHalved = false
  var look = Look()
  /// What a newer request of the same name takes the place of.
  var view: String?
  /// The names that were not understood.
  private(set) var unknown: [String] = []

  /// The parameters that presentation states forbid, of those that were given.
  private(set) var forbiddenForStates: [String] = []

  /// Reads the parameters of a request.
  ///
  /// - Throws: ``RenderedVolumesError`` for a value that makes no sense, and for contradictions.
  init(
    _ query: [(name: String, value: String)], of resource: Resource, limits: RenderedLimits
  ) throws(RenderedVolumesError) {
    self.resource = resource
    var reader = try ParameterReader(query, atMost: limits.parameters)
    let forbidden: Set = [
      "volumeinputreference", "renderingmethod", "mprslab", "renderedvolumetricmetadata", "window",
    ]
    forbiddenForStates = query.map(\.name).filter(forbidden.contains)
    _ = reader.text("accept")
    method = try reader.word("renderingmethod")
    try sight.read(&reader)
    if resource == .plane { slab = try reader.positive("mprslab") }
    try motion.read(&reader, of: resource, limits: limits)
    try readStandard(&reader)
    pixel = try reader.positive("pixel")
    if let pixel, pixel < 1e-6 {
      throw .wrongParameter("pixel", problem: "it is at least 0.000001 mm")
    }
    step = try reader.positive("step")
    takesPreliminary = try reader.flag("preliminary") ?? false
    if resource == .rays { takesHalved = try reader.flag("coarse") ?? false }
    try look.read(&reader, of: resource)
    try readView(&reader)
    try readInput(&reader)
    unknown = reader.rest.map { PlainText.of($0.name) }
  }

  private mutating func readStandard(
    _ reader: inout ParameterReader
  ) throws(RenderedVolumesError) {
    if let text = reader.text("renderedvolumetricmetadata") {
      guard text == "yes" else {
        throw .wrongParameter("renderedvolumetricmetadata", problem: "its one value is yes")
      }
      wantsMetadata = true
    }
    if let text = reader.text("viewport") { viewport = try Viewport(text) }
    if let text = reader.text("window") { window = try WindowWish.read(text) }
    if let text = reader.text("annotation") { try annotation.read(text) }
    annotation.detail = try reader.word("annotate")
    quality = try reader.integer("quality", in: 1...100) ?? quality
    let profile = try reader.word("iccprofile", as: Profile.self)
    wantsProfile = profile.map { $0 != .no } ?? false
  }

  private enum Profile: String, CaseIterable { case no, yes, srgb, adobergb, rommrgb }

  private mutating func readView(_ reader: inout ParameterReader) throws(RenderedVolumesError) {
    guard let name = reader.text("view") else { return }
    guard (1...128).contains(name.utf8.count) else {
      throw .wrongParameter("view", problem: "it has 1 to 128 bytes")
    }
    view = name
  }

  private mutating func readInput(_ reader: inout ParameterReader) throws(RenderedVolumesError) {
    try input.read(&reader)
    if !input.matches.isEmpty {
      forbiddenForStates += input.matches.map { PlainText.of($0.name) }
    }
  }

  /// Whether several pictures are asked for.
  var isAnimation: Bool {
    resource == .plane ? motion.curve != nil : motion.swivel != nil
  }

  /// The method that is used.
  var usedMethod: Method { method ?? (resource == .plane ? .average : .volumeRendered) }
}
