public import Presentation

/// How a second volume is laid over images of the first, where it lies in the patient.
public struct OverlayRequest: Codable, Hashable, Sendable {
  /// The name of its colours, or `labels` for whole numbers that name something; nil for hot iron.
  public var map: String?
  /// The colours of labels; nil gives every number above 0 one of its own.
  public var labels: LabelTable?
  /// The values of the first and the last colour; nil as for the first volume.
  public var window: WindowRange?
  /// 0 (clear) to 1 (opaque); nil for 0.5, and 0.7 for PET.
  public var opacity: Double?
  /// Whether coordinates of the two volumes are equal, whatever frames of reference they state.
  public var assumeAligned = false

  /// Creates a request for the overlay's own window in hot iron.
  public init() {}

  /// Reads a request; what is not given is as ``init()`` has it.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(CodingKeys.self)
    map = try fields.value(.map)
    labels = try fields.value(.labels)
    window = try fields.value(.window)
    opacity = try fields.value(.opacity)
    assumeAligned = try fields.value(.assumeAligned, default: false)
  }

  /// Whether the overlay holds numbers that name something, which are never mixed.
  public var isLabels: Bool { map == "labels" || labels != nil }

  /// Refuses what makes no sense for any volume.
  ///
  /// - Throws: ``RequestError``.
  public func validate() throws(RequestError) {
    if let opacity, !(0...1).contains(opacity) {
      throw RequestError(
        .outOfRange, field: "overlay.opacity",
        sentence: "`overlay.opacity` \(opacity.displayText) is not between 0 and 1")
    }
    guard window == nil || !isLabels else {
      throw RequestError(
        .contradiction, field: "overlay.window",
        sentence: "labels have colours of their own; `overlay.window` is for color maps")
    }
    guard labels == nil || map == nil || map == "labels" else {
      throw RequestError(
        .contradiction, field: "overlay.labels",
        sentence: "`overlay.labels` is for `overlay.map` labels")
    }
    if !isLabels { _ = try colors() }
    _ = try WindowChoice(window, function: nil, field: "overlay.window")
  }

  /// The colours of values that are measured.
  func colors() throws(RequestError) -> ColorMap {
    try ColorMap(requested: map ?? "hot-iron", field: "overlay.map")
  }
}
