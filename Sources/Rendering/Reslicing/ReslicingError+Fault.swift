public import Faults

extension ReslicingError: Fault {
  /// A stable word for the reason.
  public var code: FaultCode {
    switch self {
    case .notFinite: "not-finite"
    case .notPositive: "not-positive"
    case .nullDirection: "null-direction"
    case .parallelDirections: "parallel-directions"
    case .notPerpendicular: "not-perpendicular"
    case .irregularTarget: "irregular-target"
    case .collinearPoints: "collinear-points"
    case .curveTooShort: "curve-too-short"
    case .curveTooLong: "curve-too-long"
    case .indexOutOfRange: "index-out-of-range"
    case .tooManyPixels: "too-many-pixels"
    case .tooManySamples: "too-many-samples"
    case .tooManyPoints: "too-many-points"
    case .tooManyPlanes: "too-many-planes"
    case .overdeterminedLayout: "overdetermined-layout"
    case .unfitTarget: "unfit-target"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind {
    switch self {
    case .tooManyPixels, .tooManySamples, .tooManyPoints, .tooManyPlanes: .overLimit
    case .notFinite, .notPositive, .nullDirection, .parallelDirections, .notPerpendicular,
      .irregularTarget, .collinearPoints, .curveTooShort, .curveTooLong, .indexOutOfRange,
      .overdeterminedLayout, .unfitTarget:
      .wrongRequest
    }
  }
}
