public import Faults
import PixelCoding

extension ImageReadingError: Fault {
  /// A stable word for the reason.
  public var code: FaultCode {
    switch self {
    case .attribute: "attribute-malformed"
    case .frames: "multi-frame"
    case .pixels(let error): error.code
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind {
    switch self {
    case .attribute, .frames: .badInput
    case .pixels(let error): error.kind
    }
  }
}
