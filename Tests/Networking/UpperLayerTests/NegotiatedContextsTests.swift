import Testing
import UpperLayer

@Suite struct `Contexts that were negotiated` {
  private static let implicit = "1.2.840.10008.1.2"
  private static let explicit = "1.2.840.10008.1.2.1"
  private static let ct = "1.2.840.10008.5.1.4.1.1.2"

  private static func contexts(
    _ answers: [AnsweredContext], asked: [RoleSelection] = [], granted: [RoleSelection] = []
  ) -> NegotiatedContexts {
    var request = AssociationRequest.sample
    request.contexts = [
      ProposedContext(id: 5, abstractSyntax: ct, transferSyntaxes: [explicit, implicit]),
      ProposedContext(id: 1, abstractSyntax: ct, transferSyntaxes: [implicit]),
      ProposedContext(id: 3, abstractSyntax: "1.2", transferSyntaxes: [implicit]),
    ]
    request.user.roles = asked
    var acceptance = AssociationAcceptance.sample
    acceptance.contexts = answers
    acceptance.user.roles = granted
    return NegotiatedContexts(request, acceptance)
  }

  private static func answer(
    _ id: UInt8, _ result: AnsweredContext.Result = .acceptance, _ syntax: String = implicit
  ) -> AnsweredContext {
    AnsweredContext(id: id, result: result, transferSyntax: syntax)
  }

  @Test func `stand in the order in which they were proposed`() {
    let contexts = Self.contexts([Self.answer(3), Self.answer(1), Self.answer(5)])
    #expect(contexts.contexts.map(\.id) == [5, 1, 3])
    #expect(contexts.contexts.map(\.abstractSyntax) == [Self.ct, Self.ct, "1.2"])
    #expect(contexts[3]?.abstractSyntax == "1.2" && contexts[7] == nil)
    #expect(contexts.forRequests(of: Self.ct).map(\.id) == [5, 1])
    #expect(contexts.forRequests(of: "1.3").isEmpty)
  }

  @Test func `are those that were accepted in a syntax that was proposed`() {
    for result: AnsweredContext.Result in [
      .userRejection, .noReason, .abstractSyntaxNotSupported, .transferSyntaxesNotSupported,
    ] {
      #expect(Self.contexts([Self.answer(1, result), Self.answer(3)]).contexts.map(\.id) == [3])
    }
    #expect(Self.contexts([Self.answer(5)])[5]?.transferSyntax == Self.implicit)
    for syntax in [Self.explicit, "", "1.2"] {
      #expect(Self.contexts([Self.answer(1, .acceptance, syntax)]).contexts.isEmpty)
    }
  }

  @Test func `are none that were not proposed or not answered`() {
    #expect(Self.contexts([Self.answer(7), Self.answer(2), Self.answer(0)]).contexts.isEmpty)
    #expect(Self.contexts([]).contexts.isEmpty)
  }

  @Test func `follow the first of two answers`() {
    #expect(Self.contexts([Self.answer(1, .noReason), Self.answer(1)]).contexts.isEmpty)
    let both = [Self.answer(5, .acceptance, Self.explicit), Self.answer(5)]
    #expect(Self.contexts(both).contexts.map(\.transferSyntax) == [Self.explicit])
  }

  @Test(
    arguments: [
      (asked: nil, granted: nil, user: true, provider: false),
      (asked: nil, granted: [false, true], user: true, provider: false),
      (asked: [false, true], granted: nil, user: true, provider: false),
      (asked: [false, true], granted: [false, true], user: false, provider: true),
      (asked: [true, true], granted: [true, true], user: true, provider: true),
      (asked: [true, true], granted: [true, false], user: true, provider: false),
      (asked: [true, true], granted: [false, false], user: false, provider: false),
      (asked: [true, false], granted: [true, true], user: true, provider: false),
      (asked: [false, true], granted: [true, true], user: false, provider: true),
    ] as [(asked: [Bool]?, granted: [Bool]?, user: Bool, provider: Bool)])
  func `have the roles that were asked for and granted, else the usual ones`(
    asked: [Bool]?, granted: [Bool]?, user: Bool, provider: Bool
  ) {
    func roles(_ flags: [Bool]?) -> [RoleSelection] {
      flags.map { [RoleSelection(sopClassUID: Self.ct, isUser: $0[0], isProvider: $0[1])] } ?? []
    }
    let contexts = Self.contexts(
      [Self.answer(1), Self.answer(3)], asked: roles(asked), granted: roles(granted))
    #expect(contexts[1]?.requestorIsUser == user && contexts[1]?.requestorIsProvider == provider)
    #expect(contexts.forRequests(of: Self.ct).isEmpty == !user)
    #expect(contexts[3]?.requestorIsUser == true && contexts[3]?.requestorIsProvider == false)
  }
}
