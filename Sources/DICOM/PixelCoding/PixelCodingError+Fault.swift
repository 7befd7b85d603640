public import Faults

extension PixelCodingError: Fault {
  /// A stable word for the reason.
  public var code: FaultCode {
    switch self {
    case .badSize: "bad-image-size"
    case .unsupportedBitsAllocated: "unsupported-bits"
    case .badBits: "bad-bits"
    case .unsupportedSamplesPerPixel: "unsupported-samples"
    case .truncated: "truncated-pixel-data"
    case .unsupportedTransferSyntax: "unsupported-transfer-syntax"
    case .damaged: "damaged-pixels"
    case .mismatch: "pixels-contradict-header"
    case .unsupportedStream: "unsupported-pixels"
    case .tooLarge: "frame-too-large"
    case .cancelled: "cancelled"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind {
    switch self {
    case .tooLarge: .overLimit
    case .cancelled: .cancelled
    case .badSize, .unsupportedBitsAllocated, .badBits, .unsupportedSamplesPerPixel, .truncated,
      .unsupportedTransferSyntax, .damaged, .mismatch, .unsupportedStream:
      .badInput
    }
  }
}
