public import Faults

extension ValueError: Fault {
  /// A stable word for the reason.
  public var code: FaultCode {
    switch reason {
    case .absent: "attribute-absent"
    case .empty: "attribute-empty"
    case .malformed: "attribute-malformed"
    case .wrongCount: "attribute-count"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind { .badInput }
}
