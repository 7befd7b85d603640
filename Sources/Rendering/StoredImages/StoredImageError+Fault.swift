public import Faults

extension StoredImageError: Fault {
  /// A stable word for the reason.
  public var code: FaultCode {
    switch reason {
    case .unreadable: "unreadable"
    case .notDICOM: "not-dicom"
    case .noPixelData: "no-pixel-data"
    case .unsupported: "unsupported-pixels"
    case .damaged: "damaged"
    case .noSuchFrame: "no-such-frame"
    case .noSuchView: "no-such-view"
    case .overMemoryLimit: "over-limit"
    case .cancelled: "cancelled"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind {
    switch reason {
    case .unreadable: .noInput
    case .noSuchFrame, .noSuchView: .wrongRequest
    case .overMemoryLimit: .overLimit
    case .cancelled: .cancelled
    case .notDICOM, .noPixelData, .unsupported, .damaged: .badInput
    }
  }

  /// What can be done about it.
  public var remedies: [Remedy] {
    if case .overMemoryLimit = reason { return [.raiseMemoryLimit, .askForLess] }
    return []
  }

  /// Where it is.
  public var place: FaultPlace { FaultPlace(path: path, frame: frame.map { $0 - 1 }) }
}
