public import Geometry

/// From where a volume is seen: one frame, or a spin of several.
///
/// As JSON every field may be left out: `{ "view": "left", "frames": 36 }`.
public struct CameraRequest: Codable, Hashable, Sendable {
  /// The six named directions.
  public enum View: String, CaseIterable, Codable, Hashable, Sendable {
    case anterior, posterior, left, right, head, feet
  }

  /// How rays run.
  public enum Projection: String, CaseIterable, Codable, Hashable, Sendable {
    /// Side by side.
    case orthographic
    /// From one point.
    case perspective
  }

  /// A named direction; nil where angles say it, or for the front.
  public var view: View?

  /// Degrees about the long axis: 0 from the front, 90 from the patient's left; nil is 0.
  public var azimuth: Double?

  /// Degrees towards the head: −90 is from the feet; nil is 0.
  public var elevation: Double?

  /// A spin of so many frames, each turned by an equal part of 360°; nil is one frame.
  public var frames: Int?

  /// How rays run.
  public var projection: Projection

  /// The full vertical angle of a perspective in degrees, below 180; nil is ``defaultAngle``.
  public var fovAngle: Double?

  /// The full vertical angle of a perspective for which none was chosen, in degrees.
  public static var defaultAngle: Double { 30 }

  /// Creates a request; without arguments one frame from the front.
  public init(
    view: View? = nil, azimuth: Double? = nil, elevation: Double? = nil, frames: Int? = nil,
    projection: Projection = .orthographic, fovAngle: Double? = nil
  ) {
    self.view = view
    self.azimuth = azimuth
    self.elevation = elevation
    self.frames = frames
    self.projection = projection
    self.fovAngle = fovAngle
  }

  /// Reads a request in which any field may be absent.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    view = try fields.decodeIfPresent(View.self, forKey: .view)
    azimuth = try fields.decodeIfPresent(Double.self, forKey: .azimuth)
    elevation = try fields.decodeIfPresent(Double.self, forKey: .elevation)
    frames = try fields.decodeIfPresent(Int.self, forKey: .frames)
    projection =
      try fields.decodeIfPresent(Projection.self, forKey: .projection) ?? .orthographic
    fovAngle = try fields.decodeIfPresent(Double.self, forKey: .fovAngle)
  }

  /// Returns normally if the request makes sense.
  ///
  /// - Throws: ``RayRequestError`` that names the field below `camera`.
  public func validate() throws(RayRequestError) {
    try RequestField.checkFinite(azimuth, field: "camera.azimuth")
    try RequestField.checkFinite(elevation, field: "camera.elevation")
    if view != nil {
      let other = azimuth != nil ? "camera.azimuth" : "camera.elevation"
      guard azimuth == nil, elevation == nil else {
        throw RayRequestError(.contradicts(other), field: "camera.view")
      }
    }
    if let frames, !(1...Self.mostFrames).contains(frames) {
      throw RayRequestError(
        .outside(Double(frames), 1...Double(Self.mostFrames)), field: "camera.frames")
    }
    guard let fovAngle else { return }
    guard projection == .perspective else {
      throw RayRequestError(
        .belongs(to: "camera.projection", value: "perspective"), field: "camera.fovAngle")
    }
    try RequestField.checkPositive(fovAngle, field: "camera.fovAngle")
    guard fovAngle < 180 else {
      throw RayRequestError(.notBelow(fovAngle, limit: 180), field: "camera.fovAngle")
    }
  }

  /// The most frames of a spin.
  public static var mostFrames: Int { 1_000_000 }

  /// How many frames there are.
  public var frameCount: Int { frames ?? 1 }

  /// The directions of all frames: frame n of N is turned by 360·n/N degrees.
  ///
  /// - Precondition: The request is valid.
  public var views: [CameraView] {
    let first =
      view?.direction ?? CameraView(azimuth: azimuth ?? 0, elevation: elevation ?? 0)
    return (0..<frameCount).map { first.turned(by: 360 * Double($0) / Double(frameCount)) }
  }
}

extension CameraRequest.View {
  /// The direction.
  public var direction: CameraView {
    switch self {
    case .anterior: .anterior
    case .posterior: .posterior
    case .left: .left
    case .right: .right
    case .head: .head
    case .feet: .feet
    }
  }
}
