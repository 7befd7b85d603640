public import Faults

/// A place is not written as places are, or is not known.
public struct PlaceError: Error, Hashable, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Hashable, Sendable {
    /// The text is no place: why.
    case malformed(String)
    /// There is no place of this name; those that there are.
    case unknownName(known: [String])
    /// The file of named places cannot be read, or not at one line: why.
    case unusableFile(String)
  }

  /// What is wrong.
  public let reason: Reason

  /// The text, or the file.
  public let subject: String

  /// Creates an error.
  public init(_ reason: Reason, subject: String) {
    self.reason = reason
    self.subject = subject
  }

  /// One line: where, what, and what to do.
  public var description: String {
    switch reason {
    case .malformed(let why): "'\(subject)' is no place: \(why)"
    case .unknownName(let known):
      "there is no place '\(subject)'; "
        + (known.isEmpty ? "no places have names" : "there are \(known.joined(separator: ", "))")
    case .unusableFile(let why): "\(subject): \(why)"
    }
  }
}

extension PlaceError: Fault {
  /// Scripts know it.
  public var isCodePromised: Bool { true }

  /// A stable word for the reason.
  public var code: FaultCode {
    switch reason {
    case .malformed: "bad-place"
    case .unknownName: "unknown-place"
    case .unusableFile: "bad-places-file"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind {
    switch reason {
    case .malformed, .unknownName: .wrongRequest
    case .unusableFile: .noInput
    }
  }
}
