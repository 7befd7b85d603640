/// A protocol data unit of the upper layer that is no data (PS3.8 9.3).
public enum ControlUnit: Hashable, Sendable {
  case associationRequest(AssociationRequest)
  case associationAcceptance(AssociationAcceptance)
  case associationRejection(AssociationRejection)
  case releaseRequest
  case releaseReply
  case abort(AssociationAbort)
}

/// The kinds of protocol data units.
public enum UnitKind: UInt8, CaseIterable, Hashable, Sendable {
  case associationRequest = 1
  case associationAcceptance = 2
  case associationRejection = 3
  case data = 4
  case releaseRequest = 5
  case releaseReply = 6
  case abort = 7
}

extension ControlUnit {
  /// Which unit it is.
  public var kind: UnitKind {
    switch self {
    case .associationRequest: .associationRequest
    case .associationAcceptance: .associationAcceptance
    case .associationRejection: .associationRejection
    case .releaseRequest: .releaseRequest
    case .releaseReply: .releaseReply
    case .abort: .abort
    }
  }
}

/// What a fragment of a message is, which stands before its bytes (PS3.8 9.3.5.1, Annex E.2).
public struct FragmentHeader: Hashable, Sendable {
  /// The presentation context that the message belongs to.
  public var contextID: UInt8

  /// Whether the bytes are of the command; else of the data set.
  public var isCommand: Bool

  /// Whether command or data set end with this fragment.
  public var isLast: Bool

  /// Creates a header.
  public init(contextID: UInt8, isCommand: Bool, isLast: Bool) {
    self.contextID = contextID
    self.isCommand = isCommand
    self.isLast = isLast
  }

  /// Creates a header from the two bytes of the standard.
  public init(contextID: UInt8, control: UInt8) {
    self.init(contextID: contextID, isCommand: control & 1 != 0, isLast: control & 2 != 0)
  }

  /// The message control header.
  public var control: UInt8 { (isCommand ? 1 : 0) | (isLast ? 2 : 0) }
}
