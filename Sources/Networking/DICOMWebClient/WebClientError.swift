public import Faults

/// Talking to a service of the web did not go as it should.
public struct WebClientError: Error, Hashable, CustomStringConvertible {
  /// What went wrong.
  public enum Reason: Hashable, Sendable {
    /// There is no connection: the system's words.
    case unreachable(String)
    /// TLS was not agreed on: why.
    case notSecure(String)
    /// The connection broke.
    case connectionLost
    /// Nothing came for so many seconds while something was waited for: what.
    case silent(seconds: Int, awaiting: String)
    /// An operation took longer than it may.
    case tooSlow(seconds: Int, operation: String)
    /// The service wants to know who asks, or does not allow it.
    case notAuthorized(status: Int)
    /// It has nothing there.
    case notFound
    /// It refers to another host, which is told nothing.
    case referredElsewhere(String)
    /// It refers from one place to the next without end.
    case referredInCircles
    /// It answers with a status that says no: what was asked, and what it says.
    case refused(operation: String, status: Int, comment: String?)
    /// It answers what was not asked, or not as it should: what.
    case unexpectedAnswer(String)
    /// What it sends does not keep to the standard.
    case damaged(String)
    /// A field that requests are to have is none.
    case unusableHeader
  }

  /// What went wrong.
  public let reason: Reason

  /// The service.
  public let service: String

  /// Creates an error.
  public init(_ reason: Reason, service: String) {
    self.reason = reason
    self.service = service
  }

  /// One line: who, what, and what to do.
  public var description: String { "\(service): \(words)" }

  private var words: String {
    switch reason {
    case .unreachable(let why): "cannot be reached: \(why)"
    case .notSecure(let why): "no secure connection: \(why)"
    case .connectionLost: "the connection broke"
    case .silent(let seconds, let what): "nothing came for \(seconds) s while waiting for \(what)"
    case .tooSlow(let seconds, let operation): "\(operation) was not done after \(seconds) s"
    case .notAuthorized(401): "wants to know who asks: it takes no request without credentials"
    case .notAuthorized(let status): "does not allow this (status \(status))"
    case .notFound: "has nothing there (status 404)"
    case .referredElsewhere(let origin):
      "refers to \(origin), which is another host: what is shown to the one is not for the other"
    case .referredInCircles: "refers from one place to the next without end"
    case .refused(let operation, let status, let comment):
      "\(operation) failed with status \(status)" + (comment.map { " (\($0))" } ?? "")
    case .unexpectedAnswer(let what): what
    case .damaged(let how): how
    case .unusableHeader: "a field of a request has a name, a colon and a value on one line"
    }
  }
}

extension WebClientError: Fault {
  /// Scripts know it.
  public var isCodePromised: Bool { true }

  /// A stable word for the reason.
  public var code: FaultCode {
    switch reason {
    case .unreachable: "unreachable"
    case .notSecure: "not-secure"
    case .connectionLost: "connection-lost"
    case .silent: "peer-silent"
    case .tooSlow: "operation-too-slow"
    case .notAuthorized: "not-authorized"
    case .notFound: "no-such-study"
    case .referredElsewhere, .referredInCircles: "referred-elsewhere"
    case .refused: "operation-failed"
    case .unexpectedAnswer: "unexpected-answer"
    case .damaged: "answer-damaged"
    case .unusableHeader: "unusable-header"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind {
    switch reason {
    case .unreachable, .notSecure, .notAuthorized, .notFound, .referredElsewhere: .noInput
    case .refused, .unexpectedAnswer, .damaged, .referredInCircles: .badInput
    case .connectionLost, .silent, .tooSlow: .ioFailed
    case .unusableHeader: .wrongRequest
    }
  }
}
