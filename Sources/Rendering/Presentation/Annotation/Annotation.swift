import Geometry
public import VolumeModel

/// The marks without which a picture is unsafe to read: sides, scale, position, window.
///
/// An annotation knows no file and no patient: its texts are the caller's.
public struct Annotation: Hashable, Sendable {
  /// The letters at the four sides, as `R`, `LA`; empty ones are not drawn.
  public struct Sides: Hashable, Sendable {
    /// At the left side of the picture.
    public var left: String
    /// At its right side.
    public var right: String
    /// At its upper side.
    public var top: String
    /// At its lower side.
    public var bottom: String

    /// Creates letters.
    public init(left: String, right: String, top: String, bottom: String) {
      self.left = left
      self.right = right
      self.top = top
      self.bottom = bottom
    }

    /// The letters of a plane: where its sides lie in the patient.
    public init(of plane: PlaneGeometry) {
      let letters = plane.sideLetters
      self.init(
        left: letters.left, right: letters.right, top: letters.top, bottom: letters.bottom)
    }
  }

  /// The letters at the sides; nil where sides have no meaning.
  public var sides: Sides?
  /// Millimetres of a pixel along a row, for the scale bar; nil draws none.
  public var millimetersPerPixel: Double?
  /// Lines of text in the upper left corner, from the top.
  public var topLeft: [String]
  /// Lines of text in the upper right corner, from the top.
  public var topRight: [String]
  /// Lines of text in the lower left corner; the last is lowest.
  public var bottomLeft: [String]
  /// Lines of text in the lower right corner; the last is lowest.
  public var bottomRight: [String]
  /// Lines where other planes cross the picture.
  public var lines: [ReferenceLine]
  /// A place to point at, in pixels: (0, 0) is the centre of the upper left one.
  public var crosshair: SIMD2<Double>?

  /// Has the letters at opposite sides change places, for a picture that is turned round.
  package mutating func turn(across: Bool, down: Bool) {
    guard let sides else { return }
    self.sides = Sides(
      left: across ? sides.right : sides.left, right: across ? sides.left : sides.right,
      top: down ? sides.bottom : sides.top, bottom: down ? sides.top : sides.bottom)
  }

  /// Creates an annotation; what is not given is not drawn.
  public init(
    sides: Sides? = nil, millimetersPerPixel: Double? = nil, topLeft: [String] = [],
    topRight: [String] = [], bottomLeft: [String] = [], bottomRight: [String] = [],
    lines: [ReferenceLine] = [], crosshair: SIMD2<Double>? = nil
  ) {
    self.sides = sides
    self.millimetersPerPixel = millimetersPerPixel
    self.topLeft = topLeft
    self.topRight = topRight
    self.bottomLeft = bottomLeft
    self.bottomRight = bottomRight
    self.lines = lines
    self.crosshair = crosshair
  }
}

/// A line in a picture where another plane crosses it.
public struct ReferenceLine: Hashable, Sendable {
  /// One end in pixels: (0, 0) is the centre of the upper left one.
  public let start: SIMD2<Double>
  /// The other end.
  public let end: SIMD2<Double>
  /// Red, green and blue; a grey picture shows the brightness.
  public let color: SIMD3<UInt8>

  /// Creates a line.
  public init(
    from start: SIMD2<Double>, to end: SIMD2<Double>,
    color: SIMD3<UInt8> = SIMD3(255, 255, 255)
  ) {
    self.start = start
    self.end = end
    self.color = color
  }

  /// Creates the line where `other` crosses `plane`, as far as both pictures reach; nil if they
  /// do not meet or are parallel.
  public init?(
    in plane: PlaneGeometry, of other: PlaneGeometry,
    color: SIMD3<UInt8> = SIMD3(255, 255, 255)
  ) {
    let toPatient = plane.pixelToPatient
    // A linear function of the pixel: a point's place along a direction of the other plane.
    func place(along direction: PatientVector) -> PixelFunction {
      PixelFunction(
        constant: (toPatient.origin - other.center).dot(direction),
        slope: SIMD2(toPatient.x.dot(direction), toPatient.y.dot(direction)))
    }
    let side = place(along: other.normal)
    let steepness = (side.slope * side.slope).sum()
    let pixel = max(plane.pixelWidth, plane.pixelHeight)
    guard steepness.squareRoot() > 1e-3 * pixel else { return nil }
    let base = side.slope * (-side.constant / steepness)
    let direction = SIMD2(-side.slope.y, side.slope.x) / steepness.squareRoot()
    let u = place(along: other.right)
    let v = place(along: other.down)
    let reach =
      SIMD2(
        Double(other.width) * other.pixelWidth, Double(other.height) * other.pixelHeight) / 2
    let limits = [
      PixelFunction(constant: 0.5, slope: SIMD2(1, 0)),
      PixelFunction(constant: Double(plane.width) - 0.5, slope: SIMD2(-1, 0)),
      PixelFunction(constant: 0.5, slope: SIMD2(0, 1)),
      PixelFunction(constant: Double(plane.height) - 0.5, slope: SIMD2(0, -1)),
      u.above(-reach.x), u.below(reach.x), v.above(-reach.y), v.below(reach.y),
    ]
    var part = -1e9...1e9
    for limit in limits {
      guard let left = limit.kept(of: part, from: base, along: direction) else { return nil }
      part = left
    }
    self.init(
      from: base + direction * part.lowerBound, to: base + direction * part.upperBound,
      color: color)
  }
}

/// constant + slope · (column, row).
private struct PixelFunction {
  let constant: Double
  let slope: SIMD2<Double>

  func above(_ value: Double) -> Self { Self(constant: constant - value, slope: slope) }
  func below(_ value: Double) -> Self { Self(constant: value - constant, slope: -slope) }

  /// The part of a line on which the function is not negative.
  func kept(
    of part: ClosedRange<Double>, from base: SIMD2<Double>, along direction: SIMD2<Double>
  ) -> ClosedRange<Double>? {
    let start = constant + (slope * base).sum()
    let growth = (slope * direction).sum()
    guard abs(growth) > 1e-12 else { return start >= 0 ? part : nil }
    let zero = -start / growth
    let (low, high) =
      growth > 0
      ? (max(part.lowerBound, zero), part.upperBound)
      : (part.lowerBound, min(part.upperBound, zero))
    return low < high ? low...high : nil
  }
}
