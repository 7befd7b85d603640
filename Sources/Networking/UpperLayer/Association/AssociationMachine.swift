/// The state machine of one association, without input and output (PS3.8 9.2).
///
/// Events go in, and what is to be done comes out. Whoever owns the transport hands on what it sees
/// and does what it is told; the machine never waits.
public struct AssociationMachine: Sendable {
  /// Where the association is.
  public private(set) var state = AssociationState.idle

  /// What the application asks for, until the transport is there.
  private var pending: AssociationRequest?
  /// Whether this side asked for the association: decides who replies first when both release.
  private var isRequestor = false

  /// Creates a machine without association.
  public init() {}

  /// Takes an event.
  ///
  /// - Parameter event: What happened.
  /// - Returns: What is to be done, in order.
  /// - Throws: ``AssociationMisuse`` for an event of this side's own application that has no place
  ///   in the state; nothing is changed then.
  public mutating func handle(_ event: AssociationEvent) throws(AssociationMisuse)
    -> [AssociationAction]
  {
    switch event {
    case .associate, .accept, .reject, .sendData, .release, .agreeToRelease, .abort:
      return try handleLocal(event)
    case .transportOpened, .transportAccepted, .transportClosed, .timerExpired:
      return try handleTransport(event)
    case .received(let unit): return receive(unit)
    case .receivedData: return receiveData()
    case .receivedInvalid(let error):
      // Evt19
      switch state {
      case .awaitingRequest: return abort(.byUser)
      case .awaitingClose: return [.send(.abort(error.abort))]
      case .idle, .openingTransport: return []
      default: return fail(error)
      }
    }
  }

  // MARK: This side's application

  private mutating func handleLocal(
    _ event: AssociationEvent
  ) throws(AssociationMisuse) -> [AssociationAction] {
    switch (event, state) {
    case (.associate(let request), .idle):
      pending = request
      isRequestor = true
      return become(.openingTransport, [.openTransport])
    case (.accept(let acceptance), .awaitingLocalAnswer):
      return become(.established, [.send(.associationAcceptance(acceptance))])
    case (.reject(let rejection), .awaitingLocalAnswer):
      return become(.awaitingClose, [.send(.associationRejection(rejection)), .startTimer])
    case (.sendData, .established), (.sendData, .awaitingLocalRelease):
      return [.sendData]
    case (.release, .established):
      return become(.awaitingReleaseReply, [.send(.releaseRequest)])
    case (.agreeToRelease, .awaitingLocalRelease), (.agreeToRelease, .collisionAcceptorReplies):
      return become(.awaitingClose, [.send(.releaseReply), .startTimer])
    case (.agreeToRelease, .collisionRequestorReplies):
      return become(.collisionRequestorWaits, [.send(.releaseReply)])
    case (.abort, .openingTransport): return become(.idle, [.stopTimer, .closeTransport])
    case (.abort, .awaitingLocalAnswer), (.abort, .awaitingAnswer), (.abort, .established),
      (.abort, .awaitingReleaseReply), (.abort, .awaitingLocalRelease),
      (.abort, .collisionRequestorReplies), (.abort, .collisionAcceptorWaits),
      (.abort, .collisionRequestorWaits), (.abort, .collisionAcceptorReplies):
      return abort(.byUser)
    default: throw AssociationMisuse(event: event, state: state)
    }
  }

  // MARK: The transport

  private mutating func handleTransport(
    _ event: AssociationEvent
  ) throws(AssociationMisuse) -> [AssociationAction] {
    switch (event, state) {
    case (.transportOpened, .openingTransport):
      guard let request = pending else { break }
      pending = nil
      return become(.awaitingAnswer, [.send(.associationRequest(request))])
    case (.transportAccepted, .idle):
      isRequestor = false
      return become(.awaitingRequest, [.startTimer])
    case (.transportClosed, .awaitingRequest), (.transportClosed, .awaitingClose):
      return become(.idle, [.stopTimer])
    case (.transportClosed, .idle): return []
    case (.transportClosed, _): return become(.idle, [.tell(.connectionLost)])
    case (.timerExpired, .awaitingRequest), (.timerExpired, .awaitingClose):
      return become(.idle, [.stopTimer, .closeTransport])
    // A timer that was stopped too late.
    case (.timerExpired, _): return []
    default: break
    }
    throw AssociationMisuse(event: event, state: state)
  }

