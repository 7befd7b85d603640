public import Faults

extension WriteError: Fault {
  /// A stable word for the reason.
  public var code: FaultCode {
    switch reason {
    case .tooLong: "value-too-long"
    case .noDeflater: "no-deflater"
    case .deflationFailed: "deflation-failed"
    case .missing: "meta-attribute-missing"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind {
    switch reason {
    case .tooLong: .overLimit
    case .noDeflater, .missing: .wrongRequest
    case .deflationFailed: .ioFailed
    }
  }
}
