package import WorkScheduling

/// A request for a picture that cannot be met; always the caller's arguments.
public enum ReslicingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A number is NaN or infinite; the name says which.
  case notFinite(String)
  /// A number must be above 0; the name says which.
  case notPositive(String, Double)
  /// A direction is the null vector; the name says which.
  case nullDirection(String)
  /// Two directions are parallel and span no plane.
  case parallelDirections(String, String)
  /// Right and down are not perpendicular to ``ImageOrientation/perpendicularTolerance``.
  case notPerpendicular(degrees: Double)
  /// Values are resampled to evenly spaced slices only.
  case irregularTarget
  /// Three points lie on a line and span no plane.
  case collinearPoints
  /// A curve has fewer than two different points.
  case curveTooShort
  /// A curve is longer than numbers reach.
  case curveTooLong(millimetres: Double)
  /// A curve leads through more points than are allowed.
  case tooManyPoints(Int, limit: Int)
  /// A plane or slice number lies outside 0..<count.
  case indexOutOfRange(index: Int, count: Int)
  /// A picture, a stack or a new grid would have more pixels or voxels than are allowed.
  case tooManyPixels(Double, limit: Int)
  /// A pixel of a slab would gather more samples than are allowed.
  case tooManySamples(Double, limit: Int)
  /// More planes than are allowed.
  case tooManyPlanes(Int, limit: Int)
  /// Size, pixel and field of view were all given; any two decide the third.
  case overdeterminedLayout
  /// Memory for a result has not one element for each pixel.
  case unfitTarget(needed: Int, available: Int)

  /// One line for people.
  public var description: String {
    switch self {
    case .notFinite(let name): "the \(name) is not a finite number"
    case .notPositive(let name, let value): "the \(name) must be above 0, not \(value)"
    case .nullDirection(let name): "the \(name) direction has no length"
    case .parallelDirections(let first, let second):
      "the \(first) and \(second) directions are parallel"
    case .notPerpendicular(let degrees):
      "right and down must be perpendicular, not \(degrees)° apart"
    case .irregularTarget: "the new grid must have evenly spaced slices"
    case .collinearPoints: "the three points lie on a line and span no plane"
    case .curveTooShort: "a curve needs at least two different points"
    case .curveTooLong(let length): "a curve of \(length) mm is too long"
    case .indexOutOfRange(let index, let count):
      "plane \(index) does not exist: there are \(count), counted from 0"
    case .tooManyPoints(let count, let limit):
      "\(count) points exceed the limit of \(limit) for a curve"
    case .tooManyPixels(let count, let limit):
      "\(Self.whole(count)) pixels exceed the limit of \(limit) for a picture"
    case .tooManySamples(let count, let limit):
      "\(Self.whole(count)) samples for each pixel exceed the limit of \(limit)"
    case .tooManyPlanes(let count, let limit):
      "\(count) planes exceed the limit of \(limit)"
    case .unfitTarget(let needed, let available):
      "\(needed) values do not fit into memory for \(available)"
    case .overdeterminedLayout: "size, pixel and field of view together contradict each other"
    }
  }

  /// Throws if there are more pixels than a limit allows.
  static func check(_ pixels: Double, limit: Int) throws(ReslicingError) {
    guard pixels <= min(Double(limit), 0x1p62) else { throw .tooManyPixels(pixels, limit: limit) }
  }

  /// Refuses more planes than one request may have.
  ///
  /// - Throws: ``tooManyPlanes(_:limit:)``.
  package static func check(planes count: Int, limits: WorkLimits) throws(ReslicingError) {
    try check(planes: count, limit: limits.planes)
  }

  static func check(planes count: Int, limit: Int) throws(ReslicingError) {
    guard count <= limit else { throw .tooManyPlanes(count, limit: limit) }
  }

  /// A count without a fraction, as far as it is one.
  private static func whole(_ count: Double) -> String {
    Int(exactly: count.rounded()).map(String.init) ?? "\(count)"
  }
}
