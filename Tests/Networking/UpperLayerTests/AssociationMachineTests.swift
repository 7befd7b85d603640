import Testing
import UpperLayer

@Suite struct `The machine of an association` {
  /// Where the machine has an answer though the standard's table has none, and why.
  private static let additions: [(events: [Int], states: [Int], reason: String)] = [
    ([17], [1], "both sides may close at the same time"),
    ([18], [1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], "a timer may run out while it is stopped"),
    ([3, 4, 6, 10, 12, 13, 16, 19], [1, 4], "what was under way arrives after this side closed"),
  ]

  private static func isAddition(_ event: TableEvent, in state: AssociationState) -> Bool {
    additions.contains {
      $0.events.contains(event.number) && $0.states.contains(state.rawValue)
    }
  }

  @Test func `is tried in every state and with every event`() throws {
    #expect(Set(StatePath.all.map(\.state)) == Set(AssociationState.allCases))
    #expect(AssociationState.allCases.map(\.rawValue) == Array(1...13))
    #expect(Set(TableEvent.all.map(\.number)) == Set(1...19))
    #expect(StandardTable.cells.map(\.count) == Array(repeating: 14, count: 19))
    #expect(StandardTable.cells.map(\.[0]) == (1...19).map { "\($0)" })
    for path in StatePath.all { #expect(try path.machine().state == path.state, "\(path)") }
  }

  @Test func `does what the standard says where state and event meet`() throws {
    for path in StatePath.all {
      for event in TableEvent.all {
        guard
          let name = StandardTable.action(event: event.number, state: path.state.rawValue)
        else { continue }
        let expected = try #require(StandardAction.named(name, event: event, in: path), "\(name)")
        var machine = try path.machine()
        let actions = try machine.handle(event.event)
        #expect(actions == expected.actions, "\(event) in \(path): \(name)")
        #expect(machine.state.rawValue == expected.next, "\(event) in \(path): \(name)")
      }
    }
  }

  @Test func `does nothing about what comes from outside where the two cannot meet`() throws {
    for path in StatePath.all {
      for event in TableEvent.all where Self.isAddition(event, in: path.state) {
        #expect(StandardTable.action(event: event.number, state: path.state.rawValue) == nil)
        var machine = try path.machine()
        #expect(try machine.handle(event.event) == [], "\(event) in \(path)")
        #expect(machine.state == path.state, "\(event) in \(path)")
      }
    }
  }

  @Test func `refuses what its owner cannot ask for in a state, and stays as it is`() throws {
    for path in StatePath.all {
      for event in TableEvent.all where !Self.isAddition(event, in: path.state) {
        guard StandardTable.action(event: event.number, state: path.state.rawValue) == nil
        else { continue }
        #expect(event.isLocal || [2, 5].contains(event.number), "\(event) in \(path)")
        var machine = try path.machine()
        let misuse = #expect(throws: AssociationMisuse.self, "\(event) in \(path)") {
          try machine.handle(event.event)
        }
        #expect(misuse?.event == event.event && misuse?.state == path.state)
        #expect(machine.state == path.state)
      }
    }
  }
}
