public import Faults

/// A mail message, or a set of files to be sent, is not what it should be.
public struct MediaError: Error, Hashable, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Hashable, Sendable {
    /// The file is no mail message: why.
    case notAMessage(String)
    /// It has more, or longer, parts than are taken.
    case tooLong(limit: Int)
    /// A file cannot be one of a set: why.
    case unusableFile(String)
    /// A set has more files, or bytes, than its form allows.
    case setTooLarge
  }

  /// What is wrong.
  public let reason: Reason

  /// The file.
  public let path: String

  /// Creates an error.
  public init(_ reason: Reason, path: String) {
    self.reason = reason
    self.path = path
  }

  /// One line: where, and what is wrong.
  public var description: String {
    switch reason {
    case .notAMessage(let why): "\(path): it is no mail message: \(why)"
    case .tooLong(let limit):
      "\(path): the message holds more than the \(ByteAmount(limit)) that are allowed"
    case .unusableFile(let why): "\(path): it cannot be sent as a file: \(why)"
    case .setTooLarge: "\(path): more than 65000 files or 4 GiB are too much for one ZIP file"
    }
  }
}

extension MediaError: Fault {
  /// A stable word for the reason.
  public var code: FaultCode {
    switch reason {
    case .notAMessage: "bad-message"
    case .tooLong: "over-limit"
    case .unusableFile: "unusable-file"
    case .setTooLarge: "set-too-large"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind {
    switch reason {
    case .notAMessage, .unusableFile: .badInput
    case .tooLong, .setTooLarge: .overLimit
    }
  }

  /// The file.
  public var place: FaultPlace { FaultPlace(path: path) }

  /// More memory for what is too long.
  public var remedies: [Remedy] {
    if case .tooLong = reason { [.raiseMemoryLimit] } else { [] }
  }
}
