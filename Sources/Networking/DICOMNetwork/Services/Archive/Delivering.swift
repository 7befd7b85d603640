import Files
import MessageExchange
import UpperLayer

extension Association {
  /// Sends what somebody asks for on this association (C-GET).
  func answerGet(_ request: ArchiveRequest, from archive: ArchiveServices) async throws -> Tally {
    let retrieval = Retrieval(request, asker: self, archive: archive)
    return try await concluding(retrieval) {
      _ = try await retrieval.survey()
      try await retrieval.forEachInstance { instance in
        guard !retrieval.isCancelled else { return }
        try await retrieval.send(instance) { head in
          try await self.store(
            head, in: contexts.forRequestsOfAcceptor(of: head.form.sopClass))
        }
      }
    }
  }

  /// Sends what somebody asks for to somebody else (C-MOVE).
  func answerMove(_ request: ArchiveRequest, from archive: ArchiveServices) async throws -> Tally {
    let title = request.command.moveDestination ?? ""
    guard let destination = archive.destinations[title] else {
      try await respond(
        to: request.command, contextID: request.contextID, .moveDestinationUnknown,
        comment: "this archive knows no host and port of that title")
      return Tally(status: .moveDestinationUnknown)
    }
    let retrieval = Retrieval(request, asker: self, archive: archive)
    let delivery = Delivery(
      retrieval, to: destination, options: archive.options,
      originator: MoveOriginator(title: callingTitle, messageID: request.command.messageID))
    return try await concluding(retrieval) {
      for plan in ContextPlan.plans(for: try await retrieval.survey().flatMap(\.needs)) {
        try await delivery.deliver(plan)
      }
    }
  }

  /// Does a retrieval, and says how it went.
  private func concluding(
    _ retrieval: Retrieval, _ body: () async throws -> Void
  ) async throws -> Tally {
    let request = retrieval.request
    do {
      try await body()
    } catch let refusal as Refusal {
      try await respond(
        to: request.command, contextID: request.contextID, refusal.status,
        comment: refusal.comment)
      return Tally(status: refusal.status)
    } catch let gone as AskerIsGone {
      throw gone.reason
    }
    try await retrieval.conclude()
    return retrieval.tally
  }
}

/// Takes instances to the one whom somebody else named.
private struct Delivery {
  private let retrieval: Retrieval
  private let destination: MoveDestination
  private let options: NetworkOptions
  private let originator: MoveOriginator

  init(
    _ retrieval: Retrieval, to destination: MoveDestination, options: NetworkOptions,
    originator: MoveOriginator
  ) {
    self.retrieval = retrieval
    self.destination = destination
    self.originator = originator
    self.options = NetworkOptions(
      title: options.title, timeouts: options.timeouts, limits: options.limits,
      security: destination.security)
  }

  /// Sends all instances of the kinds of a plan; those that cannot be sent are counted.
  func deliver(_ plan: ContextPlan) async throws {
    var done = 0
    while try await !isDelivered(plan, from: &done) {}
  }

  /// Sends instances on an association of its own.
  ///
  /// - Parameters:
  ///   - plan: Their kinds.
  ///   - done: How many of them were sent or have failed.
  /// - Returns: Whether that are all; not if a file broke off, which ends the association.
  /// - Throws: ``AskerIsGone``; `Refusal`.
  private func isDelivered(_ plan: ContextPlan, from done: inout Int) async throws -> Bool {
    var isOpen = false
    do {
      try await NetworkClient(options: options).withAssociation(
        to: destination.peer, proposing: plan
      ) { association in
        isOpen = true
        try await send(plan, from: &done, on: association)
      }
    } catch is FileReadingError {
      return false
    } catch is NetworkError {
      if !isOpen { try await send(plan, from: &done, on: nil) }
    }
    return true
  }

  /// Goes on to the end when the association breaks, since the rest has to be counted.
  private func send(
    _ plan: ContextPlan, from done: inout Int, on association: Association?
  ) async throws {
    var association = association
    var passed = 0
    try await retrieval.forEachInstance { instance in
      guard instance.form.isFirst(in: plan), !retrieval.isCancelled else { return }
      passed += 1
      guard passed > done else { return }
      done = passed
      guard let open = association else { return try await retrieval.fail(instance) }
      do {
        try await retrieval.send(instance) { head in
          try await open.store(
            head, in: open.contexts.forRequests(of: head.form.sopClass), originator: originator)
        }
      } catch is NetworkError {
        association = nil
      }
    }
  }
}
