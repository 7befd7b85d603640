public import Faults

/// Work needs more memory than there is for it; none of it was made.
public enum MemoryExceeded: Fault, Hashable {
  /// The process would hold more than it may, in bytes.
  case overLimit(needed: Int, limit: Int)
  /// The system does not give so many bytes.
  case refused(bytes: Int)

  /// One line for people.
  public var description: String {
    switch self {
    case .overLimit(let needed, let limit):
      let texts = ByteAmount.texts(needed: needed, limit: limit)
      return "this needs \(texts.needed) of memory, and \(texts.allowed)"
    case .refused(let bytes): return "the system refused \(ByteAmount(bytes)) of memory"
    }
  }

  /// A stable word for the reason.
  public var code: FaultCode {
    switch self {
    case .overLimit: "over-limit"
    case .refused: "out-of-memory"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind { .overLimit }

  /// What can be done about it.
  public var remedies: [Remedy] {
    switch self {
    case .overLimit: [.raiseMemoryLimit, .askForLess]
    case .refused: [.askForLess]
    }
  }
}
