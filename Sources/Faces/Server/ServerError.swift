public import Faults

/// A server cannot serve.
public struct ServerError: Error, Hashable, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Hashable, Sendable {
    /// Certificates or keys cannot be read.
    case unusableCredentials
    /// The address cannot be had; the system's words.
    case cannotListen(String)
  }

  /// What is wrong.
  public let reason: Reason

  /// The files, or the address.
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
    case .cannotListen(let words): "cannot listen at \(subject): \(words)"
    }
  }
}

extension ServerError: Fault {
  /// A stable word for the reason.
  public var code: FaultCode {
    switch reason {
    case .unusableCredentials: "unusable-credentials"
    case .cannotListen: "cannot-listen"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind {
    switch reason {
    case .unusableCredentials: .noInput
    case .cannotListen: .cannotCreate
    }
  }
}
