import UpperLayer

/// What an action of the standard does, and where it leads (PS3.8 9.2.2).
struct StandardAction {
  let actions: [AssociationAction]
  let next: Int

  /// An action by its name, where it was caused by an event in a state.
  ///
  /// - Returns: Nil for a name that the standard does not have.
  static func named(_ name: String, event: TableEvent, in path: StatePath) -> Self? {
    let state = path.state.rawValue
    return switch name {
    case "AE-1": Self([.openTransport], 4)
    case "AE-2": Self([.send(.associationRequest(.sample))], 5)
    case "AE-3": Self([.tell(.accepted(.sample))], 6)
    case "AE-4": Self([.tell(.rejected(.temporaryCongestion)), .closeTransport], 1)
    case "AE-5": Self([.startTimer], 2)
    case "AE-6": answer(event)
    case "AE-7": Self([.send(.associationAcceptance(.sample))], 6)
    case "AE-8": Self([.send(.associationRejection(.noReason)), .startTimer], 13)
    case "DT-1", "AR-7": Self([.sendData], state)
    case "DT-2", "AR-6": Self([.tell(.data)], state)
    default: release(name, in: path) ?? abort(name, event: event)
    }
  }

  private init(_ actions: [AssociationAction], _ next: Int) {
    self.actions = actions
    self.next = next
  }

  /// AE-6: the provider itself refuses what it cannot speak.
  private static func answer(_ event: TableEvent) -> Self {
    guard case .received(.associationRequest(let request)) = event.event else {
      return Self([], 0)
    }
    guard let rejection = event.rejection else {
      return Self([.stopTimer, .tell(.requested(request))], 3)
    }
    return Self([.stopTimer, .send(.associationRejection(rejection)), .startTimer], 13)
  }

  private static func release(_ name: String, in path: StatePath) -> Self? {
    switch name {
    case "AR-1": Self([.send(.releaseRequest)], 7)
    case "AR-2": Self([.tell(.releaseRequested)], 8)
    case "AR-3": Self([.tell(.released), .closeTransport], 1)
    case "AR-4": Self([.send(.releaseReply), .startTimer], 13)
    case "AR-5": Self([.stopTimer], 1)
    case "AR-8": Self([.tell(.releaseRequested)], path.isRequestor ? 9 : 10)
    case "AR-9": Self([.send(.releaseReply)], 11)
    case "AR-10": Self([.tell(.released)], 12)
    default: nil
    }
  }

  private static func abort(_ name: String, event: TableEvent) -> Self? {
    switch name {
    case "AA-1": Self([.send(.abort(.byUser)), .startTimer], 13)
    // Where the timer cannot run, stopping it does no harm.
    case "AA-2": Self([.stopTimer, .closeTransport], 1)
    case "AA-3": Self([.tell(.aborted(event.abort)), .closeTransport], 1)
    case "AA-4": Self([.tell(.connectionLost)], 1)
    case "AA-5": Self([.stopTimer], 1)
    case "AA-6": Self([], 13)
    case "AA-7": Self([.send(.abort(event.error.abort))], 13)
    case "AA-8":
      Self([.send(.abort(event.error.abort)), .tell(.failed(event.error)), .startTimer], 13)
    default: nil
    }
  }
}
