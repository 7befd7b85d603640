public import Faults

extension LoadError: Fault {
  /// Scripts are promised the codes.
  public var isCodePromised: Bool { true }

  /// A stable word for the reason.
  public var code: FaultCode {
    switch self {
    case .notFound: "not-found"
    case .unreadable: "unreadable"
    case .noVolume: "no-volume"
    case .noSuchVolume: "no-such-volume"
    case .noSuchPhase: "no-such-phase"
    case .noSuchValues: "no-such-values"
    case .damaged, .damagedPixels: "damaged"
    case .overMemoryLimit: "over-limit"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind {
    switch self {
    case .notFound, .unreadable: .noInput
    case .noVolume, .damaged, .damagedPixels, .noSuchValues: .badInput
    case .noSuchVolume, .noSuchPhase: .wrongRequest
    case .overMemoryLimit: .overLimit
    }
  }

  /// Where it is.
  public var place: FaultPlace {
    switch self {
    case .notFound(let path), .unreadable(let path, _), .damaged(let path, reason: _):
      FaultPlace(path: path)
    case .damagedPixels(let frames):
      FaultPlace(path: frames.first?.path, frame: frames.first?.frame)
    case .noVolume, .noSuchVolume, .noSuchPhase, .noSuchValues, .overMemoryLimit: FaultPlace()
    }
  }

  /// What can be done about it.
  public var remedies: [Remedy] {
    switch self {
    case .noVolume: [.listInput]
    case .noSuchVolume: [.listVolumes]
    case .noSuchPhase: [.choosePhase]
    case .overMemoryLimit: [.raiseMemoryLimit, .askForLess]
    case .damaged, .damagedPixels: [.fetchAgain]
    case .notFound, .unreadable, .noSuchValues: []
    }
  }
}

extension GradientTable.Problem: Fault {
  /// A stable word for the reason.
  public var code: FaultCode {
    switch self {
    case .imageFrame, .unknownFrame: "gradient-frame-unknown"
    case .length: "gradient-length"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind { .badInput }
}
