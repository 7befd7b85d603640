public import MessageExchange
import NIOCore
import UpperLayer

/// What a provider does with the requests of others; what it does not do is refused.
public protocol ServiceProvider: Sendable {
  /// Begins to take an instance.
  ///
  /// - Parameter instance: What the command says of it.
  /// - Returns: What takes its bytes.
  /// - Throws: ``Refusal``, which is answered.
  func receive(_ instance: IncomingInstance) throws -> any InstanceReceiver
}

/// An instance that is about to arrive.
public struct IncomingInstance: Hashable, Sendable {
  /// Its SOP class.
  public let sopClass: String
  /// Its UID, which comes from outside: see ``SafeUID``.
  public let sopInstance: String
  /// The transfer syntax of its data set.
  public let transferSyntax: String
  /// Who sends it.
  public let peer: String

  package init(sopClass: String, sopInstance: String, transferSyntax: String, peer: String) {
    self.sopClass = sopClass
    self.sopInstance = sopInstance
    self.transferSyntax = transferSyntax
    self.peer = peer
  }
}

/// Takes the bytes of an instance; what it has is thrown away if it goes without ``finish()``.
public protocol InstanceReceiver: AnyObject {
  /// Takes the next bytes of the data set.
  ///
  /// - Throws: ``Refusal``, which is answered when the rest has come.
  func take(_ bytes: UnsafeRawBufferPointer) throws

  /// All bytes are there; returns only when the instance is safe.
  ///
  /// - Returns: How it went; the sender is told.
  /// - Throws: ``Refusal``.
  func finish() throws -> OperationStatus
}

/// An operation is refused, and what the other side is told.
public struct Refusal: Error, Hashable, Sendable {
  /// The status of the answer.
  public let status: OperationStatus
  /// What is said beside it; never anything about this machine or its files.
  public let comment: String

  /// Creates a refusal.
  public init(_ status: OperationStatus, comment: String) {
    self.status = status
    self.comment = comment
  }
}

extension Association {
  /// Answers requests until the other side releases the association.
  ///
  /// - Parameter provider: What answers.
  /// - Throws: ``NetworkError``; `CancellationError`.
  public func serve(_ provider: some ServiceProvider) async throws {
    try await onItsThread { try await answerRequests(by: provider) }
  }

  private func answerRequests(by provider: some ServiceProvider) async throws {
    while true {
      switch try await next("a request", seconds: options.timeouts.idle) {
      case .releaseRequested: return try await agreeToRelease()
      case .command(let command, let contextID):
        try await answer(command, contextID: contextID, by: provider)
      default: throw failure(.unexpectedAnswer("something else came than a request"))
      }
    }
  }

  private func answer(
    _ command: Command, contextID: UInt8, by provider: some ServiceProvider
  ) async throws {
    switch command.field {
    case .echoRequest: try await respond(to: command, contextID: contextID, .success)
    case .storeRequest:
      try await receive(command, contextID: contextID) { try provider.receive($0) }
    default:
      if let archive = provider as? any ArchiveAnswering,
        try await archive.answer(command, contextID: contextID, on: self)
      {
        return
      }
      if command.hasDataSet { try await takeDataSet { _ in } }
      guard !command.field.isResponse else {
        throw failure(.unexpectedAnswer("an answer came where a request was due"))
      }
      try await respond(to: command, contextID: contextID, .unrecognizedOperation)
    }
  }

  /// Answers a request.
  func respond(
    to command: Command, contextID: UInt8, _ status: OperationStatus, comment: String? = nil
  ) async throws {
    guard let answer = command.answer(status, comment: comment) else { return }
    try await send(answer, contextID: contextID)
  }

  /// Takes an instance that the other side stores (C-STORE), and answers.
  ///
  /// - Parameters:
  ///   - command: The request.
  ///   - contextID: The context it came in.
  ///   - lenientContext: The context in which instances of any storage class are taken; nil for none.
  ///   - receiver: Begins to take it.
  /// - Returns: How it went.
  /// - Throws: ``NetworkError``; `CancellationError`.
  @discardableResult
  func receive(
    _ command: Command, contextID: UInt8, takingAnyIn lenientContext: UInt8? = nil,
    into receiver: (IncomingInstance) throws -> any InstanceReceiver
  ) async throws -> OperationStatus {
    guard command.hasDataSet, let sopClass = command.sopClass,
      let sopInstance = command.sopInstance, let context = contexts[contextID]
    else {
      if command.hasDataSet { try await takeDataSet { _ in } }
      try await respond(to: command, contextID: contextID, .cannotUnderstand)
      return .cannotUnderstand
    }
    let outcome = try await take { () throws in
      let isLenient = contextID == lenientContext && SOPClass.isStorage(sopClass)
      guard context.abstractSyntax == sopClass || isLenient else {
        throw Refusal(.sopClassNotSupported, comment: "the SOP class is not that of the context")
      }
      return try receiver(
        IncomingInstance(
          sopClass: sopClass, sopInstance: sopInstance, transferSyntax: context.transferSyntax,
          peer: peer))
    }
    switch outcome {
    case .success(let status):
      try await respond(to: command, contextID: contextID, status)
      return status
    case .failure(let refusal):
      try await respond(
        to: command, contextID: contextID, refusal.status, comment: refusal.comment)
      return refusal.status
    }
  }

  /// Takes a data set to its end, refused or not: only then something else can come.
  private func take(
    into receiver: () throws -> any InstanceReceiver
  ) async throws -> Result<OperationStatus, Refusal> {
    var refusal: Refusal?
    func unlessRefused<Value>(_ body: () throws -> Value) throws -> Value? {
      guard refusal == nil else { return nil }
      do {
        return try body()
      } catch let error as Refusal {
        refusal = error
        return nil
      }
    }
    let receiver = try unlessRefused(receiver)
    try await takeDataSet { bytes in
      try unlessRefused {
        try unsafe bytes.withUnsafeReadableBytes { try unsafe receiver?.take($0) }
      }
    }
    let status = try unlessRefused { try receiver?.finish() } ?? nil
    return refusal.map { .failure($0) } ?? .success(status ?? .processingFailure)
  }
}
