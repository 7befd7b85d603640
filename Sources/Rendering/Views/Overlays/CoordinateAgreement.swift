public import VolumeModel

/// Whether equal coordinates of two volumes are equal places in the patient: the one rule for
/// overlays, grids and planes that are taken from another volume.
public enum CoordinateAgreement: String, CaseIterable, Hashable, Sendable {
  /// Both state the same frame of reference.
  case same
  /// One of them states none: nothing speaks against it, and nothing for it.
  case unstated
  /// They state different frames of reference.
  case different
  /// The coordinates of one of them are made up.
  case madeUp

  /// Compares what two volumes state.
  public init(of first: VolumeAttributes, and second: VolumeAttributes) {
    guard first.hasPatientFrame, second.hasPatientFrame else {
      self = .madeUp
      return
    }
    guard let one = first.frameOfReferenceUID, let other = second.frameOfReferenceUID else {
      self = .unstated
      return
    }
    self = one == other ? .same : .different
  }
}
