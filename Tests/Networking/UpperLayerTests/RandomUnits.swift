import TestSupport
import UpperLayer

extension SeededRandom {
  /// A number below `count`.
  mutating func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &self) }

  mutating func flag() -> Bool { below(2) == 0 }

  mutating func bytes(_ most: Int) -> [UInt8] {
    (0..<below(most + 1)).map { _ in UInt8(below(256)) }
  }

  /// Text of ASCII that has no padding at its ends.
  mutating func text(_ most: Int) -> String {
    let letters = Array("ABCdef0123. ")
    let count = 1 + below(most)
    return String(
      (0..<count).map { place in
        letters[below(place == 0 || place == count - 1 ? letters.count - 1 : letters.count)]
      })
  }

  mutating func uid() -> String { "1.2.\(below(1 << 30)).\(below(1 << 30))" }

  /// A unit that is no data, of any kind and with any values.
  mutating func controlUnit() -> ControlUnit {
    switch below(6) {
    case 0: .associationRequest(request())
    case 1: .associationAcceptance(acceptance())
    case 2:
      .associationRejection(
        AssociationRejection(
          result: UInt8(below(256)), source: UInt8(below(256)), reason: UInt8(below(256))))
    case 3: .releaseRequest
    case 4: .releaseReply
    default: .abort(AssociationAbort(source: UInt8(below(256)), reason: UInt8(below(256))))
    }
  }

  /// A data unit of several fragments, and what they are.
  mutating func data() -> (bytes: [UInt8], fragments: [UnitStream]) {
    var body: [UInt8] = []
    var fragments: [UnitStream] = []
    for _ in 0..<below(4) {
      let header = FragmentHeader(contextID: UInt8(below(256)), control: UInt8(below(4)))
      let value = bytes(40)
      body += header.unitBytes(fragmentOf: value.count).dropFirst(6) + value
      fragments.append(.fragment(header, value))
    }
    return ([4, UInt8(below(256)), 0, 0, 0, UInt8(body.count)] + body, fragments)
  }

  private mutating func request() -> AssociationRequest {
    var request = AssociationRequest(
      calledTitle: text(16), callingTitle: text(16),
      contexts: (0..<below(128)).map { number in
        ProposedContext(
          id: UInt8(2 * number + 1), abstractSyntax: uid(),
          transferSyntaxes: (0..<below(4)).map { _ in uid() })
      }, user: user())
    request.protocolVersions = UInt16(below(1 << 16))
    if flag() { request.applicationContext = uid() }
    return request
  }

  private mutating func acceptance() -> AssociationAcceptance {
    let results: [AnsweredContext.Result] = [
      .acceptance, .userRejection, .noReason, .abstractSyntaxNotSupported,
      .transferSyntaxesNotSupported,
    ]
    var acceptance = AssociationAcceptance(
      calledTitle: text(16), callingTitle: text(16),
      contexts: (0..<below(128)).map { _ in
        AnsweredContext(
          id: UInt8(below(256)), result: results[below(5)], transferSyntax: flag() ? uid() : "")
      }, user: user())
    acceptance.protocolVersions = UInt16(below(1 << 16))
    if flag() { acceptance.applicationContext = uid() }
    return acceptance
  }

  private mutating func user() -> UserInformation {
    UserInformation(
      maximumLength: UInt32(truncatingIfNeeded: next()), implementationClassUID: uid(),
      implementationVersionName: flag() ? text(16) : nil,
      asynchronousOperations: flag()
        ? AsynchronousOperations(invoked: UInt16(below(1 << 16)), performed: UInt16(below(9)))
        : nil,
      roles: (0..<below(9)).map { _ in
        RoleSelection(sopClassUID: uid(), isUser: flag(), isProvider: flag())
      }, identity: flag() ? identity() : nil, identityAnswer: flag() ? bytes(300) : nil)
  }

  private mutating func identity() -> UserIdentity {
    let kinds: [UserIdentity.Kind] = [
      .name, .nameAndPasscode, .kerberosTicket, .samlAssertion, .jsonWebToken,
    ]
    return UserIdentity(
      kind: kinds[below(5)], wantsAnswer: flag(), primary: bytes(300), secondary: bytes(30))
  }
}
