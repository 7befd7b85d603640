public import Faults

/// An archive cannot do what it was asked for.
public struct ArchiveIndexError: Error, Hashable, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Hashable, Sendable {
    /// The index cannot be opened or made; the database's words.
    case unusableIndex(String)
    /// Reading or writing the index failed midway; the database's words.
    case indexFailed(String)
    /// More values have to match than anybody needs: a list of them, or one after the other.
    case tooManyValues(limit: Int)
  }

  /// What is wrong.
  public let reason: Reason

  /// The file of the index.
  public let path: String

  /// Creates an error.
  public init(_ reason: Reason, path: String) {
    self.reason = reason
    self.path = path
  }

  /// One line: where and what.
  public var description: String {
    switch reason {
    case .unusableIndex(let words): "\(path): the index cannot be used: \(words)"
    case .indexFailed(let words): "\(path): the index failed: \(words)"
    case .tooManyValues(let limit): "more than \(limit) values have to match"
    }
  }
}

extension ArchiveIndexError: Fault {
  /// A stable word for the reason.
  public var code: FaultCode {
    switch reason {
    case .unusableIndex: "unusable-index"
    case .indexFailed: "index-failed"
    case .tooManyValues: "too-many-values"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind {
    switch reason {
    case .unusableIndex: .cannotCreate
    case .indexFailed: .ioFailed
    case .tooManyValues: .overLimit
    }
  }

  /// Where it is.
  public var place: FaultPlace { FaultPlace(path: path) }
}
