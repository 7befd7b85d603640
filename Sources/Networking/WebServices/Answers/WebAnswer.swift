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

  /// Reads the next bytes. May read files: not for threads that must not wait.
  ///
  /// - Parameter room: Where they go; all of it is filled but at the end.
  /// - Returns: How many there were; 0 behind the last.
  /// - Throws: Whatever ends the body early.
  mutating func read(into room: UnsafeMutableRawBufferPointer) throws -> Int
}
