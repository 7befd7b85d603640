public import Faults

/// A second volume that cannot be laid over the first.
public enum OverlayError: Fault, Hashable {
  /// The coordinates of one of the volumes are made up.
  case madeUpCoordinates
  /// The volumes state different frames of reference.
  case differentFrames
  /// A value is no label; `name` is what the overlay is called.
  case noLabels(name: String, value: Float)

  /// A stable word for the fault.
  public var code: FaultCode {
    switch self {
    case .madeUpCoordinates: "made-up-coordinates"
    case .differentFrames: "different-frames-of-reference"
    case .noLabels: "no-labels"
    }
  }

  /// The volumes are at fault.
  public var kind: FaultKind { .badInput }

  /// The overlay.
  public var place: FaultPlace {
    if case .noLabels(let name, _) = self { return FaultPlace(path: name, field: "overlay") }
    return FaultPlace(field: "overlay")
  }

  /// Who knows that both volumes agree may say so.
  public var remedies: [Remedy] {
    switch self {
    case .madeUpCoordinates, .differentFrames: [.assumeAligned]
    case .noLabels: [.interpolateNearest]
    }
  }

  /// One sentence for people.
  public var description: String {
    switch self {
    case .madeUpCoordinates:
      "overlay: one of the volumes has no patient coordinates, so that nobody knows where it lies"
    case .differentFrames:
      "overlay: the volumes have different frames of reference, so that equal coordinates need not "
        + "be equal places"
    case .noLabels(let name, let value):
      "\(name): \(value) is no label: labels are whole numbers, and mixing them makes others"
    }
  }
}
