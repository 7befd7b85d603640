public import Faults

/// A server cannot serve.
public struct ServerError: Error, Hashable, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Hashable, Sendable {
    /// Certificates or keys cannot be read.
    case unusableCredentials
  }

  /// What is wrong.
  public let reason: Reason

  /// The files.
  public let subject: String

  /// Creates an error.
  public init(_ reason: Reason, subject: String) {
    self.reason = reason
    self.subject = subject
  }

  /// One line: where and what.
  public var description: String {
    switch reason {
    case .unusableCredentials: "\(subject): no usable keys or certificates in PEM form"
    }
  }
}

extension ServerError: Fault {
  /// A stable word for the reason.
  public var code: FaultCode {
    switch reason {
    case .unusableCredentials: "unusable-credentials"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind {
    switch reason {
    case .unusableCredentials: .noInput
    }
  }
}
