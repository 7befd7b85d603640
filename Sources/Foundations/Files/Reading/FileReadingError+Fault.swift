public import Faults

extension FileReadingError: Fault {
  /// A stable word for the reason.
  public var code: FaultCode {
    switch self {
    case .system: "unreadable"
    case .notAFile: "not-a-file"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind { .noInput }
}
