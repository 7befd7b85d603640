/// Asks for an association (A-ASSOCIATE-RQ, PS3.8 9.3.2).
public struct AssociationRequest: Hashable, Sendable {
  /// Versions of the protocol, one bit each; bit 0 is the only one there is.
  public var protocolVersions: UInt16 = 1

  /// The title of the application entity that is called, without padding.
  public var calledTitle: String

  /// The title of the one that calls, without padding.
  public var callingTitle: String

  /// The application context.
  public var applicationContext = DICOMApplicationContext.uid

  /// The contexts that are proposed, in order.
  public var contexts: [ProposedContext]

  /// What the requestor says of itself.
  public var user: UserInformation

  /// Creates a request.
  public init(
    calledTitle: String, callingTitle: String, contexts: [ProposedContext],
    user: UserInformation
  ) {
    self.calledTitle = calledTitle
    self.callingTitle = callingTitle
    self.contexts = contexts
    self.user = user
  }
}

/// Grants an association (A-ASSOCIATE-AC, PS3.8 9.3.3).
public struct AssociationAcceptance: Hashable, Sendable {
  /// Versions of the protocol, as in the request.
  public var protocolVersions: UInt16 = 1

  /// The title that was called; sent back as it came, not looked at.
  public var calledTitle: String

  /// The title that called; sent back as it came, not looked at.
  public var callingTitle: String

  /// The application context.
  public var applicationContext = DICOMApplicationContext.uid

  /// What became of each proposed context.
  public var contexts: [AnsweredContext]

  /// What the acceptor says of itself.
  public var user: UserInformation

  /// Creates an acceptance.
  public init(
    calledTitle: String, callingTitle: String, contexts: [AnsweredContext],
    user: UserInformation
  ) {
    self.calledTitle = calledTitle
    self.callingTitle = callingTitle
    self.contexts = contexts
    self.user = user
  }
}

/// The only application context that there is (PS3.7 A.2.1).
public enum DICOMApplicationContext {
  /// Its UID.
  public static let uid = "1.2.840.10008.3.1.1.1"
}

/// Refuses an association (A-ASSOCIATE-RJ, PS3.8 9.3.4).
public struct AssociationRejection: Hashable, Sendable {
  /// Whether it makes sense to try again: 1 permanent, 2 transient.
  public var result: UInt8

  /// Who refuses: 1 the user, 2 the provider for its protocol, 3 the provider for its state.
  public var source: UInt8

  /// Why; what a number means depends on the source.
  public var reason: UInt8

  /// Creates a rejection from the numbers of the standard.
  public init(result: UInt8, source: UInt8, reason: UInt8) {
    self.result = result
    self.source = source
    self.reason = reason
  }

  /// No reason is given.
  public static let noReason = AssociationRejection(result: 1, source: 1, reason: 1)
  /// The application context is not DICOM's.
  public static let applicationContextNotSupported = AssociationRejection(
    result: 1, source: 1, reason: 2)
  /// Who calls is not known.
  public static let callingTitleNotRecognized = AssociationRejection(
    result: 1, source: 1, reason: 3)
  /// Who is called is not here.
  public static let calledTitleNotRecognized = AssociationRejection(
    result: 1, source: 1, reason: 7)
  /// The protocol has another version.
  public static let protocolVersionNotSupported = AssociationRejection(
    result: 1, source: 2, reason: 2)
  /// It may go a little later.
  public static let temporaryCongestion = AssociationRejection(result: 2, source: 3, reason: 1)
  /// There are too many associations.
  public static let localLimitExceeded = AssociationRejection(result: 2, source: 3, reason: 2)
}

extension AssociationRejection: CustomStringConvertible {
  /// Whether the same request may be granted later.
  public var isTransient: Bool { result == 2 }

  /// The reason in words.
  public var description: String {
    switch (source, reason) {
    case (1, 2): "the application context is not supported"
    case (1, 3): "the calling AE title is not known there"
    case (1, 7): "the called AE title is not known there"
    case (2, 2): "the version of the protocol is not supported"
    case (3, 1): "it is busy for the moment"
    case (3, 2): "a limit of its own is reached"
    default: "no reason is given (source \(source), reason \(reason))"
    }
  }
}

/// Ends an association at once (A-ABORT, PS3.8 9.3.8).
public struct AssociationAbort: Hashable, Sendable {
  /// Who ends it: 0 the user, 2 the provider.
  public var source: UInt8

  /// Why; means something only if the provider ends it.
  public var reason: UInt8

  /// Creates an abort from the numbers of the standard.
  public init(source: UInt8, reason: UInt8) {
    self.source = source
    self.reason = reason
  }

  /// The application ends the association.
  public static let byUser = AssociationAbort(source: 0, reason: 0)
  /// No reason is given.
  public static let noReason = AssociationAbort(source: 2, reason: 0)
  /// Something is no protocol data unit.
  public static let unrecognizedUnit = AssociationAbort(source: 2, reason: 1)
  /// A protocol data unit has no place in the state.
  public static let unexpectedUnit = AssociationAbort(source: 2, reason: 2)
  /// A parameter is not known.
  public static let unrecognizedParameter = AssociationAbort(source: 2, reason: 4)
  /// A parameter has no place here.
  public static let unexpectedParameter = AssociationAbort(source: 2, reason: 5)
  /// A parameter makes no sense.
  public static let invalidParameter = AssociationAbort(source: 2, reason: 6)
}

extension AssociationAbort: CustomStringConvertible {
  /// The reason in words.
  public var description: String {
    guard source == 2 else { return "its application ended it" }
    return switch reason {
    case 1: "it does not know a protocol data unit"
    case 2: "it did not expect a protocol data unit"
    case 4: "it does not know a parameter"
    case 5: "it did not expect a parameter"
    case 6: "it found an invalid parameter"
    default: "no reason is given"
    }
  }
}
