import MessageExchange
import Testing
import UpperLayer

@Suite struct `Plans of presentation contexts` {
  private func needs(_ range: Range<Int>, isProvided: Bool = false) -> [ContextNeed] {
    range.map {
      ContextNeed(sopClass: "1.2.\($0)", transferSyntaxes: ["1.3"], isProvided: isProvided)
    }
  }

  @Test func `have at most 128 contexts with odd numbers, each once`() throws {
    let plan = try #require(ContextPlan.plans(for: needs(0..<128)).first)
    #expect(plan.contexts.map(\.id) == (0..<128).map { UInt8(2 * $0 + 1) })
    #expect(plan.contexts.last?.id == 255)
    #expect(plan.contexts.map(\.abstractSyntax) == (0..<128).map { "1.2.\($0)" })
  }

  @Test func `are split over associations when there are more needs, in their order`() {
    for count in [1, 127, 128, 129, 300, 1000] {
      let plans = ContextPlan.plans(for: needs(0..<count), with: needs(5000..<5002))
      #expect(plans.count == (count + 125) / 126)
      #expect(plans.allSatisfy { $0.contexts.count <= 128 })
      #expect(
        plans.flatMap { $0.contexts.dropFirst(2).map(\.abstractSyntax) }
          == (0..<count).map { "1.2.\($0)" })
      for plan in plans {
        #expect(plan.contexts.prefix(2).map(\.abstractSyntax) == ["1.2.5000", "1.2.5001"])
      }
    }
  }

  @Test func `need nothing where nothing is needed, and each need once`() {
    #expect(ContextPlan.plans(for: []).isEmpty)
    #expect(ContextPlan.plans(for: [], with: needs(0..<1)).count == 1)
    let twice = ContextPlan.plans(for: needs(0..<3) + needs(0..<3), with: needs(1..<2))
    #expect(twice.map { $0.contexts.map(\.abstractSyntax) } == [["1.2.1", "1.2.0", "1.2.2"]])
  }

  @Test func `ask once for the role of each class that this side provides`() throws {
    let provided = ["1.4", "1.5"].map {
      ContextNeed(sopClass: "1.2.0", transferSyntaxes: [$0], isProvided: true)
    }
    let plan = try #require(ContextPlan.plans(for: provided, with: needs(7..<8)).first)
    #expect(plan.contexts.count == 3)
    #expect(plan.roles == [RoleSelection(sopClassUID: "1.2.0", isUser: false, isProvider: true)])
    #expect(ContextPlan.plans(for: needs(0..<4)).allSatisfy { $0.roles.isEmpty })
  }
}
