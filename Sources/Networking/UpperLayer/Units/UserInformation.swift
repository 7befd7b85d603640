/// What both sides say of themselves while they negotiate (PS3.8 9.3.2.3, PS3.7 Annex D.3.3).
public struct UserInformation: Hashable, Sendable {
  /// The most bytes of presentation data values in one P-DATA-TF unit that this side takes; 0 means
  /// that it sets no bound.
  public var maximumLength: UInt32

  /// Which implementation this is.
  public var implementationClassUID: String

  /// Its version, at most 16 characters.
  public var implementationVersionName: String?

  /// How many operations may be under way at once; nil means one each way.
  public var asynchronousOperations: AsynchronousOperations?

  /// Who sends requests and who answers, for SOP classes where it is not the usual way round.
  public var roles: [RoleSelection]

  /// Who the user is; only in requests.
  public var identity: UserIdentity?

  /// What the acceptor says to the user's identity; only in acceptances.
  public var identityAnswer: [UInt8]?

  /// Creates the information.
  public init(
    maximumLength: UInt32, implementationClassUID: String,
    implementationVersionName: String? = nil,
    asynchronousOperations: AsynchronousOperations? = nil, roles: [RoleSelection] = [],
    identity: UserIdentity? = nil, identityAnswer: [UInt8]? = nil
  ) {
    self.maximumLength = maximumLength
    self.implementationClassUID = implementationClassUID
    self.implementationVersionName = implementationVersionName
    self.asynchronousOperations = asynchronousOperations
    self.roles = roles
    self.identity = identity
    self.identityAnswer = identityAnswer
  }
}

/// How many operations may be under way at once (PS3.7 D.3.3.3); 0 means any number.
public struct AsynchronousOperations: Hashable, Sendable {
  /// Operations that the requestor of the association may have invoked.
  public var invoked: UInt16

  /// Operations that it may be asked to perform.
  public var performed: UInt16

  /// Creates a window.
  public init(invoked: UInt16, performed: UInt16) {
    self.invoked = invoked
    self.performed = performed
  }

  /// One operation each way, which is all that this implementation does.
  public static let synchronous = AsynchronousOperations(invoked: 1, performed: 1)
}

/// The roles of the association's requestor for a SOP class (PS3.7 D.3.3.4).
public struct RoleSelection: Hashable, Sendable {
  /// The SOP class.
  public var sopClassUID: String

  /// Whether the requestor may be service class user, as it is without selection.
  public var isUser: Bool

  /// Whether the requestor may be service class provider: what C-GET needs of storage classes.
  public var isProvider: Bool

  /// Creates a selection.
  public init(sopClassUID: String, isUser: Bool, isProvider: Bool) {
    self.sopClassUID = sopClassUID
    self.isUser = isUser
    self.isProvider = isProvider
  }
}

/// Who the user is (PS3.7 D.3.3.7).
public struct UserIdentity: Hashable, Sendable {
  /// How users identify themselves.
  public enum Kind: UInt8, Hashable, Sendable {
    case name = 1
    case nameAndPasscode = 2
    case kerberosTicket = 3
    case samlAssertion = 4
    case jsonWebToken = 5
  }

  /// How this one does.
  public var kind: Kind

  /// Whether the acceptor is to answer.
  public var wantsAnswer: Bool

  /// The name, ticket, assertion or token.
  public var primary: [UInt8]

  /// The passcode; empty for other kinds.
  public var secondary: [UInt8]

  /// Creates an identity.
  public init(kind: Kind, wantsAnswer: Bool, primary: [UInt8], secondary: [UInt8] = []) {
    self.kind = kind
    self.wantsAnswer = wantsAnswer
    self.primary = primary
    self.secondary = secondary
  }
}
