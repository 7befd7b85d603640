public import Faults

extension RayCastingError: Fault {
  /// A stable word for the reason.
  public var code: FaultCode {
    switch self {
    case .notPositive: "not-positive"
    case .notFinite: "not-finite"
    case .tooManyPixels: "too-many-pixels"
    case .tooManySamples: "too-many-samples"
    case .nothingLeft: "nothing-left"
    case .tooManyClipPlanes: "too-many-clip-planes"
    case .tooManyLabels: "too-many-labels"
    case .unfitTarget: "unfit-target"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind {
    switch self {
    case .tooManyPixels, .tooManySamples, .tooManyClipPlanes, .tooManyLabels: .overLimit
    case .notPositive, .notFinite, .nothingLeft, .unfitTarget: .wrongRequest
    }
  }

  /// What can be done about it.
  public var remedies: [Remedy] {
    switch self {
    case .nothingLeft: [.locateVolume]
    case .notPositive, .notFinite, .tooManyPixels, .tooManySamples, .tooManyClipPlanes,
      .tooManyLabels, .unfitTarget:
      []
    }
  }
}

extension TransferFunctionError: Fault {
  /// A stable word for the reason.
  public var code: FaultCode {
    switch self {
    case .empty: "curve-empty"
    case .notGrowing: "curve-not-growing"
    case .outOfRange: "out-of-range"
    case .notThreeParts: "color-parts"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind { .badInput }
}

extension UnknownPreset: Fault {
  /// `no-such-preset`.
  public var code: FaultCode { "no-such-preset" }

  /// Whose fault it is.
  public var kind: FaultKind { .wrongRequest }

  /// What can be done about it.
  public var remedies: [Remedy] {
    [.listPresets]
  }
}

extension VolumePropertyError: Fault {
  /// `bad-volume-property`.
  public var code: FaultCode { "bad-volume-property" }

  /// Whose fault it is.
  public var kind: FaultKind { .badInput }
}
