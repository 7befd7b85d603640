import UpperLayer

/// An event with its number in the standard's table.
struct TableEvent: CustomStringConvertible {
  let number: Int
  let event: AssociationEvent
  /// How the protocol itself refuses the request that the event is; nil if it does not.
  var rejection: AssociationRejection?

  init(_ number: Int, _ event: AssociationEvent, rejection: AssociationRejection? = nil) {
    self.number = number
    self.event = event
    self.rejection = rejection
  }

  var description: String { "Evt\(number) (\(event))" }

  /// The abort that arrived.
  var abort: AssociationAbort {
    if case .received(.abort(let abort)) = event { return abort }
    return .noReason
  }

  /// What is wrong with what arrived, where it is wrong.
  var error: UpperLayerError {
    switch event {
    case .received(let unit): UpperLayerError(.unexpected(unit.kind))
    case .receivedInvalid(let error): error
    default: UpperLayerError(.unexpected(.data))
    }
  }

  /// Whether this side's own application causes it.
  var isLocal: Bool { [1, 7, 8, 9, 11, 14, 15].contains(number) }

  /// All events in all their variants.
  static let all = transport + units + errors + application

  private static let transport = [
    TableEvent(2, .transportOpened), TableEvent(5, .transportAccepted),
    TableEvent(17, .transportClosed), TableEvent(18, .timerExpired),
  ]

  private static let application = [
    TableEvent(1, .associate(.sample)), TableEvent(7, .accept(.sample)),
    TableEvent(8, .reject(.noReason)), TableEvent(9, .sendData), TableEvent(11, .release),
    TableEvent(14, .agreeToRelease), TableEvent(15, .abort),
  ]

  private static let units = [
    TableEvent(3, .received(.associationAcceptance(.sample))),
    TableEvent(4, .received(.associationRejection(.temporaryCongestion))),
    TableEvent(6, .received(.associationRequest(.sample))),
    TableEvent(6, .received(.associationRequest(.sample(versions: 3)))),
    TableEvent(
      6, .received(.associationRequest(.sample(versions: 2))),
      rejection: AssociationRejection(result: 1, source: 2, reason: 2)),
    TableEvent(
      6, .received(.associationRequest(.sample(applicationContext: "1.2.3"))),
      rejection: AssociationRejection(result: 1, source: 1, reason: 2)),
    TableEvent(10, .receivedData), TableEvent(12, .received(.releaseRequest)),
    TableEvent(13, .received(.releaseReply)),
    TableEvent(16, .received(.abort(AssociationAbort(source: 0, reason: 0)))),
    TableEvent(16, .received(.abort(AssociationAbort(source: 2, reason: 6)))),
  ]

  private static let errors = [
    UpperLayerError(.unknownUnit(0x47)), UpperLayerError(.cut("a unit")),
    UpperLayerError(.tooLong(kind: .data, length: 9, limit: 8)),
    UpperLayerError(.invalid("a unit makes no sense")),
  ].map { TableEvent(19, .receivedInvalid($0)) }
}

extension AssociationRequest {
  static let sample = sample(versions: 1)

  static func sample(
    versions: UInt16 = 1, applicationContext: String = "1.2.840.10008.3.1.1.1"
  ) -> AssociationRequest {
    var request = AssociationRequest(
      calledTitle: "ARCHIVE", callingTitle: "SCANNER",
      contexts: [
        ProposedContext(id: 1, abstractSyntax: "1.2", transferSyntaxes: ["1.2.840.10008.1.2"])
      ], user: .sample)
    request.protocolVersions = versions
    request.applicationContext = applicationContext
    return request
  }
}

extension AssociationAcceptance {
  static let sample = AssociationAcceptance(
    calledTitle: "ARCHIVE", callingTitle: "SCANNER",
    contexts: [AnsweredContext(id: 1, result: .acceptance, transferSyntax: "1.2.840.10008.1.2")],
    user: .sample)
}

extension UserInformation {
  static let sample = UserInformation(maximumLength: 16384, implementationClassUID: "1.2.3.4")
}
