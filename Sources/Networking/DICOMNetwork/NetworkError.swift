public import Faults
public import MessageExchange
public import UpperLayer

/// Talking to another application entity did not go as it should.
public struct NetworkError: Error, Hashable, CustomStringConvertible {
  /// What went wrong.
  public enum Reason: Hashable, Sendable {
    /// There is no connection: the system's words.
    case unreachable(String)
    /// TLS was not agreed on: why.
    case notSecure(String)
    /// The other side refuses the association.
    case rejected(AssociationRejection)
    /// The other side ended the association.
    case aborted(AssociationAbort)
    /// The other side does not keep to the upper layer's protocol.
    case protocolBroken(UpperLayerError)
    /// The connection broke.
    case connectionLost
    /// Nothing came for so many seconds while something was waited for: what.
    case silent(seconds: Int, awaiting: String)
    /// An operation took longer than it may.
    case tooSlow(seconds: Int, operation: String)
    /// The other side takes none of the presentation contexts that are needed: for what.
    case notSupported(String)
    /// The other side refuses to send instances on this association.
    case roleRefused(String)
    /// An operation failed there.
    case failed(operation: String, status: OperationStatus, comment: String?)
    /// The other side answers what was not asked, or not as it should: what.
    case unexpectedAnswer(String)
    /// This side cannot listen: the system's words.
    case cannotListen(String)
    /// A file of keys or certificates is of no use: why.
    case unusableCredentials(String)
  }

  /// What went wrong.
  public let reason: Reason

  /// The other side, as `title@host:port`; or this one, if it cannot listen.
  public let peer: String

  /// Creates an error.
  public init(_ reason: Reason, peer: String) {
    self.reason = reason
    self.peer = peer
  }

  /// One line: who, what, and what to do.
  public var description: String { "\(peer): \(words)" }

  private var words: String {
    switch reason {
    case .unreachable(let why): "cannot be reached: \(why)"
    case .notSecure(let why): "no secure connection: \(why)"
    case .rejected(let rejection):
      "refuses the association: \(rejection)"
        + (rejection.isTransient ? "; try again later" : "")
    case .aborted(let abort): "ended the association: \(abort)"
    case .protocolBroken(let error): "\(error)"
    case .connectionLost: "the connection broke"
    case .silent(let seconds, let what): "nothing came for \(seconds) s while waiting for \(what)"
    case .tooSlow(let seconds, let operation): "\(operation) was not done after \(seconds) s"
    case .notSupported(let what): "does not support \(what)"
    case .roleRefused(let what):
      "does not send \(what) on the association that asks for it: it refuses the roles for that"
    case .failed(let operation, let status, let comment):
      "\(operation) failed with status \(status)" + (comment.map { " (\($0))" } ?? "")
    case .unexpectedAnswer(let what): what
    case .cannotListen(let why): "cannot listen there: \(why)"
    case .unusableCredentials(let why): why
    }
  }
}

extension NetworkError: Fault {
  /// Scripts know it.
  public var isCodePromised: Bool { true }

  /// A stable word for the reason.
  public var code: FaultCode {
    switch reason {
    case .unreachable: "unreachable"
    case .notSecure: "not-secure"
    case .rejected: "association-rejected"
    case .aborted: "association-aborted"
    case .protocolBroken(let error): error.code
    case .connectionLost: "connection-lost"
    case .silent: "peer-silent"
    case .tooSlow: "operation-too-slow"
    case .notSupported: "not-supported-by-peer"
    case .roleRefused: "role-refused"
    case .failed: "operation-failed"
    case .unexpectedAnswer: "unexpected-answer"
    case .cannotListen: "cannot-listen"
    case .unusableCredentials: "unusable-credentials"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind {
    switch reason {
    case .unreachable, .notSecure, .unusableCredentials: .noInput
    case .rejected, .notSupported, .roleRefused, .failed, .unexpectedAnswer, .protocolBroken:
      .badInput
    case .aborted, .connectionLost, .silent, .tooSlow: .ioFailed
    case .cannotListen: .cannotCreate
    }
  }
}
