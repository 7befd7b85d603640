public import Geometry
public import WorkScheduling

/// A curve through the patient, measured by its length from its beginning.
public struct CurvePath: Hashable, Sendable {
  /// How the curve runs between the given points.
  public enum Shape: String, CaseIterable, Codable, Hashable, Sendable {
    /// Straight from point to point.
    case polyline
    /// Smoothly: the centripetal Catmull-Rom spline, which has no loops or cusps.
    case spline
  }

  /// Points close enough to each other to be joined by straight lines.
  private let points: [PatientPoint]
  /// The length of the curve up to each of them, in mm.
  private let lengths: [Double]

  /// The length in mm.
  public var length: Double { lengths[lengths.count - 1] }

  /// Lines that stand for the arc between two given points of a spline: its length errs by less
  /// than 1e-4 of itself even for a quarter turn.
  private static var stepsPerArc: Int { 64 }

  /// Creates a curve.
  ///
  /// Points that repeat the one before are left out.
  ///
  /// - Parameters:
  ///   - points: Where it leads through, in LPS mm.
  ///   - shape: How it runs between them.
  ///   - limits: Of how many steps it may be made.
  /// - Throws: ``ReslicingError`` for points that are not finite, fewer than two different ones
  ///   or too many.
  public init(
    _ points: [PatientPoint], shape: Shape = .spline, limits: WorkLimits = WorkLimits()
  ) throws(ReslicingError) {
    guard points.allSatisfy(\.isFinite) else { throw .notFinite("point of the curve") }
    var kept: [PatientPoint] = []
    for point in points where kept.last.map({ $0.distance(to: point) > 1e-6 }) ?? true {
      kept.append(point)
    }
    guard kept.count >= 2 else { throw .curveTooShort }
    guard kept.count <= limits.curveSteps / Self.stepsPerArc else {
      throw .tooManyPoints(kept.count, limit: limits.curveSteps / Self.stepsPerArc)
    }
    let fine = shape == .spline ? Self.spline(kept) : kept
    var path = [fine[0]]
    var lengths = [0.0]
    for point in fine.dropFirst() {
      let step = point.distance(to: path[path.count - 1])
      guard step > 0 else { continue }
      path.append(point)
      lengths.append(lengths[lengths.count - 1] + step)
    }
    self.points = path
    self.lengths = lengths
    guard length.isFinite, path.count >= 2 else { throw .curveTooLong(millimetres: .infinity) }
  }

  /// Returns the point at a distance along the curve in mm; beyond its ends the curve goes on
  /// straight.
  public func point(at distance: Double) -> PatientPoint {
    let n = piece(at: distance)
    let part = (distance - lengths[n]) / (lengths[n + 1] - lengths[n])
    return points[n] + (points[n + 1] - points[n]) * part
  }

  /// Returns the direction of length 1 in which the curve runs at a distance along it, in mm;
  /// over a corner it turns evenly within the neighbouring pieces.
  public func tangent(at distance: Double) -> PatientVector {
    let n = piece(at: distance)
    let part = min(max((distance - lengths[n]) / (lengths[n + 1] - lengths[n]), 0), 1)
    let start = direction(ofPoint: n)
    let end = direction(ofPoint: n + 1)
    return (start * (1 - part) + end * part).normalized ?? direction(ofPiece: n)
  }

  /// Returns directions of length 1 across the curve at growing distances along it that turn
  /// about the curve as little as can be (rotation-minimising frames).
  ///
  /// - Parameters:
  ///   - distances: Where, in mm, growing.
  ///   - first: The wished direction at the first of them; what of it runs along the curve is
  ///     taken away.
  /// - Returns: One direction for each distance.
  /// - Throws: ``ReslicingError/parallelDirections(_:_:)`` if `first` runs along the curve.
  public func directionsAcross(
    at distances: [Double], first: PatientVector
  ) throws(ReslicingError) -> [PatientVector] {
    guard let begin = distances.first else { return [] }
    var tangent = tangent(at: begin)
    guard var across = (first - tangent * tangent.dot(first)).normalized,
      tangent.cross(first).length > 1e-6 * first.length
    else { throw .parallelDirections("across", "curve") }
    var point = point(at: begin)
    var result = [across]
    for (last, next) in zip(distances, distances.dropFirst()) {
      // Fine enough that the turn of each step is small, whatever the distances.
      let steps = max(1, piece(at: next) - piece(at: last))
      for step in 1...steps {
        let distance = last + (next - last) * Double(step) / Double(steps)
        let newPoint = self.point(at: distance)
        let newTangent = self.tangent(at: distance)
        across = Self.carried(
          across, tangent: tangent, newTangent: newTangent, way: newPoint - point)
        point = newPoint
        tangent = newTangent
      }
      result.append(across)
    }
    return result
  }

  /// The double reflection of Wang, Jüttler, Zheng and Liu (2008), then made exactly
  /// perpendicular.
  private static func carried(
    _ across: PatientVector, tangent: PatientVector, newTangent: PatientVector,
    way: PatientVector
  ) -> PatientVector {
    func reflected(_ v: PatientVector, mirror: PatientVector) -> PatientVector {
      let size = mirror.dot(mirror)
      return size > 0 ? v - mirror * (2 * mirror.dot(v) / size) : v
    }
    let first = reflected(across, mirror: way)
    let turned = reflected(tangent, mirror: way)
    let second = reflected(first, mirror: newTangent - turned)
    return (second - newTangent * newTangent.dot(second)).normalized ?? across
  }

  private func piece(at distance: Double) -> Int {
    var low = 0
    var high = lengths.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if lengths[middle] <= distance { low = middle } else { high = middle }
    }
    return low
  }

  private func direction(ofPiece n: Int) -> PatientVector {
    // Pieces have a length, so they have a direction.
    (points[n + 1] - points[n]).normalized ?? PatientVector(0, 0, 1)
  }

  private func direction(ofPoint n: Int) -> PatientVector {
    let before = direction(ofPiece: max(0, n - 1))
    let after = direction(ofPiece: min(points.count - 2, n))
    // Straight back there is no middle direction: the way before counts.
    return (before + after).normalized ?? before
  }

  /// Points of the centripetal Catmull-Rom spline, by Barry and Goldman's scheme; the ends go on
  /// by mirrored points.
  private static func spline(_ p: [PatientPoint]) -> [PatientPoint] {
    guard p.count > 2 else { return p }
    let end = p.count - 1
    let padded = [p[0] + (p[0] - p[1])] + p + [p[end] + (p[end] - p[end - 1])]
    var result = [p[0]]
    for n in 0..<end {
      let four = Array(padded[n..<n + 4])
      let knots = four.indices.dropFirst().reduce(into: [0.0]) { knots, m in
        knots.append(knots[m - 1] + four[m].distance(to: four[m - 1]).squareRoot())
      }
      for step in 1..<stepsPerArc {
        let t = knots[1] + (knots[2] - knots[1]) * Double(step) / Double(stepsPerArc)
        result.append(blended(four, knots: knots, t))
      }
      result.append(p[n + 1])
    }
    return result
  }

  private static func blended(
    _ p: [PatientPoint], knots: [Double], _ t: Double
  ) -> PatientPoint {
    var level = p.map(\.coordinates)
    for reach in 1...3 {
      level = (0..<level.count - 1).map { n in
        // The two inner levels span two intervals, the last one only the middle one.
        let low = reach == 3 ? 1 : n, high = reach == 3 ? 2 : n + reach
        let part = (t - knots[low]) / (knots[high] - knots[low])
        return level[n] * (1 - part) + level[n + 1] * part
      }
    }
    return PatientPoint(level[0])
  }
}
