public import DICOMNetwork
public import WebServices

/// How this side talks to services of the web.
public struct WebOptions: Sendable {
  /// How long is waited for what; `connection`, `response` and `operation` of it.
  public var timeouts: NetworkTimeouts

  /// How connections to `https` are made secure.
  public var security: TransportSecurity

  /// What is shown to log in; nil for nothing.
  public var credentials: WebCredentials?

  /// Fields that every request has; they may be secret, and go nowhere else.
  public var headers: [WebHeader]

  /// Requests at a time.
  public var requests: Int

  /// Bounds of what is taken.
  public var limits: WebLimits

  /// Creates options.
  public init(
    timeouts: NetworkTimeouts = NetworkTimeouts(),
    security: TransportSecurity = TransportSecurity(verification: .certificateAndName),
    credentials: WebCredentials? = nil, headers: [WebHeader] = [], requests: Int = 4,
    limits: WebLimits = WebLimits()
  ) {
    self.timeouts = timeouts
    self.security = security
    self.credentials = credentials
    self.headers = headers
    self.requests = requests
    self.limits = limits
  }
}

/// Bounds of what is taken of a service.
public struct WebLimits: Hashable, Sendable {
  /// Bytes of an answer that is read whole: a page of matches, metadata, what became of instances.
  public var answerBytes: Int
  /// Bytes of an instance, which is held by nobody.
  public var instanceBytes: Int
  /// Matches that are asked for at a time.
  public var pageMatches: Int
  /// Bytes of a request that stores, unless one instance alone has more.
  public var storedBytes: Int
  /// Instances of a request that stores.
  public var storedInstances: Int

  /// Creates bounds.
  public init(
    answerBytes: Int = 1 << 28, instanceBytes: Int = 1 << 40, pageMatches: Int = 1000,
    storedBytes: Int = 1 << 28, storedInstances: Int = 100
  ) {
    self.answerBytes = answerBytes
    self.instanceBytes = instanceBytes
    self.pageMatches = pageMatches
    self.storedBytes = storedBytes
    self.storedInstances = storedInstances
  }
}

/// What is shown to log in; it is never described.
public struct WebCredentials: Sendable, CustomStringConvertible {
  /// The value of the field `Authorization`.
  let authorization: String

  /// A token (RFC 6750).
  public static func token(_ token: String) -> WebCredentials {
    WebCredentials(authorization: "Bearer \(token)")
  }

  /// A name and its password (RFC 7617).
  public static func user(_ name: String, password: String) -> WebCredentials {
    WebCredentials(authorization: "Basic \(Base64Text.of(Array("\(name):\(password)".utf8)))")
  }

  /// Says nothing.
  public var description: String { "credentials" }
}
