public import Faults

extension CompressionError: Fault {
  /// A stable word for the reason.
  public var code: FaultCode {
    switch reason {
    case .corrupt: "corrupt-compression"
    case .truncated: "truncated-compression"
    case .tooLong: "inflates-too-long"
    case .failed: "compression-failed"
    case .cancelled: "cancelled"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind {
    switch reason {
    case .corrupt, .truncated: .badInput
    case .tooLong: .overLimit
    case .failed: .ioFailed
    case .cancelled: .cancelled
    }
  }

  /// Where it is.
  public var place: FaultPlace { FaultPlace(byteOffset: offset) }
}

extension ArchiveError: Fault {
  /// `bad-archive`.
  public var code: FaultCode { "bad-archive" }

  /// Whose fault it is.
  public var kind: FaultKind { .badInput }
}