  // MARK: The other side

  private mutating func receive(_ unit: ControlUnit) -> [AssociationAction] {
    switch state {
    case .idle, .openingTransport: return []
    case .awaitingRequest: return receiveFirst(unit)
    case .awaitingClose: return receiveLast(unit)
    default: break
    }
    switch (unit, state) {
    case (.abort(let abort), _):
      return become(.idle, [.tell(.aborted(abort)), .closeTransport])
    case (.associationAcceptance(let acceptance), .awaitingAnswer):
      return become(.established, [.tell(.accepted(acceptance))])
    case (.associationRejection(let rejection), .awaitingAnswer):
      return become(.idle, [.tell(.rejected(rejection)), .closeTransport])
    case (.releaseRequest, .established):
      return become(.awaitingLocalRelease, [.tell(.releaseRequested)])
    case (.releaseRequest, .awaitingReleaseReply):
      return become(
        isRequestor ? .collisionRequestorReplies : .collisionAcceptorWaits,
        [.tell(.releaseRequested)])
    case (.releaseReply, .awaitingReleaseReply), (.releaseReply, .collisionRequestorWaits):
      return become(.idle, [.tell(.released), .closeTransport])
    case (.releaseReply, .collisionAcceptorWaits):
      return become(.collisionAcceptorReplies, [.tell(.released)])
    default: return fail(UpperLayerError(.unexpected(unit.kind)))
    }
  }

  /// Sta2: only a request makes sense.
  private mutating func receiveFirst(_ unit: ControlUnit) -> [AssociationAction] {
    switch unit {
    case .associationRequest(let request):
      if let rejection = request.protocolRejection {
        return become(
          .awaitingClose, [.stopTimer, .send(.associationRejection(rejection)), .startTimer])
      }
      return become(.awaitingLocalAnswer, [.stopTimer, .tell(.requested(request))])
    case .abort: return become(.idle, [.stopTimer, .closeTransport])
    default: return abort(.byUser)
    }
  }

  /// Sta13: whatever comes is too late.
  private mutating func receiveLast(_ unit: ControlUnit) -> [AssociationAction] {
    switch unit {
    case .abort: become(.idle, [.stopTimer, .closeTransport])
    case .associationRequest: [.send(.abort(.unexpectedUnit))]
    default: []
    }
  }

  private mutating func receiveData() -> [AssociationAction] {
    switch state {
    case .established, .awaitingReleaseReply: [.tell(.data)]
    case .awaitingRequest: abort(.byUser)
    case .idle, .openingTransport, .awaitingClose: []
    default: fail(UpperLayerError(.unexpected(.data)))
    }
  }

  // MARK: Ends

  /// AA-1: ends the association for this side's application.
  private mutating func abort(_ abort: AssociationAbort) -> [AssociationAction] {
    become(.awaitingClose, [.send(.abort(abort)), .startTimer])
  }

  /// AA-8: ends the association for what the other side did.
  private mutating func fail(_ error: UpperLayerError) -> [AssociationAction] {
    become(.awaitingClose, [.send(.abort(error.abort)), .tell(.failed(error)), .startTimer])
  }

  private mutating func become(
    _ next: AssociationState, _ actions: [AssociationAction]
  ) -> [AssociationAction] {
    state = next
    return actions
  }
}

extension AssociationRequest {
  /// Why the protocol itself refuses the request; nil if it does not.
  fileprivate var protocolRejection: AssociationRejection? {
    if protocolVersions & 1 == 0 { return .protocolVersionNotSupported }
    return applicationContext == DICOMApplicationContext.uid
      ? nil : .applicationContextNotSupported
  }
}

/// An application asks its association for something that has no place in its state.
public struct AssociationMisuse: Error, Hashable, CustomStringConvertible {
  /// What was asked for.
  public let event: AssociationEvent
  /// Where the association is.
  public let state: AssociationState

  /// One line.
  public var description: String { "the association cannot do that now: it is \(state)" }
}
