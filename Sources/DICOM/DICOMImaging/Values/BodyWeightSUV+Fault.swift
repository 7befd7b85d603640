public import Faults

extension BodyWeightSUV.Problem: Fault {
  /// A stable word for the reason.
  public var code: FaultCode {
    switch self {
    case .notPET: "not-pet"
    case .missing: "attribute-missing"
    case .unsupported: "unsupported-suv"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind { .badInput }
}
