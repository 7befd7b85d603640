public import Geometry

/// How much an image says about itself.
public enum AnnotationDetail: String, CaseIterable, Codable, Hashable, Sendable {
  /// Nothing but the image.
  case none
  /// Sides, scale, position, slab and window.
  case labels
  /// Also what series it is.
  case full
}

/// What results say about themselves: the marks that are drawn on images, which values never carry,
/// and whether either names its source.
public struct AnnotationRequest: Codable, Hashable, Sendable {
  /// How much images say about themselves; nil for nothing, on sheets for labels.
  public var annotate: AnnotationDetail?
  /// Whether lines show where other planes of the same request cross an image.
  public var planeLines = false
  /// Whether images say who the patient is, which goes with ``annotate`` full, and value files carry
  /// the series' description, identifiers and texts.
  public var showIdentity = false
  /// A place in the patient to point at, in LPS mm.
  public var crosshair: PatientPoint?

  /// Creates a request for no marks.
  public init() {}

  /// Reads a request; what is not given is as ``init()`` has it.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(CodingKeys.self)
    annotate = try fields.value(.annotate)
    planeLines = try fields.value(.planeLines, default: false)
    showIdentity = try fields.value(.showIdentity, default: false)
    crosshair = try fields.value(.crosshair)
  }

  /// Refuses what makes no sense for any volume.
  ///
  /// - Throws: ``RequestError``.
  public func validate() throws(RequestError) {
    guard crosshair?.isFinite != false else {
      throw RequestError(
        .outOfRange, field: "marks.crosshair", sentence: "`marks.crosshair` is no place")
    }
  }

  /// Refuses images that are to say who the patient is, and nothing else.
  func checkIdentity() throws(RequestError) {
    guard !showIdentity || annotate == .full else {
      throw RequestError(
        .incomplete, field: "marks.showIdentity",
        sentence: "`marks.showIdentity` on images belongs to `marks.annotate` full")
    }
  }
}
