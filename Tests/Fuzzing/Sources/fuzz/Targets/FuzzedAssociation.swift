import UpperLayer

/// An association whose application answers what it is asked.
struct FuzzedAssociation {
  private var machine = AssociationMachine()

  /// Stands at one of the places where units may come.
  init(beginning: Int) {
    for event in Self.beginnings[beginning % Self.beginnings.count] { local(event) }
  }

  /// Takes what the other side sent; nothing that it sends is this side's misuse.
  mutating func take(_ event: AssociationEvent) {
    guard let actions = try? machine.handle(event) else {
      preconditionFailure("the other side's event is taken for misuse")
    }
    precondition(actions.count <= 3, "an event has too many consequences")
    actions.forEach { perform($0) }
  }

  /// Has the transport close: that is the end, wherever the association is.
  mutating func end() {
    take(.timerExpired)
    take(.transportClosed)
    precondition(machine.state == .idle, "an association outlives its transport")
  }

  private mutating func perform(_ action: AssociationAction) {
    switch action {
    case .send(let unit): precondition(!unit.bytes.isEmpty)
    case .tell(.requested(let request)): answer(request)
    case .tell(.accepted(let acceptance)):
      let contexts = NegotiatedContexts(Self.request, acceptance).contexts
      precondition(contexts.count <= Self.request.contexts.count)
    case .tell(.data) where machine.state == .established: local(.sendData)
    case .tell(.releaseRequested)
    where [.awaitingLocalRelease, .collisionRequestorReplies].contains(machine.state):
      local(.agreeToRelease)
    case .tell(.released) where machine.state == .collisionAcceptorReplies: local(.agreeToRelease)
    default: break
    }
  }

  private mutating func answer(_ request: AssociationRequest) {
    switch Self.policy.answer(request) {
    case .rejection(let rejection): local(.reject(rejection))
    case .acceptance(let acceptance):
      precondition(acceptance.contexts.map(\.id) == request.contexts.map(\.id))
      let known = NegotiatedContexts(request, acceptance).contexts
      precondition(
        known.map(\.id) == acceptance.contexts.filter { $0.result == .acceptance }.map(\.id))
      local(.accept(acceptance))
    }
  }

  private mutating func local(_ event: AssociationEvent) {
    guard (try? machine.handle(event)) != nil else {
      preconditionFailure("\(event) is not possible in \(machine.state)")
    }
  }

  private static let request = UnitSeeds.request

  private static let policy = AssociationPolicy(
    user: request.user, calledTitles: ["ARCHIVE", ""], sendsRequests: { $0.count % 2 == 0 },
    transferSyntaxes: { $0.hasSuffix("9") ? nil : ["1.2.840.10008.1.2", "1.2"] })

  private static let beginnings: [[AssociationEvent]] = {
    let asked: [AssociationEvent] = [.associate(request), .transportOpened]
    let requestor = asked + [.received(.associationAcceptance(UnitSeeds.acceptance))]
    let requested: [AssociationEvent] = [
      .transportAccepted, .received(.associationRequest(request)),
    ]
    let acceptor = requested + [.accept(UnitSeeds.acceptance)]
    return [
      [.transportAccepted], asked, requestor, acceptor, requestor + [.release],
      acceptor + [.release], requested, acceptor + [.abort], [], [.associate(request)],
    ]
  }()
}
