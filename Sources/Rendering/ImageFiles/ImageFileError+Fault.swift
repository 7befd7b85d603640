public import Faults

extension ImageFileError: Fault {
  /// A stable word for the reason.
  public var code: FaultCode {
    switch self {
    case .unknownFormat: "unknown-image-format"
    case .tooManyBits: "too-many-bits"
    case .tooLarge: "image-too-large"
    case .noSequence: "no-sequence"
    case .needsFrames: "needs-frames"
    case .needsSeeking: "needs-seeking"
    case .programMissing: "program-missing"
    case .encoderFailed: "encoder-failed"
    case .badSpeed: "bad-speed"
    case .frameCount: "frame-count"
    case .unlikeFrames: "unlike-frames"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind {
    switch self {
    case .unknownFormat, .tooManyBits, .tooLarge, .noSequence, .needsFrames, .needsSeeking,
      .badSpeed, .frameCount, .unlikeFrames:
      .wrongRequest
    case .programMissing: .notInstalled
    case .encoderFailed: .ioFailed
    }
  }
}
