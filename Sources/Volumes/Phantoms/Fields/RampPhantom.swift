public import Geometry

/// A field that grows evenly in one direction: linear interpolation meets it exactly, in
/// every plane, through every tilt.
public struct RampPhantom: ProjectableField, Hashable {
  /// A place in LPS mm.
  public let origin: PatientPoint
  /// The modality value at `origin`.
  public let base: Double
  /// The growth in modality units for each mm along x, y and z.
  public let slope: PatientVector

  /// Creates a ramp from its value at one place and its growth.
  ///
  /// - Parameters:
  ///   - origin: A place in LPS mm.
  ///   - base: The modality value there.
  ///   - slope: The growth in modality units for each mm.
  public init(origin: PatientPoint, base: Double = 0, slope: PatientVector) {
    self.origin = origin
    self.base = base
    self.slope = slope
  }

  /// Returns the modality value at a place in LPS mm.
  public func value(at point: PatientPoint) -> Double { base + slope.dot(point - origin) }

  /// Returns the growth, the same everywhere.
  public func gradient(at point: PatientPoint) -> PatientVector { slope }

  /// Returns the larger of the values at the segment's ends.
  public func maximum(along segment: PatientSegment) -> Double {
    max(value(at: segment.start), value(at: segment.end))
  }

  /// Returns the smaller of the values at the segment's ends.
  public func minimum(along segment: PatientSegment) -> Double {
    min(value(at: segment.start), value(at: segment.end))
  }

  /// Returns the value in the middle of the segment, which is its mean.
  public func mean(along segment: PatientSegment) -> Double { value(at: segment.middle) }
}
