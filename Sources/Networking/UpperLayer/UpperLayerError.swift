public import Faults

/// The other side does not keep to the upper layer's protocol.
public struct UpperLayerError: Error, Hashable, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Hashable, Sendable {
    /// No protocol data unit begins with this byte.
    case unknownUnit(UInt8)
    /// A unit is longer than is taken.
    case tooLong(kind: UnitKind, length: Int, limit: Int)
    /// A unit, or an item in it, ends before its contents do: what.
    case cut(String)
    /// Something in a unit makes no sense: what.
    case invalid(String)
    /// A unit that does not belong here.
    case unexpected(UnitKind)
  }

  /// What is wrong.
  public let reason: Reason

  /// Creates an error.
  public init(_ reason: Reason) { self.reason = reason }

  /// One line: what is wrong.
  public var description: String {
    switch reason {
    case .unknownUnit(let byte):
      "no DICOM protocol data unit begins with byte \(byte): the other side does not speak the "
        + "DICOM upper layer, or not without TLS"
    case .tooLong(let kind, let length, let limit):
      "\(kind.words) of \(length) bytes is longer than the \(limit) that are taken"
    case .cut(let what): "\(what) ends before its contents do"
    case .invalid(let what): what
    case .unexpected(let kind): "\(kind.words) came, which was not expected now"
    }
  }

  /// What the other side is told.
  public var abort: AssociationAbort {
    switch reason {
    case .unknownUnit: .unrecognizedUnit
    case .unexpected: .unexpectedUnit
    case .tooLong, .cut, .invalid: .invalidParameter
    }
  }
}

extension UpperLayerError: Fault {
  /// A stable word for the reason.
  public var code: FaultCode {
    switch reason {
    case .unknownUnit: "not-dicom-protocol"
    case .tooLong: "unit-too-long"
    case .cut, .invalid: "unit-damaged"
    case .unexpected: "unit-unexpected"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind { .badInput }
}

extension UnitKind {
  /// The unit in sentences, with its article.
  public var words: String {
    switch self {
    case .associationRequest: "a request for an association"
    case .associationAcceptance: "an acceptance of an association"
    case .associationRejection: "a rejection of an association"
    case .data: "a data unit"
    case .releaseRequest: "a request to release"
    case .releaseReply: "a reply to a release"
    case .abort: "an abort"
    }
  }
}
