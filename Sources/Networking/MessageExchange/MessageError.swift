public import Faults

/// The other side's messages do not keep to the standard.
public struct MessageError: Error, Hashable, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Hashable, Sendable {
    /// The elements of a command make no sense: why.
    case damagedCommand(String)
    /// A command whose number is not known.
    case unknownCommand(UInt16)
    /// A command, or an identifier, is longer than is taken.
    case tooLong(limit: Int)
    /// A fragment came in a presentation context that was not agreed on.
    case unknownContext(UInt8)
    /// A fragment has no place in the message: what.
    case outOfOrder(String)
  }

  /// What is wrong.
  public let reason: Reason

  /// Creates an error.
  public init(_ reason: Reason) { self.reason = reason }

  /// One line: what is wrong.
  public var description: String {
    switch reason {
    case .damagedCommand(let why): "a command makes no sense: \(why)"
    case .unknownCommand(let number):
      "a command has the number \(String(number, radix: 16)), which is not known"
    case .tooLong(let limit): "a message is longer than the \(ByteAmount(limit)) that are taken"
    case .unknownContext(let id): "presentation context \(id) was not agreed on"
    case .outOfOrder(let what): what
    }
  }
}

extension MessageError: Fault {
  /// A stable word for the reason.
  public var code: FaultCode {
    switch reason {
    case .damagedCommand, .unknownCommand: "command-damaged"
    case .tooLong: "message-too-long"
    case .unknownContext: "context-not-agreed"
    case .outOfOrder: "message-out-of-order"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind { .badInput }
}
