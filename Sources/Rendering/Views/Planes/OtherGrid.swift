public import VolumeModel

/// Where the voxels of another volume lie, whose values play no part.
public struct OtherGrid: Sendable {
  /// The grid of its voxels.
  public let geometry: GridGeometry
  /// What is known of it.
  public let attributes: VolumeAttributes

  /// Creates the grid of another volume.
  public init(_ geometry: GridGeometry, attributes: VolumeAttributes) {
    self.geometry = geometry
    self.attributes = attributes
  }

  /// What people are told before coordinates of the two volumes are taken as equal.
  package func notices(beside own: VolumeAttributes) -> [Notice] {
    switch CoordinateAgreement(of: own, and: attributes) {
    case .same, .unstated: []
    case .different:
      [
        Notice(
          .warning,
          message: "the two series have different frames of reference; the same coordinates may be "
            + "different places in the patient")
      ]
    case .madeUp:
      [
        Notice(
          .warning,
          message: "one of the two series has no patient coordinates; the same coordinates may be "
            + "different places in the patient")
      ]
    }
  }
}
