public import RenderedVolumes

/// How a server serves.
public struct ServerOptions: Sendable {
  /// The address to listen at.
  public var host = "127.0.0.1"
  /// The port; 0 for any free one.
  public var port = 8080
  /// What who asks has to show; nil if nobody has to show anything.
  public var token: AccessToken?
  /// The origins whose pages may read answers; `*` for any.
  public var allowedOrigins: [String] = []
  /// The archive that is asked in place of folders; nil for folders.
  public var upstream: UpstreamPlace?
  /// Whether nothing is stored.
  public var isReadOnly = false
  /// How connections are made secure; nil for plain ones.
  public var security: ServerSecurity?
  /// Bounds.
  public var limits = ServerLimits()
  /// Bounds of rendered volumes.
  public var rendering = RenderedLimits()

  /// Creates options: one's own machine only.
  public init() {}
}

/// How connections are made secure.
public struct ServerSecurity: Hashable, Sendable {
  /// The file of this side's certificate, with those that vouch for it (PEM).
  public var certificate: String
  /// The file of its key (PEM).
  public var key: String
  /// The file of certificates that vouch for clients, who need one then; nil if they need none.
  public var clientAuthorities: String?

  /// Creates security.
  public init(certificate: String, key: String, clientAuthorities: String? = nil) {
    self.certificate = certificate
    self.key = key
    self.clientAuthorities = clientAuthorities
  }
}

/// Bounds of what a server takes.
public struct ServerLimits: Hashable, Sendable {
  /// Connections at a time; further ones wait.
  public var connections = 1000
  /// Bytes of a request that stores.
  public var bodyBytes = 64 << 30
  /// Bytes of attributes and long values that come apart from each other and wait for each other, of all
  /// requests that store together.
  public var apartBytes = 512 << 20
  /// Seconds in which the head of a request has to come, or more of its body, or in which a client has
  /// to take more of an answer.
  public var idleSeconds = 60
  /// Requests that are worked on at a time.
  public var workers = 8
  /// Images that are made at a time.
  public var renderers = 8
  /// Images that wait to be made; who comes then is told to come again.
  public var waitingRenders = 64
  /// Seconds in which requests may end when the server is asked to stop.
  public var drainSeconds = 20

  /// Creates the default bounds.
  public init() {}
}

/// What who asks has to show.
public struct AccessToken: Sendable {
  private let bytes: [UInt8]

  /// Creates a token; nil for an empty one.
  ///
  /// - Parameter text: The token, with or without blanks and a line end around it.
  public init?(_ text: String) {
    let isBlank = { (byte: UInt8) in [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
    let bytes = text.utf8.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
    guard !bytes.isEmpty else { return nil }
    self.bytes = Array(bytes)
  }

  /// Whether a text is the token; how long that takes tells nothing of where they differ.
  func isSame(as text: some StringProtocol) -> Bool {
    let other = Array(text.utf8)
    var difference = bytes.count ^ other.count
    for n in other.indices { difference |= Int(other[n] ^ bytes[n % bytes.count]) }
    return difference == 0
  }
}
