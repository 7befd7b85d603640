import MessageExchange
import Testing

@Suite struct `Answers to commands` {
  private let request = Command.find(sopClass: "1.2", messageID: 12)

  @Test func `carry the request's number and the field with the highest bit`() {
    for field in CommandField.allCases {
      let response = field.response
      #expect((response == nil) == (field.isResponse || field == .cancelRequest), "\(field)")
      #expect(response.map { $0.rawValue == field.rawValue | 0x8000 } ?? true)
      #expect(response?.name ?? field.name == field.name)
    }
    #expect(request.answer(.success)?.messageID == 12)
    #expect(Command.cancel(messageID: 3).answer(.success) == nil)
    #expect(request.answer(.success)?.answer(.success) == nil)
  }

  @Test func `have an Error Comment of at most 64 ASCII characters`() throws {
    let long = String(repeating: "no room für 日本\n", count: 20)
    let answer = try #require(request.answer(.outOfResources, comment: long))
    let comment = try #require(answer.errorComment)
    #expect(comment.utf8.count == 64)
    #expect(comment.hasPrefix("no room f?r ???no room"))
    let sent = try #require(try Command(answer.bytes).errorComment)
    #expect(sent == comment)
  }

  @Test func `say what remains only while more follows or after a cancellation`() throws {
    let counts = SubOperations(remaining: 3, completed: 70_000, failed: 1, warning: 2)
    for (status, remaining) in [
      (OperationStatus.pending, 3), (.cancelled, 3), (.success, 0), (.someSubOperationsFailed, 0),
    ] {
      let answer = try #require(request.answer(status, subOperations: counts))
      let read = try Command(answer.bytes).subOperations
      // A count has 16 bits; more than fit are as many as fit.
      #expect(
        read == SubOperations(remaining: remaining, completed: 65535, failed: 1, warning: 2))
    }
  }
}
