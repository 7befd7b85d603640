public import Geometry
import SeriesLoading
public import VolumeModel

/// A box in the patient, its faces included.
public struct BoxRegion: PatientRegion, Codable, Hashable, Sendable {
  /// The box in LPS mm.
  public var bounds: PatientBox

  /// Creates a region of a box in LPS mm.
  public init(_ bounds: PatientBox) {
    self.bounds = bounds
  }

  /// `box` and the lowest and highest x, y and z.
  public var name: String {
    let lower = bounds.lower
    let upper = bounds.upper
    return "box "
      + [lower.x, upper.x, lower.y, upper.y, lower.z, upper.z].map(\.shortText)
      .joined(separator: ",")
  }

  /// Whether a place, in LPS mm, lies in the box or on its faces.
  public func contains(_ point: PatientPoint) -> Bool { bounds.contains(point) }

  /// Reads the two corners.
  public init(from decoder: any Decoder) throws {
    bounds = try PatientBox(from: decoder)
  }

  /// Writes the two corners.
  public func encode(to encoder: any Encoder) throws { try bounds.encode(to: encoder) }
}
