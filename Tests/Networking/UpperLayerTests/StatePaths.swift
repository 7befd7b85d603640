import UpperLayer

/// A way into a state.
struct StatePath: CustomStringConvertible {
  let state: AssociationState
  let isRequestor: Bool
  let events: [AssociationEvent]

  init(_ state: AssociationState, isRequestor: Bool = false, _ events: [AssociationEvent]) {
    self.state = state
    self.isRequestor = isRequestor
    self.events = events
  }

  var description: String {
    "Sta\(state.rawValue) as \(isRequestor ? "requestor" : "acceptor")"
  }

  /// A machine that went this way.
  func machine() throws -> AssociationMachine {
    var machine = AssociationMachine()
    for event in events { _ = try machine.handle(event) }
    return machine
  }

  /// Ways into all states, from both sides where both come there.
  static let all =
    beginnings + sides.flatMap { after(asked: $0.established, isRequestor: $0.isRequestor) }
    + collisions + [
      StatePath(.awaitingClose, accepted + [.reject(.noReason)]),
      StatePath(.awaitingClose, [.transportAccepted, .received(.releaseReply)]),
    ]

  static let asked: [AssociationEvent] = [.associate(.sample), .transportOpened]
  static let accepted: [AssociationEvent] = [
    .transportAccepted, .received(.associationRequest(.sample)),
  ]

  private static let sides: [(isRequestor: Bool, established: [AssociationEvent])] = [
    (true, asked + [.received(.associationAcceptance(.sample))]),
    (false, accepted + [.accept(.sample)]),
  ]

  private static let beginnings = [
    StatePath(.idle, []), StatePath(.awaitingRequest, [.transportAccepted]),
    StatePath(.awaitingLocalAnswer, accepted),
    StatePath(.openingTransport, isRequestor: true, [.associate(.sample)]),
    StatePath(.awaitingAnswer, isRequestor: true, asked),
  ]

  private static func after(asked events: [AssociationEvent], isRequestor: Bool) -> [StatePath] {
    [
      StatePath(.established, isRequestor: isRequestor, events),
      StatePath(.awaitingReleaseReply, isRequestor: isRequestor, events + [.release]),
      StatePath(
        .awaitingLocalRelease, isRequestor: isRequestor, events + [.received(.releaseRequest)]),
      StatePath(.awaitingClose, isRequestor: isRequestor, events + [.abort]),
      StatePath(.awaitingClose, isRequestor: isRequestor, events + [.received(.releaseReply)]),
    ]
  }

  private static let collisions: [StatePath] = {
    let collision: [AssociationEvent] = [.release, .received(.releaseRequest)]
    let requestor = sides[0].established + collision
    let acceptor = sides[1].established + collision
    return [
      StatePath(.collisionRequestorReplies, isRequestor: true, requestor),
      StatePath(.collisionRequestorWaits, isRequestor: true, requestor + [.agreeToRelease]),
      StatePath(.collisionAcceptorWaits, acceptor),
      StatePath(.collisionAcceptorReplies, acceptor + [.received(.releaseReply)]),
    ]
  }()
}
