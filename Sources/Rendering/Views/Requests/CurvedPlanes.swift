public import Geometry
public import Reslicing

/// An image along a curve through the patient, or planes across it.
public struct CurvedPlanes: Codable, Hashable, Sendable {
  /// How the curve is shown.
  public enum Mode: String, CaseIterable, Codable, Hashable, Sendable {
    /// The curve runs straight down the middle.
    case straightened
    /// All rows have one direction; lengths along the curve are true.
    case stretched
    /// Planes across the curve.
    case crossSections = "cross-sections"
  }

  /// Points of the curve in LPS mm, from its beginning to its end.
  public var points: [PatientPoint]
  /// How the curve is shown.
  public var mode = Mode.straightened
  /// How it runs between its points.
  public var shape = CurvePath.Shape.spline
  /// Millimetres across the curve.
  public var width = 50.0
  /// Of cross-sections: how many there are from end to end.
  public var count: Int?
  /// Of cross-sections: their distance in mm instead; 5 where neither is given.
  public var spacingBetween: Double?

  /// The most cross-sections of a curve.
  public static var maximumCount: Int { 100_000 }

  /// Creates a choice of the straightened image along a smooth curve.
  public init(_ points: [PatientPoint]) {
    self.points = points
  }

  /// Reads a choice; all but the points may be left out.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(CodingKeys.self)
    points = try fields.decode([PatientPoint].self, forKey: .points)
    mode = try fields.value(.mode, default: .straightened)
    shape = try fields.value(.shape, default: .spline)
    width = try fields.value(.width, default: 50)
    count = try fields.value(.count)
    spacingBetween = try fields.value(.spacingBetween)
  }

  func validate() throws(RequestError) {
    guard width > 0, width.isFinite else {
      throw RequestError(
        .outOfRange, field: "curve.width", sentence: "`curve.width` is not above 0")
    }
    guard mode != .crossSections || count == nil || spacingBetween == nil else {
      throw RequestError(
        .contradiction, field: "curve.count",
        sentence: "`curve.count` or `curve.spacingBetween` places the sections; give one")
    }
    guard count.map({ $0 > 0 }) ?? true, spacingBetween.map({ $0 > 0 && $0.isFinite }) ?? true
    else {
      throw RequestError(
        .outOfRange, field: "curve.count",
        sentence: "`curve.count` and `curve.spacingBetween` are above 0")
    }
    if let count, count > Self.maximumCount {
      throw RequestError(
        .overLimit, field: "curve.count",
        sentence: "`curve.count` \(count) is more than \(Self.maximumCount)")
    }
  }

  /// Where cross-sections lie, in mm along a curve of this length.
  func distances(_ length: Double) throws(RequestError) -> [Double] {
    if let count { return (0..<count).map { length * Double($0) / Double(max(1, count - 1)) } }
    let step = spacingBetween ?? 5
    let count = (length / step).rounded(.down) + 1
    guard count <= Double(Self.maximumCount) else {
      throw RequestError(
        .overLimit, field: "curve.spacingBetween",
        sentence: "`curve.spacingBetween` \(step) makes \(count) sections; ask for fewer")
    }
    return (0..<Int(count)).map { Double($0) * step }
  }
}
