import Testing
import UpperLayer

@Suite struct `A policy for associations` {
  private static let implicit = "1.2.840.10008.1.2"
  private static let explicit = "1.2.840.10008.1.2.1"
  private static let deflated = "1.2.840.10008.1.2.1.99"

  private static let policy = AssociationPolicy(
    user: .sample, sendsRequests: { $0 == "1.2.storage" },
    transferSyntaxes: { $0 == "1.2.print" ? nil : [explicit, implicit] })

  private static func acceptance(
    _ request: AssociationRequest, _ policy: AssociationPolicy = policy
  ) -> AssociationAcceptance? {
    guard case .acceptance(let acceptance) = policy.answer(request) else { return nil }
    return acceptance
  }

  private static func rejection(
    _ request: AssociationRequest, _ policy: AssociationPolicy
  ) -> AssociationRejection? {
    guard case .rejection(let rejection) = policy.answer(request) else { return nil }
    return rejection
  }

  private static func proposing(_ contexts: [(String, [String])]) -> AssociationRequest {
    var request = AssociationRequest.sample
    request.contexts = contexts.enumerated().map { number, context in
      ProposedContext(
        id: UInt8(2 * number + 1), abstractSyntax: context.0, transferSyntaxes: context.1)
    }
    return request
  }

  @Test func `chooses syntaxes in its own order`() throws {
    let request = Self.proposing([
      ("1.2", [Self.implicit, Self.explicit]), ("1.2", [Self.explicit, Self.implicit]),
      ("1.2", [Self.deflated, Self.implicit]),
    ])
    let answers = try #require(Self.acceptance(request)).contexts
    #expect(answers.map(\.id) == [1, 3, 5])
    #expect(answers.allSatisfy { $0.result == .acceptance })
    #expect(answers.map(\.transferSyntax) == [Self.explicit, Self.explicit, Self.implicit])
  }

  @Test func `says why it does not take a context, and grants the association all the same`() throws
  {
    let request = Self.proposing([
      ("1.2.print", [Self.implicit]), ("1.2", [Self.deflated]), ("1.2", []),
    ])
    let acceptance = try #require(Self.acceptance(request))
    #expect(
      acceptance.contexts.map(\.result) == [
        .abstractSyntaxNotSupported, .transferSyntaxesNotSupported, .transferSyntaxesNotSupported,
      ])
    #expect(NegotiatedContexts(request, acceptance).contexts.isEmpty)
    #expect(
      try UnitStream.unit(ControlUnit.associationAcceptance(acceptance).bytes)
        == .associationAcceptance(acceptance))
  }

  @Test func `answers with the titles that were used and with what this side is`() throws {
    let acceptance = try #require(Self.acceptance(.sample))
    #expect(acceptance.calledTitle == "ARCHIVE" && acceptance.callingTitle == "SCANNER")
    #expect(acceptance.user == .sample && acceptance.protocolVersions == 1)
    #expect(acceptance.applicationContext == "1.2.840.10008.3.1.1.1")
  }

  @Test func `refuses titles that it does not know`() {
    var policy = Self.policy
    policy.calledTitles = ["ARCHIVE", "OTHER"]
    policy.callingTitles = ["SCANNER"]
    #expect(Self.acceptance(.sample, policy) != nil)
    policy.callingTitles = ["SCANNER2", "scanner"]
    #expect(
      Self.rejection(.sample, policy) == AssociationRejection(result: 1, source: 1, reason: 3))
    policy.calledTitles = []
    #expect(
      Self.rejection(.sample, policy) == AssociationRejection(result: 1, source: 1, reason: 7))
  }

  @Test(arguments: [(0, 0), (1, 1), (5, 0), (0, 7), (65535, 65535)])
  func `answers any window with one operation each way`(invoked: UInt16, performed: UInt16) throws {
    var request = AssociationRequest.sample
    request.user.asynchronousOperations = AsynchronousOperations(
      invoked: invoked, performed: performed)
    let answer = try #require(Self.acceptance(request)).user.asynchronousOperations
    #expect(answer?.invoked == 1 && answer?.performed == 1)
  }

  @Test func `says nothing of windows, roles and users that were not asked for`() throws {
    var policy = Self.policy
    policy.user.asynchronousOperations = AsynchronousOperations(invoked: 9, performed: 9)
    policy.user.roles = [RoleSelection(sopClassUID: "1.2", isUser: true, isProvider: true)]
    let user = try #require(Self.acceptance(.sample, policy)).user
    #expect(user.asynchronousOperations == nil && user.roles.isEmpty)
    #expect(user.identity == nil && user.identityAnswer == nil)
  }

  @Test func `lets the requestor provide what this side sends, and nothing else`() throws {
    var request = Self.proposing([("1.2.storage", [Self.implicit]), ("1.2", [Self.implicit])])
    request.user.roles = [
      RoleSelection(sopClassUID: "1.2.storage", isUser: false, isProvider: true),
      RoleSelection(sopClassUID: "1.2", isUser: true, isProvider: true),
    ]
    let acceptance = try #require(Self.acceptance(request))
    #expect(
      acceptance.user.roles == [
        RoleSelection(sopClassUID: "1.2.storage", isUser: false, isProvider: true),
        RoleSelection(sopClassUID: "1.2", isUser: true, isProvider: false),
      ])
    let contexts = NegotiatedContexts(request, acceptance)
    #expect(contexts[1]?.requestorIsProvider == true && contexts[1]?.requestorIsUser == false)
    #expect(contexts[3]?.requestorIsProvider == false && contexts[3]?.requestorIsUser == true)
  }

  @Test func `answers users where they want to be answered`() throws {
    for wantsAnswer in [true, false] {
      var request = AssociationRequest.sample
      request.user.identity = UserIdentity(
        kind: .nameAndPasscode, wantsAnswer: wantsAnswer, primary: [65], secondary: [66])
      let user = try #require(Self.acceptance(request)).user
      #expect(user.identityAnswer == (wantsAnswer ? [] : nil))
      #expect(user.identity == nil)
    }
  }
}
