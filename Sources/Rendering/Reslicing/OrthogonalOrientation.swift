public import Geometry

/// The three families of patient planes.
///
/// Pictures are radiological: axial seen from the feet, coronal from the front, sagittal from
/// the patient's left. Planes are counted away from the viewer.
public enum OrthogonalOrientation: String, CaseIterable, Codable, Hashable, Sendable {
  /// Across the body; counted from the feet to the head.
  case axial
  /// Front and back apart; counted from the front to the back.
  case coronal
  /// Left and right apart; counted from the left to the right.
  case sagittal

  /// The direction from the left to the right side of the picture.
  public var right: PatientVector {
    switch self {
    case .axial, .coronal: PatientDirection.left.unit
    case .sagittal: PatientDirection.posterior.unit
    }
  }

  /// The direction from the top to the bottom of the picture.
  public var down: PatientVector {
    switch self {
    case .axial: PatientDirection.posterior.unit
    case .coronal, .sagittal: PatientDirection.feet.unit
    }
  }

  /// The direction away from the viewer, in which planes are counted: right × down.
  public var away: PatientVector {
    switch self {
    case .axial: PatientDirection.head.unit
    case .coronal: PatientDirection.posterior.unit
    case .sagittal: PatientDirection.right.unit
    }
  }

  /// The patient axis (0 = x, 1 = y, 2 = z) across the planes.
  public var axisAcross: Int {
    switch self {
    case .axial: 2
    case .coronal: 1
    case .sagittal: 0
    }
  }
}
