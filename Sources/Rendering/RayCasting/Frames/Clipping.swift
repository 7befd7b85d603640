public import Geometry

/// What is left of a volume before rays look at it.
public struct Clipping: Hashable, Sendable {
  /// Only what lies in this box is seen; nil for no box.
  public var crop: PatientBox?

  /// Only what lies on the side to which each plane's normal points is seen.
  public var planes: [Plane]

  /// Only what lies between these distances in mm is seen: along the viewing direction, away
  /// from the viewer, from the plane through the volume's centre; nil for all.
  public var slab: ClosedRange<Double>?

  /// The most clip planes of a picture: every ray is cut by each of them.
  public static var mostPlanes: Int { 64 }

  /// Creates a clipping; without arguments everything is seen.
  public init(
    crop: PatientBox? = nil, planes: [Plane] = [], slab: ClosedRange<Double>? = nil
  ) {
    self.crop = crop
    self.planes = planes
    self.slab = slab
  }

  /// All planes: what is kept of each is the side of its normal.
  func halfSpaces(forward: PatientVector, center: PatientPoint) -> [Plane] {
    var all: [Plane?] = planes
    if let crop {
      let axes = [PatientVector(1, 0, 0), PatientVector(0, 1, 0), PatientVector(0, 0, 1)]
      for axis in axes {
        all.append(Plane(through: crop.lower, normal: axis))
        all.append(Plane(through: crop.upper, normal: -axis))
      }
    }
    if let slab {
      all.append(Plane(through: center + forward * slab.lowerBound, normal: forward))
      all.append(Plane(through: center + forward * slab.upperBound, normal: -forward))
    }
    return all.compactMap(\.self)
  }
}
