import UpperLayer

/// Streams of protocol data units to begin with.
enum UnitSeeds {
  static let request = AssociationRequest(
    calledTitle: "ARCHIVE", callingTitle: "SCANNER",
    contexts: [
      ProposedContext(
        id: 1, abstractSyntax: "1.2.840.10008.1.1", transferSyntaxes: ["1.2.840.10008.1.2"]),
      ProposedContext(
        id: 3, abstractSyntax: "1.2.3", transferSyntaxes: ["1.2", "1.2.840.10008.1.2.1"]),
      ProposedContext(id: 255, abstractSyntax: "1.9", transferSyntaxes: ["1.2"]),
    ], user: user(identity: UserIdentity(kind: .nameAndPasscode, wantsAnswer: true, primary: [65])))

  static let acceptance = AssociationAcceptance(
    calledTitle: "ARCHIVE", callingTitle: "SCANNER",
    contexts: [
      AnsweredContext(id: 1, result: .acceptance, transferSyntax: "1.2.840.10008.1.2"),
      AnsweredContext(id: 3, result: .transferSyntaxesNotSupported, transferSyntax: "1.2"),
    ], user: user(answer: [66, 67]))

  /// Streams as the target takes them: where the association is, lengths of pieces, and units.
  static let streams: [[UInt8]] = [
    [0, 6] + unit(.associationRequest(request)) + data + unit(.releaseRequest),
    [1, 0] + unit(.associationAcceptance(acceptance)) + data + unit(.abort(.byUser)),
    [1, 99] + unit(.associationRejection(.temporaryCongestion)),
    [2, 3] + data + unit(.releaseRequest),
    [4, 200] + data + unit(.releaseRequest) + unit(.releaseReply),
    [5, 5] + unit(.releaseRequest) + unit(.releaseReply),
    [7, 1] + data + unit(.associationRequest(request)) + unit(.abort(.invalidParameter)),
  ]

  private static let data: [UInt8] = {
    let header = FragmentHeader(contextID: 1, isCommand: true, isLast: true)
    let one = header.unitBytes(fragmentOf: 4) + [1, 2, 3, 4]
    // Two fragments in a unit, the second without bytes.
    return one + [4, 0, 0, 0, 0, 14, 0, 0, 0, 4, 3, 0, 9, 8, 0, 0, 0, 2, 3, 2]
  }()

  private static func unit(_ unit: ControlUnit) -> [UInt8] { unit.bytes }

  private static func user(
    identity: UserIdentity? = nil, answer: [UInt8]? = nil
  ) -> UserInformation {
    UserInformation(
      maximumLength: 16384, implementationClassUID: "1.2.3", implementationVersionName: "FUZZ",
      asynchronousOperations: AsynchronousOperations(invoked: 2, performed: 0),
      roles: [RoleSelection(sopClassUID: "1.2.3", isUser: false, isProvider: true)],
      identity: identity, identityAnswer: answer)
  }
}
