import Testing
import UpperLayer

/// A machine with what its owner does for it.
struct Side {
  private(set) var machine = AssociationMachine()
  private(set) var news: [AssociationNews] = []
  private(set) var timerRuns = false
  private(set) var isClosed = false
  /// What is under way to the other side.
  fileprivate var sent: [AssociationEvent] = []

  mutating func handle(_ event: AssociationEvent) throws {
    if event == .transportClosed { isClosed = true }
    for action in try machine.handle(event) { perform(action) }
  }

  private mutating func perform(_ action: AssociationAction) {
    switch action {
    case .openTransport: isClosed = false
    case .closeTransport:
      isClosed = true
      sent.append(.transportClosed)
    case .startTimer: timerRuns = true
    case .stopTimer: timerRuns = false
    case .send(let unit): sent.append(.received(unit))
    case .sendData: sent.append(.receivedData)
    case .tell(let what): news.append(what)
    }
  }
}

/// Two machines that hear of each other what they send.
struct Wire {
  var requestor = Side()
  var acceptor = Side()

  static func established() throws -> Wire {
    var wire = Wire()
    try wire.establish()
    return wire
  }

  mutating func establish() throws {
    try requestor.handle(.associate(.sample))
    try acceptor.handle(.transportAccepted)
    try requestor.handle(.transportOpened)
    try deliver()
    #expect(acceptor.news.last == .requested(.sample) && !acceptor.timerRuns)
    try acceptor.handle(.accept(.sample))
    try deliver()
    #expect(requestor.news.last == .accepted(.sample))
  }

  /// Hands over what is under way, and what that causes, until nothing is.
  mutating func deliver() throws {
    while !requestor.sent.isEmpty || !acceptor.sent.isEmpty {
      let toAcceptor = requestor.sent
      let toRequestor = acceptor.sent
      requestor.sent = []
      acceptor.sent = []
      for event in toAcceptor { try acceptor.handle(event) }
      for event in toRequestor { try requestor.handle(event) }
    }
  }

  /// The one side or the other.
  subscript(isRequestor: Bool) -> Side {
    get { isRequestor ? requestor : acceptor }
    set { if isRequestor { requestor = newValue } else { acceptor = newValue } }
  }

  func expectEnd() {
    for side in [requestor, acceptor] {
      #expect(side.machine.state == .idle && !side.timerRuns && side.isClosed)
    }
  }
}
