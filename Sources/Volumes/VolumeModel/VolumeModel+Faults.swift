public import Faults

extension OutOfMemory: Fault {
  /// `out-of-memory`.
  public var code: FaultCode { "out-of-memory" }

  /// Whose fault it is.
  public var kind: FaultKind { .overLimit }

  /// What can be done about it.
  public var remedies: [Remedy] {
    [.askForLess]
  }
}

extension GridGeometryError: Fault {
  /// A stable word for the reason.
  public var code: FaultCode {
    switch self {
    case .flat: "flat-grid"
    case .slicePositionsNotIncreasing: "slice-positions-not-increasing"
    case .partOutside: "part-outside-volume"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind {
    switch self {
    case .flat, .slicePositionsNotIncreasing: .badInput
    case .partOutside: .wrongRequest
    }
  }
}
