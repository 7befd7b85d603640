import UpperLayer

/// The values of ``RecordedUnits``.
enum RecordedValues {
  static let ct = "1.2.840.10008.5.1.4.1.1.2"
  static let studyFind = "1.2.840.10008.5.1.4.1.2.2.1"
  static let implicit = "1.2.840.10008.1.2"
  static let explicit = "1.2.840.10008.1.2.1"

  static let verification = ProposedContext(
    id: 1, abstractSyntax: "1.2.840.10008.1.1", transferSyntaxes: [implicit])

  static let request = request(
    [
      verification,
      ProposedContext(
        id: 3, abstractSyntax: ct, transferSyntaxes: [explicit, "1.2.840.10008.1.2.4.80"]),
      ProposedContext(id: 255, abstractSyntax: studyFind, transferSyntaxes: [implicit]),
    ], information(window: true, roles: true))

  static let requestOfManyContexts = request(
    (0..<128).map { number in
      ProposedContext(
        id: UInt8(2 * number + 1), abstractSyntax: "1.2.\(number)", transferSyntaxes: ["1.2"])
    }, information())

  static func request(identity: UserIdentity) -> ControlUnit {
    var user = information()
    user.identity = identity
    return request([verification], user)
  }

  static let acceptance = AssociationAcceptance(
    calledTitle: "ARCHIVE", callingTitle: "SCANNER 1",
    contexts: [
      AnsweredContext(id: 1, result: .acceptance, transferSyntax: implicit),
      AnsweredContext(id: 3, result: .transferSyntaxesNotSupported, transferSyntax: explicit),
      AnsweredContext(id: 255, result: .abstractSyntaxNotSupported, transferSyntax: implicit),
    ], user: answeringUser)

  private static let answeringUser: UserInformation = {
    var user = information(window: true, roles: true)
    user.maximumLength = 0
    user.identityAnswer = Array("ticket".utf8)
    return user
  }()

  private static func request(
    _ contexts: [ProposedContext], _ user: UserInformation
  ) -> ControlUnit {
    .associationRequest(
      AssociationRequest(
        calledTitle: "ARCHIVE", callingTitle: "SCANNER 1", contexts: contexts, user: user))
  }

  private static func information(window: Bool = false, roles: Bool = false) -> UserInformation {
    UserInformation(
      maximumLength: 16382, implementationClassUID: "1.2.826.0.1.3680043.9.3811.3.0.4",
      implementationVersionName: "PYNETDICOM_304",
      asynchronousOperations: window ? AsynchronousOperations(invoked: 5, performed: 0) : nil,
      roles: roles
        ? [
          RoleSelection(sopClassUID: ct, isUser: false, isProvider: true),
          RoleSelection(sopClassUID: studyFind, isUser: true, isProvider: true),
        ] : [])
  }
}
