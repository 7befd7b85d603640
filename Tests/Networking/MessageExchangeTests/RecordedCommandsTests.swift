import MessageExchange
import Testing

@Suite struct `Recorded commands` {
  private static let ct = "1.2.840.10008.5.1.4.1.1.2"
  private static let model = InformationModel.studyRoot

  /// What this side writes, and what pynetdicom writes of the same values.
  private static let pairs: [(name: String, own: Command?, recorded: [UInt8])] = [
    ("echo", .echo(messageID: 1), RecordedCommands.echo),
    ("echoAnswer", Command.echo(messageID: 1).answer(.success), RecordedCommands.echoAnswer),
    ("store", store, RecordedCommands.store),
    ("storeOfMove", storeOfMove, RecordedCommands.storeOfMove),
    (
      "storeAnswer", store.answer(.outOfResources, comment: "no room left"),
      RecordedCommands.storeAnswer
    ),
    ("find", find, RecordedCommands.find),
    ("findAnswer", find.answer(.pending, hasDataSet: true), RecordedCommands.findAnswer),
    ("move", move, RecordedCommands.move),
    (
      "moveAnswer",
      move.answer(
        .pending, subOperations: SubOperations(remaining: 7, completed: 300, failed: 2, warning: 1)),
      RecordedCommands.moveAnswer
    ),
    ("get", .get(sopClass: model.get, messageID: 5), RecordedCommands.get),
    (
      "getAnswer",
      Command.get(sopClass: model.get, messageID: 5).answer(
        .someSubOperationsFailed, hasDataSet: true,
        subOperations: SubOperations(completed: 300, failed: 2, warning: 1)),
      RecordedCommands.getAnswer
    ),
    ("cancel", .cancel(messageID: 3), RecordedCommands.cancel),
  ]

  private static let store = Command.store(
    sopClass: ct, sopInstance: "1.2.3", messageID: 65535)
  private static let storeOfMove = Command.store(
    sopClass: ct, sopInstance: "1.2.3", messageID: 2,
    originator: MoveOriginator(title: "WORKSTATION", messageID: 258))
  private static let find = Command.find(sopClass: model.find, messageID: 3)
  private static let move = Command.move(
    sopClass: model.move, destination: "SAGITTA", messageID: 4)

  @Test func `are written byte for byte as pynetdicom writes them`() {
    for pair in Self.pairs { #expect(pair.own?.bytes == pair.recorded, "\(pair.name)") }
  }

  @Test func `are read as what was written`() throws {
    for pair in Self.pairs { #expect(try Command(pair.recorded) == pair.own, "\(pair.name)") }
  }

  @Test func `say what is in them`() throws {
    let store = try Command(RecordedCommands.storeOfMove)
    #expect(store.field == .storeRequest && store.messageID == 2 && store.hasDataSet)
    #expect(store.sopClass == Self.ct && store.sopInstance == "1.2.3")
    #expect(store.moveOriginator == MoveOriginator(title: "WORKSTATION", messageID: 258))
    let refused = try Command(RecordedCommands.storeAnswer)
    #expect(refused.field == .storeResponse && refused.messageID == 65535 && !refused.hasDataSet)
    #expect(refused.status == .outOfResources && refused.errorComment == "no room left")
    #expect(try Command(RecordedCommands.move).moveDestination == "SAGITTA")
    #expect(try Command(RecordedCommands.cancel).messageID == 3)
    let pending = try Command(RecordedCommands.moveAnswer)
    #expect(
      pending.subOperations
        == SubOperations(remaining: 7, completed: 300, failed: 2, warning: 1))
    #expect(pending.subOperations?.total == 310)
    #expect(try Command(RecordedCommands.findAnswer).subOperations == nil)
  }
}
