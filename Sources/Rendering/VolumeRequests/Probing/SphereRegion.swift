public import Geometry
import SeriesLoading
public import VolumeModel

/// A ball in the patient, its surface included.
public struct SphereRegion: PatientRegion, Codable, Hashable, Sendable {
  /// The centre in LPS mm.
  public var center: PatientPoint
  /// The radius in mm.
  public var radius: Double

  /// Creates a region of a ball; `center` in LPS mm, `radius` in mm.
  public init(center: PatientPoint, radius: Double) {
    self.center = center
    self.radius = radius
  }

  /// `sphere`, the centre and the radius.
  public var name: String {
    "sphere " + [center.x, center.y, center.z, radius].map(\.shortText).joined(separator: ",")
  }

  /// The smallest box around the ball.
  public var bounds: PatientBox {
    let reach = PatientVector(radius, radius, radius)
    return PatientBox(center - reach, center + reach)
  }

  /// Whether a place, in LPS mm, lies in the ball or on its surface.
  public func contains(_ point: PatientPoint) -> Bool { point.distance(to: center) <= radius }
}
