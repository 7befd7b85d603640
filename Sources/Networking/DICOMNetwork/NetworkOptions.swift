public import DICOMModel
public import UpperLayer

/// How this side talks to others.
public struct NetworkOptions: Sendable {
  /// This side's title.
  public var title: String

  /// How long is waited for what.
  public var timeouts: NetworkTimeouts

  /// Bounds of what is taken and sent.
  public var limits: UpperLayerLimits

  /// How connections are made secure; nil for plain ones.
  public var security: TransportSecurity?

  /// What the text of answers to queries is in that name no character set; ASCII, as the standard has it,
  /// unless the other side is known to leave it out.
  public var unnamedText = TextEncoding.ascii

  /// Whether instances that come by C-GET are also taken in the context that asked for them, and without
  /// the roles that they need: some archives send them so.
  ///
  /// The standard has every class in a context of its own (PS3.7 9.1.3, PS3.4 C.4.3), so that they are
  /// refused (0122H) by default. Their transfer syntax is the one of that context.
  public var takesInstancesInGetContext = false

  /// Creates options.
  public init(
    title: String = "SAGITTA", timeouts: NetworkTimeouts = NetworkTimeouts(),
    limits: UpperLayerLimits = UpperLayerLimits(), security: TransportSecurity? = nil
  ) {
    self.title = title
    self.timeouts = timeouts
    self.limits = limits
    self.security = security
  }
}

/// How long is waited for what; every bound is in seconds.
public struct NetworkTimeouts: Hashable, Sendable {
  /// For a connection.
  public var connection: Int
  /// For an answer to a request for an association, for such a request, and for the end of a
  /// connection: the standard's ARTIM timer.
  public var association: Int
  /// For the next bytes of an answer; bytes that come begin it anew, so that large objects may take
  /// their time.
  public var response: Int
  /// For the next request on an association that somebody else opened.
  public var idle: Int
  /// For an operation as a whole, however many answers come; nil for any time.
  public var operation: Int?

  /// Creates bounds.
  public init(
    connection: Int = 10, association: Int = 30, response: Int = 60, idle: Int = 300,
    operation: Int? = nil
  ) {
    self.connection = connection
    self.association = association
    self.response = response
    self.idle = idle
    self.operation = operation
  }
}

/// Another application entity.
public struct NetworkPeer: Hashable, Sendable, CustomStringConvertible {
  /// Its title.
  public var title: String
  /// Its name or address.
  public var host: String
  /// Its port.
  public var port: Int

  /// Creates a peer.
  public init(title: String, host: String, port: Int) {
    self.title = title
    self.host = host
    self.port = port
  }

  /// `title@host:port`.
  public var description: String { "\(title)@\(host):\(port)" }
}
