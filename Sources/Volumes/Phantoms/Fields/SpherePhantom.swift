public import Geometry

/// A homogeneous ball in a homogeneous surrounding.
///
/// With an edge the value falls from `inside` to `outside` linearly in the *square* of the
/// distance from the centre, so that line integrals stay polynomials. Half the contrast is
/// reached at the radius.
public struct SpherePhantom: ProjectableField, Hashable {
  /// The centre in LPS mm.
  public let center: PatientPoint
  /// The radius in mm, where the contrast is half.
  public let radius: Double
  /// The modality value of the ball.
  public let inside: Double
  /// The modality value around the ball.
  public let outside: Double
  /// About how many mm the edge is wide; 0 is a jump.
  public let edgeWidth: Double

  /// Creates a ball.
  ///
  /// - Parameters:
  ///   - center: The centre in LPS mm.
  ///   - radius: The radius in mm.
  ///   - inside: The modality value of the ball.
  ///   - outside: The modality value around it.
  ///   - edgeWidth: About how many mm the edge is wide; 0 is a jump.
  /// - Precondition: `radius` is positive and `edgeWidth` lies between 0 and `radius`.
  public init(
    center: PatientPoint, radius: Double, inside: Double = 1000, outside: Double = 0,
    edgeWidth: Double = 0
  ) {
    precondition(radius > 0, "a ball has a radius")
    precondition(edgeWidth >= 0 && edgeWidth <= radius, "a ball's edge is at most its radius")
    self.center = center
    self.radius = radius
    self.inside = inside
    self.outside = outside
    self.edgeWidth = edgeWidth
  }

  /// Half the fall's length in mm², measured in squares of distances.
  private var halfFall: Double { radius * edgeWidth }

  /// Returns the modality value at a place in LPS mm.
  public func value(at point: PatientPoint) -> Double {
    let offset = point - center
    return value(atSquaredDistance: offset.dot(offset))
  }

  private func value(atSquaredDistance square: Double) -> Double {
    let depth = radius * radius - square
    guard halfFall > 0 else { return depth >= 0 ? inside : outside }
    let part = min(max(0.5 + depth / (2 * halfFall), 0), 1)
    return outside + (inside - outside) * part
  }

  /// Returns the gradient in modality units for each mm; null but in the edge, and null
  /// everywhere for a ball whose edge is a jump.
  public func gradient(at point: PatientPoint) -> PatientVector {
    let offset = point - center
    guard abs(offset.dot(offset) - radius * radius) < halfFall else {
      return PatientVector(0, 0, 0)
    }
    return offset * ((outside - inside) / halfFall)
  }

  /// The ball's contrast integrated over space and divided by `inside − outside`: its volume
  /// in mm³, edge included.
  public var volume: Double {
    let (inner, outer) = edgeRadii
    func ball(_ r: Double) -> Double { 4 / 3 * Double.pi * r * r * r }
    guard halfFall > 0 else { return ball(radius) }
    // 4π ∫ r² (outer² − r²) / (outer² − inner²) dr over the edge.
    func antiderivative(_ r: Double) -> Double {
      r * r * r * (outer * outer / 3 - r * r / 5)
    }
    let edge = (antiderivative(outer) - antiderivative(inner)) / (2 * halfFall)
    return ball(inner) + 4 * Double.pi * edge
  }

  /// Between which distances from the centre the value falls, in mm.
  private var edgeRadii: (inner: Double, outer: Double) {
    ((radius * radius - halfFall).squareRoot(), (radius * radius + halfFall).squareRoot())
  }

  /// Returns how many mm of the segment lie within the radius.
  public func chordLength(along segment: PatientSegment) -> Double {
    overlap(segment, within: radius).map { $0.upperBound - $0.lowerBound } ?? 0
  }

  /// The part of the segment within a distance from the centre, in mm from the point of
  /// closest approach; nil if there is none.
  private func overlap(_ segment: PatientSegment, within r: Double) -> ClosedRange<Double>? {
    let (place, square) = segment.approach(to: center)
    guard square < r * r else { return nil }
    let half = (r * r - square).squareRoot()
    let low = max(-half, -place)
    let high = min(half, segment.length - place)
    return low < high ? low...high : nil
  }
}

extension SpherePhantom {
  /// Returns the largest modality value on the segment.
  public func maximum(along segment: PatientSegment) -> Double {
    let (near, far) = extremes(along: segment)
    return max(near, far)
  }

  /// Returns the smallest modality value on the segment.
  public func minimum(along segment: PatientSegment) -> Double {
    let (near, far) = extremes(along: segment)
    return min(near, far)
  }

  /// The values at the segment's nearest and farthest points; the field is monotone in the
  /// distance.
  private func extremes(along segment: PatientSegment) -> (near: Double, far: Double) {
    let (place, square) = segment.approach(to: center)
    let beyond = max(-place, place - segment.length, 0)
    let farthest = max(abs(place), abs(segment.length - place))
    return (
      value(atSquaredDistance: square + beyond * beyond),
      value(atSquaredDistance: square + farthest * farthest)
    )
  }

  /// Returns the mean modality value over the length of the segment; the value at its start
  /// if it has no length.
  public func mean(along segment: PatientSegment) -> Double {
    guard segment.length > 0 else { return value(at: segment.start) }
    return outside + (inside - outside) * effectiveLength(along: segment) / segment.length
  }

  /// Returns the line integral of the ball's part, 1 inside and 0 outside, in mm: the chord
  /// for a ball whose edge is a jump.
  public func effectiveLength(along segment: PatientSegment) -> Double {
    guard halfFall > 0 else { return chordLength(along: segment) }
    let (inner, outer) = edgeRadii
    let square = segment.approach(to: center).squaredDistance
    guard let whole = overlap(segment, within: outer) else { return 0 }
    // ∫ (outer² − square − t²) / (outer² − inner²) dt
    func antiderivative(_ t: Double) -> Double {
      t * (outer * outer - square - t * t / 3) / (2 * halfFall)
    }
    func falling(_ range: ClosedRange<Double>) -> Double {
      antiderivative(range.upperBound) - antiderivative(range.lowerBound)
    }
    guard let core = overlap(segment, within: inner) else { return falling(whole) }
    return falling(whole) - falling(core) + core.upperBound - core.lowerBound
  }
}
