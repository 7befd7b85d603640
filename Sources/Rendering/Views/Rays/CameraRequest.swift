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

  /// Reads a request; what is not given is as ``init(view:azimuth:elevation:frames:projection:fovAngle:)``
  /// has it.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(CodingKeys.self)
    view = try fields.value(.view)
    azimuth = try fields.value(.azimuth)
    elevation = try fields.value(.elevation)
    frames = try fields.value(.frames)
    projection = try fields.value(.projection, default: .orthographic)
    fovAngle = try fields.value(.fovAngle)
  }

  /// Refuses what makes no sense for any volume.
  ///
  /// - Throws: ``RequestError`` that names the field below `camera`.
  public func validate() throws(RequestError) {
    try RequestError.checkFinite(azimuth, field: "camera.azimuth")
    try RequestError.checkFinite(elevation, field: "camera.elevation")
    guard view == nil || (azimuth == nil && elevation == nil) else {
      throw RequestError(
        .contradiction, field: "camera.view",
        sentence:
          "`camera.view` names a direction; `camera.azimuth` and `camera.elevation` are another way"
      )
    }
    try RequestError.check(frames, atMost: Self.mostFrames, field: "camera.frames")
    try checkAngle()
  }

  private func checkAngle() throws(RequestError) {
    guard let fovAngle else { return }
    guard projection == .perspective else {
      throw RequestError(
        .incomplete, field: "camera.fovAngle",
        sentence: "`camera.fovAngle` belongs to `camera.projection` perspective")
    }
    try RequestError.checkPositive(fovAngle, field: "camera.fovAngle")
    guard fovAngle < 180 else {
      throw RequestError(
        .outOfRange, field: "camera.fovAngle",
        sentence: "`camera.fovAngle` \(fovAngle.displayText) is not below 180 degrees")
    }
  }

  /// The most frames of a spin: 0.036° apart, which no image shows.
  public static var mostFrames: Int { 10_000 }

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
