public import Geometry
public import VolumeModel
public import WorkScheduling

/// Where the pixels of a picture along a curve lie: every row is a straight line across it.
public struct CurvedReformation: Hashable, Sendable {
  /// How the curve is laid flat.
  public enum Mode: String, CaseIterable, Hashable, Sendable {
    /// The curve runs straight down the middle; rows are its lengths, equally spaced, and lie
    /// across it in frames that turn as little as can be.
    case straightened
    /// All rows have one direction; the surface that they sweep along the curve is unrolled, so
    /// that lengths in it are true. The curve itself swings to the left and right.
    case stretched
  }

  /// One row of pixels.
  public struct Row: Hashable, Sendable {
    /// The middle of the row, in LPS mm.
    public let center: PatientPoint
    /// From the left to the right of the picture; length 1.
    public let right: PatientVector
    /// Away from the viewer, across the picture; length 1.
    public let normal: PatientVector
    /// The length of the curve up to here, in mm.
    public let arcLength: Double
  }

  /// How the curve is laid flat.
  public let mode: Mode
  /// Pixels in a row.
  public let width: Int
  /// The distance of pixel centres and of rows in mm.
  public let pixel: Double
  /// The rows, from the beginning of the curve to its end.
  public let rows: [Row]

  /// The number of rows.
  public var height: Int { rows.count }

  /// Lays out a picture along a curve.
  ///
  /// - Parameters:
  ///   - path: The curve; it runs from the top to the bottom of the picture.
  ///   - mode: How it is laid flat.
  ///   - width: Millimetres across the curve; a stretched picture adds what the curve swings.
  ///   - pixel: The distance of pixel centres and of rows in mm.
  ///   - across: The direction of the rows, for a straightened picture that of the first; nil
  ///     for the patient axis most nearly across the line from the curve's beginning to its end,
  ///     x before y before z.
  ///   - limits: How many pixels there may be.
  /// - Throws: ``ReslicingError``.
  public init(
    along path: CurvePath, mode: Mode = .straightened, width: Double, pixel: Double,
    across: PatientVector? = nil, limits: WorkLimits = WorkLimits()
  ) throws(ReslicingError) {
    try ImageLayout.check(width, name: "width")
    try ImageLayout.check(pixel, name: "pixel size")
    let wished = across ?? Self.defaultAcross(path)
    guard wished.isFinite else { throw .notFinite("across direction") }
    guard let across = wished.normalized else { throw .nullDirection("across") }
    self.mode = mode
    self.pixel = pixel
    switch mode {
    case .straightened:
      self.width = try Self.pixels(width, pixel: pixel, length: path.length, limits: limits)
      rows = try Self.straightened(path, pixel: pixel, across: across)
    case .stretched:
      let unrolled = Unrolling(path, across: across)
      self.width = try Self.pixels(
        width + unrolled.swing, pixel: pixel, length: unrolled.length, limits: limits)
      guard unrolled.length > 0 else { throw .parallelDirections("across", "curve") }
      rows = unrolled.rows(pixel)
    }
  }

  /// Returns the place in the patient of a pixel (column, row), which need not be whole.
  ///
  /// Between rows places are mixed; above the first one and below the last one lies nothing else.
  public func patientPoint(column: Double, row: Double) -> PatientPoint {
    let offset = (column - Double(width - 1) / 2) * pixel
    let first = Int(row, clampedTo: 0...height - 1)
    let second = min(first + 1, height - 1)
    let a = rows[first]
    let b = rows[second]
    let start = a.center + a.right * offset
    let end = b.center + b.right * offset
    return start + (end - start) * min(max(row - Double(first), 0), 1)
  }

  private static func defaultAcross(_ path: CurvePath) -> PatientVector {
    let chord = path.point(at: path.length) - path.point(at: 0)
    // A closed curve has no chord; its beginning must do.
    let way = (chord.normalized ?? path.tangent(at: 0)).components
    let axis = (0..<3).reduce(0) { abs(way[$1]) < abs(way[$0]) - 1e-9 ? $1 : $0 }
    return [PatientDirection.left, .posterior, .head][axis].unit
  }

  private static func pixels(
    _ width: Double, pixel: Double, length: Double, limits: WorkLimits
  ) throws(ReslicingError) -> Int {
    let columns = ImageLayout.steps(pixel, covering: width)
    let pixels = columns * ((length / pixel).rounded(.down) + 1)
    try ReslicingError.check(pixels, limit: limits.imagePixels)
    return Int(columns)
  }

