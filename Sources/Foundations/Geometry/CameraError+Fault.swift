public import Faults

extension CameraError: Fault {
  /// A stable word for the reason.
  public var code: FaultCode {
    switch self {
    case .notFinite: "camera-not-finite"
    case .noDirection: "camera-without-direction"
    case .upIsForward: "camera-up-is-forward"
    case .emptyBox: "camera-box-empty"
    case .badAngle: "camera-angle"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind { .wrongRequest }
}
