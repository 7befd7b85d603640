public import MessageExchange
import UpperLayer

extension ContextNeed {
  /// For C-ECHO.
  public static let verification = ContextNeed(
    sopClass: SOPClass.verification, transferSyntaxes: ContextNeed.uncompressed)
}

extension Association {
  /// Asks whether the other side is there (C-ECHO).
  ///
  /// - Throws: ``NetworkError``.
  public func echo() async throws {
    let context = try context(for: SOPClass.verification, named: "C-ECHO")
    let id = nextMessageID()
    try await send(.echo(messageID: id), contextID: context.id)
    let answer = try await nextCommand("the answer to C-ECHO").command
    try check(answer, answers: .echoRequest, messageID: id)
    guard answer.status.category == .success else {
      throw failure(
        .failed(operation: "C-ECHO", status: answer.status, comment: answer.errorComment))
    }
  }

  /// A context of a SOP class in which this side may send requests.
  func context(for sopClass: String, named name: String) throws -> NegotiatedContext {
    guard let context = contexts.forRequests(of: sopClass).first else {
      throw failure(.notSupported(name))
    }
    return context
  }

  /// Checks that a command answers a message of this side.
  func check(
    _ answer: Command, answers request: CommandField, messageID: UInt16
  ) throws {
    guard answer.field == request.response, answer.messageID == messageID else {
      throw failure(
        .unexpectedAnswer(
          "\(answer.field.name) of message \(answer.messageID) came where the answer to "
            + "\(request.name) of message \(messageID) was due"))
    }
  }
}
