public import Faults

extension DerivedObjectError: Fault {
  /// A stable word for the reason.
  public var code: FaultCode {
    switch self {
    case .noCalibratedClass: "no-calibrated-class"
    case .noPatientFrame: "no-patient-frame"
    case .sourceLacks: "source-lacks-attribute"
    case .nothingToWrite: "nothing-to-write"
    case .picturesDiffer: "images-differ"
    case .tooLarge: "dicom-image-too-large"
    case .tooManyBytes: "object-too-large"
    case .noEncoder: "no-encoder"
    case .noSuchPlane: "no-such-plane"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind {
    switch self {
    case .noCalibratedClass, .noPatientFrame, .sourceLacks: .badInput
    case .nothingToWrite, .picturesDiffer, .noEncoder, .noSuchPlane: .wrongRequest
    case .tooLarge, .tooManyBytes: .overLimit
    }
  }
}
