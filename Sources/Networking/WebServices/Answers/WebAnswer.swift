/// What a server answers, whichever server sends it.
public struct WebAnswer: Sendable {
  /// The body.
  public enum Body: Sendable {
    /// All of it.
    case bytes([UInt8])
    /// Piece by piece.
    case chunks(any ByteChunks)
  }

  /// The status, as HTTP counts them.
  public var status: Int
  /// The fields of the head; those of the connection and the length are the server's.
  public var headers: [WebHeader]
  /// The body.
  public var body: Body

  /// Creates an answer.
  public init(status: Int, headers: [WebHeader] = [], body: Body = .bytes([])) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

/// A body that is made while it is sent.
public protocol ByteChunks: Sendable {
  /// How many bytes there will be; nil if that is not known before.
  var byteCount: Int? { get }

  /// The next piece; nil behind the last. May read files: not for threads that must not wait.
  ///
  /// - Throws: Whatever ends the body early.
  mutating func next() throws -> [UInt8]?
}
