/// A presentation context as the requestor proposes it (PS3.8 9.3.2.2).
public struct ProposedContext: Hashable, Sendable {
  /// Its number: odd, 1 to 255.
  public var id: UInt8

  /// The SOP class, or another abstract syntax.
  public var abstractSyntax: String

  /// The transfer syntaxes that the requestor can use, of which the acceptor chooses one.
  public var transferSyntaxes: [String]

  /// Creates a context.
  public init(id: UInt8, abstractSyntax: String, transferSyntaxes: [String]) {
    self.id = id
    self.abstractSyntax = abstractSyntax
    self.transferSyntaxes = transferSyntaxes
  }
}

/// What became of a proposed context (PS3.8 9.3.3.2).
public struct AnsweredContext: Hashable, Sendable {
  /// Why a context is, or is not, to be used.
  public enum Result: UInt8, Hashable, Sendable {
    case acceptance = 0
    case userRejection = 1
    case noReason = 2
    case abstractSyntaxNotSupported = 3
    case transferSyntaxesNotSupported = 4
  }

  /// The number that the requestor gave it.
  public var id: UInt8

  /// Whether it may be used.
  public var result: Result

  /// The transfer syntax to be used; means nothing if the context was not accepted.
  public var transferSyntax: String

  /// Creates an answer.
  public init(id: UInt8, result: Result, transferSyntax: String) {
    self.id = id
    self.result = result
    self.transferSyntax = transferSyntax
  }
}