  /// The distances of rows: from 0 on, as many as fit.
  private static func distances(_ length: Double, pixel: Double) -> [Double] {
    (0...Int((length / pixel + 1e-6).rounded(.down))).map { Double($0) * pixel }
  }

  private static func straightened(
    _ path: CurvePath, pixel: Double, across: PatientVector
  ) throws(ReslicingError) -> [Row] {
    let distances = distances(path.length, pixel: pixel)
    let rights = try path.directionsAcross(at: distances, first: across)
    return zip(distances, rights).map { distance, right in
      Row(
        center: path.point(at: distance), right: right,
        normal: right.cross(path.tangent(at: distance)), arcLength: distance)
    }
  }

  /// The curve's shadow across the direction of the rows, along which rows are spaced.
  private struct Unrolling {
    let path: CurvePath
    let across: PatientVector
    /// Distances along the curve, and the lengths of the shadow up to them.
    private var arcs = [0.0]
    private var shadows = [0.0]
    /// The least and the greatest offset of the curve along the rows.
    private var reach: ClosedRange<Double>

    var length: Double { shadows[shadows.count - 1] }
    var swing: Double { reach.upperBound - reach.lowerBound }

    init(_ path: CurvePath, across: PatientVector) {
      self.path = path
      self.across = across
      let steps = 4096
      var last = path.point(at: 0).fromOrigin
      var least = last.dot(across)
      var most = last.dot(across)
      for n in 1...steps {
        let arc = path.length * Double(n) / Double(steps)
        let point = path.point(at: arc).fromOrigin
        let way = point - last
        let shadow = (way - across * across.dot(way)).length
        arcs.append(arc)
        shadows.append(shadows[n - 1] + shadow)
        least = min(least, point.dot(across))
        most = max(most, point.dot(across))
        last = point
      }
      reach = least...most
    }

    func rows(_ pixel: Double) -> [Row] {
      let middle = (reach.lowerBound + reach.upperBound) / 2
      var n = 0
      return distances(length, pixel: pixel).map { distance in
        while n < shadows.count - 2, shadows[n + 1] <= distance { n += 1 }
        let piece = shadows[n + 1] - shadows[n]
        let part = piece > 0 ? (distance - shadows[n]) / piece : 0
        let arc = arcs[n] + (arcs[n + 1] - arcs[n]) * part
        let point = path.point(at: arc)
        let center = point + across * (middle - point.fromOrigin.dot(across))
        let tangent = path.tangent(at: arc)
        let normal = across.cross(tangent).normalized ?? PatientVector(0, 0, 0)
        return Row(center: center, right: across, normal: normal, arcLength: arc)
      }
    }
  }
}

extension CurvePath {
  /// Returns planes across the curve at distances along it, seen in its direction.
  ///
  /// - Parameters:
  ///   - distances: Where, in mm from the beginning, growing.
  ///   - size: Pixels of each picture.
  ///   - pixel: The distance of pixel centres in mm.
  ///   - across: The wished right of the first picture; the others turn as little as can be. Nil
  ///     for the patient axis most nearly across the curve's beginning.
  ///   - limits: How many pixels each may have.
  /// - Returns: A plane for each distance.
  /// - Throws: ``ReslicingError``.
  public func crossSections(
    at distances: [Double], size: ImageLayout.Size, pixel: Double,
    across: PatientVector? = nil, limits: WorkLimits = WorkLimits()
  ) throws(ReslicingError) -> [PlaneGeometry] {
    guard distances.allSatisfy(\.isFinite) else { throw .notFinite("distance") }
    let layout = ImageLayout(size: size, pixel: pixel)
    let (size, pixel) = try layout.resolved(
      extent: SIMD2(1, 1), finestSpacing: 1, limits: limits)
    let begin = tangent(at: distances.first ?? 0).components
    let axis = (0..<3).reduce(0) { abs(begin[$1]) < abs(begin[$0]) - 1e-9 ? $1 : $0 }
    let usual = [PatientDirection.left, .posterior, .head][axis].unit
    let rights = try directionsAcross(at: distances, first: across ?? usual)
    return zip(distances, rights).compactMap { distance, right in
      PlaneGeometry(
        width: size.width, height: size.height, right: right,
        down: tangent(at: distance).cross(right), center: point(at: distance),
        pixelWidth: pixel)
    }
  }
}
