public import Faults

extension UnknownWindowPreset: Fault {
  /// `no-such-window`.
  public var code: FaultCode { "no-such-window" }

  /// Whose fault it is.
  public var kind: FaultKind { .wrongRequest }
}

extension UnknownColorMap: Fault {
  /// `no-such-color-map`.
  public var code: FaultCode { "no-such-color-map" }

  /// Whose fault it is.
  public var kind: FaultKind { .wrongRequest }
}

extension LabelTableError: Fault {
  /// `bad-label-table`.
  public var code: FaultCode { "bad-label-table" }

  /// Whose fault it is.
  public var kind: FaultKind { .badInput }
}
