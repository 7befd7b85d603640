import Testing
import UpperLayer

@Suite struct `Two sides of an association` {
  @Test func `agree, pass data both ways, and release`() throws {
    for requestorReleases in [true, false] {
      var wire = try Wire.established()
      try wire.requestor.handle(.sendData)
      try wire.acceptor.handle(.sendData)
      try wire.deliver()
      #expect(wire.requestor.news.last == .data && wire.acceptor.news.last == .data)
      try wire[requestorReleases].handle(.release)
      try wire.deliver()
      #expect(wire[!requestorReleases].news.last == .releaseRequested)
      try wire[!requestorReleases].handle(.sendData)
      try wire[!requestorReleases].handle(.agreeToRelease)
      try wire.deliver()
      #expect(wire[requestorReleases].news.suffix(2) == [.data, .released])
      wire.expectEnd()
    }
  }

  @Test func `release though both ask at once, whoever agrees first`() throws {
    for acceptorIsQuick in [true, false] {
      var wire = try Wire.established()
      try wire.requestor.handle(.release)
      try wire.acceptor.handle(.release)
      try wire.deliver()
      #expect(wire.requestor.machine.state == .collisionRequestorReplies)
      #expect(wire.acceptor.machine.state == .collisionAcceptorWaits)
      // The acceptor has to wait for the requestor's reply.
      if acceptorIsQuick {
        #expect(throws: AssociationMisuse.self) { try wire.acceptor.handle(.agreeToRelease) }
      }
      try wire.requestor.handle(.agreeToRelease)
      #expect(wire.requestor.machine.state == .collisionRequestorWaits)
      try wire.deliver()
      #expect(wire.acceptor.machine.state == .collisionAcceptorReplies)
      try wire.acceptor.handle(.agreeToRelease)
      #expect(wire.acceptor.timerRuns)
      try wire.deliver()
      #expect(wire.requestor.news.suffix(2) == [.releaseRequested, .released])
      #expect(wire.acceptor.news.suffix(2) == [.releaseRequested, .released])
      wire.expectEnd()
    }
  }

  @Test func `may change places in later associations of the same machines`() throws {
    var wire = try Wire.established()
    try wire.requestor.handle(.release)
    try wire.deliver()
    try wire.acceptor.handle(.agreeToRelease)
    try wire.deliver()
    swap(&wire.requestor, &wire.acceptor)
    try wire.establish()
    try wire.requestor.handle(.release)
    try wire.acceptor.handle(.release)
    try wire.deliver()
    #expect(wire.requestor.machine.state == .collisionRequestorReplies)
    #expect(wire.acceptor.machine.state == .collisionAcceptorWaits)
  }

  @Test func `both end when one aborts, even if both do`() throws {
    for both in [false, true] {
      var wire = try Wire.established()
      try wire.acceptor.handle(.abort)
      if both { try wire.requestor.handle(.abort) }
      try wire.deliver()
      if !both { #expect(wire.requestor.news.last == .aborted(.byUser)) }
      wire.expectEnd()
    }
  }

  @Test func `both end when one does not keep to the protocol`() throws {
    var wire = try Wire.established()
    let error = UpperLayerError(.unexpected(.associationRequest))
    try wire.requestor.handle(.received(.associationRequest(.sample)))
    try wire.deliver()
    #expect(wire.requestor.news.last == .failed(error))
    #expect(wire.acceptor.news.last == .aborted(.unexpectedUnit))
    wire.expectEnd()
  }

  @Test func `hear that the transport broke`() throws {
    var wire = try Wire.established()
    try wire.requestor.handle(.transportClosed)
    try wire.acceptor.handle(.transportClosed)
    #expect(wire.requestor.news.last == .connectionLost)
    #expect(wire.acceptor.news.last == .connectionLost)
    wire.expectEnd()
  }

  @Test func `do not wait longer than the timer for a request or for the other to close`() throws {
    for events: [AssociationEvent] in [
      [.transportAccepted], StatePath.accepted + [.reject(.noReason)],
      StatePath.accepted + [.abort], StatePath.accepted + [.accept(.sample), .abort],
      StatePath.accepted + [.accept(.sample), .received(.releaseRequest), .agreeToRelease],
      StatePath.asked + [.receivedData],
    ] {
      var side = Side()
      for event in events { try side.handle(event) }
      #expect(side.timerRuns && !side.isClosed, "\(events)")
      try side.handle(.timerExpired)
      #expect(side.isClosed && side.machine.state == .idle, "\(events)")
    }
  }

  @Test func `have no timer while the application decides and while the association stands`() throws
  {
    for path in StatePath.all where path.state != .awaitingRequest && path.state != .awaitingClose {
      var side = Side()
      for event in path.events { try side.handle(event) }
      #expect(!side.timerRuns, "\(path)")
    }
  }
}
