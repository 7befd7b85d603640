import DICOMCoding
public import DICOMModel
public import MessageExchange
import UpperLayer

/// How a retrieval went.
public struct RetrievalOutcome: Hashable, Sendable {
  /// How the other side says it went.
  public let status: OperationStatus
  /// What it says in words.
  public let comment: String?
  /// What it counts.
  public let subOperations: SubOperations
  /// The instances that it says have failed.
  public let failedInstances: [String]
}

extension Association {
  /// Asks for what matches an identifier, which comes on this association (C-GET).
  ///
  /// - Parameters:
  ///   - identifier: The level and the unique keys.
  ///   - model: The information model.
  ///   - provider: Takes the instances.
  ///   - tell: Learns how far it has come.
  /// - Returns: How it went.
  /// - Throws: ``NetworkError``; `CancellationError`.
  public func get(
    _ identifier: DataSet, in model: InformationModel = .studyRoot,
    into provider: some ServiceProvider, telling tell: (SubOperations) -> Void = { _ in }
  ) async throws -> RetrievalOutcome {
    let context = try context(for: model.get, named: "C-GET")
    guard
      options.takesInstancesInGetContext || contexts.contexts.contains(where: \.requestorIsProvider)
    else {
      throw failure(.roleRefused("instances"))
    }
    let id = nextMessageID()
    return try await retrieve(
      .get(sopClass: model.get, messageID: id), identifier, context: context, into: provider,
      telling: tell)
  }

  /// Asks that what matches an identifier be sent to somebody (C-MOVE).
  ///
  /// - Parameters:
  ///   - identifier: The level and the unique keys.
  ///   - destination: A title that the other side knows, with its host and port.
  ///   - model: The information model.
  ///   - tell: Learns how far it has come.
  /// - Returns: How it went.
  /// - Throws: ``NetworkError``; `CancellationError`.
  public func move(
    _ identifier: DataSet, to destination: String, in model: InformationModel = .studyRoot,
    telling tell: (SubOperations) -> Void = { _ in }
  ) async throws -> RetrievalOutcome {
    let context = try context(for: model.move, named: "C-MOVE")
    let id = nextMessageID()
    return try await retrieve(
      .move(sopClass: model.move, destination: destination, messageID: id), identifier,
      context: context, into: NoProvider(), telling: tell)
  }

  private func retrieve(
    _ command: Command, _ identifier: DataSet, context: NegotiatedContext,
    into provider: some ServiceProvider, telling tell: (SubOperations) -> Void
  ) async throws -> RetrievalOutcome {
    let syntax = TransferSyntax(uid: context.transferSyntax)
    let name = command.field.name
    try await send(
      command, with: try Part10Writer().dataSet(identifier, transferSyntax: syntax),
      contextID: context.id)
    return try await onItsThread {
      try await answers(
        to: command, in: context, named: name, into: provider, telling: tell)
    }
  }

  private func answers(
    to command: Command, in context: NegotiatedContext, named name: String,
    into provider: some ServiceProvider, telling tell: (SubOperations) -> Void
  ) async throws -> RetrievalOutcome {
    let clock = OperationClock(options, name)
    let syntax = TransferSyntax(uid: context.transferSyntax)
    let lenientContext = options.takesInstancesInGetContext ? context.id : nil
    while true {
      let (answer, contextID) = try await nextCommand("the answer to \(name)")
      try clock.check(self)
      if answer.field == .storeRequest, command.field == .getRequest {
        try await receive(answer, contextID: contextID, takingAnyIn: lenientContext) {
          try provider.receive($0)
        }
        continue
      }
      try check(answer, answers: command.field, messageID: command.messageID)
      let failed = try await identifierOf(answer, syntax: syntax)
      if let counts = answer.subOperations { tell(counts) }
      guard !answer.status.isPending else { continue }
      return try outcome(
        answer, failed: failed, name: name, destination: command.moveDestination)
    }
  }

  private func outcome(
    _ answer: Command, failed: DataSet?, name: String, destination: String?
  ) throws -> RetrievalOutcome {
    if answer.status.category == .failure {
      var comment = answer.errorComment
      if answer.status == .moveDestinationUnknown, let destination {
        comment = "tell \(peer) which host and port \(destination) has"
      }
      throw failure(.failed(operation: name, status: answer.status, comment: comment))
    }
    return RetrievalOutcome(
      status: answer.status, comment: answer.errorComment,
      subOperations: answer.subOperations ?? SubOperations(),
      failedInstances: failed?.strings(.failedSOPInstanceUIDList) ?? [])
  }
}

/// Takes nothing.
private struct NoProvider: ServiceProvider {
  func receive(_ instance: IncomingInstance) throws -> any InstanceReceiver {
    throw Refusal(.sopClassNotSupported, comment: "nothing is taken here")
  }
}
