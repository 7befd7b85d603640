import DICOMCoding
import DICOMModel
import MessageExchange
import TestSupport
import Testing
import UpperLayer

@testable import DICOMNetwork

@Suite struct `Peers that are hostile or broken` {
  private static let request = AssociationRequest(
    calledTitle: "NODE", callingTitle: "HOSTILE",
    contexts: [
      ProposedContext(
        id: 1, abstractSyntax: Samples.ctClass, transferSyntaxes: [Samples.explicit])
    ],
    user: UserInformation(
      maximumLength: 16384, implementationClassUID: "1.2.3", implementationVersionName: nil))

  private static let store = Command.store(
    sopClass: Samples.ctClass, sopInstance: "1.2.3", messageID: 1)

  private static func fragment(
    _ bytes: [UInt8], context: UInt8 = 1, isCommand: Bool = true, isLast: Bool = true
  ) -> [UInt8] {
    FragmentHeader(contextID: context, isCommand: isCommand, isLast: isLast)
      .unitBytes(fragmentOf: bytes.count) + bytes
  }

  /// Before an association is there, action AA-1 of the standard names no reason (PS3.8 9.2.1).
  private static func abort(reason: UInt8, associated: Bool) -> [UInt8] {
    [7, 0, 0, 0, 0, 4, 0, 0] + (associated ? [2, reason] : [0, 0])
  }

  /// Sends bytes, before or after an association is there, and expects an abort and the end.
  private func expectAbort(
    _ bytes: [UInt8], reason: UInt8, associated: Bool,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let inbox = try Inbox()
    try await withNode(serving: inbox.store) { node in
      let answer = try await withConnection(to: node.port) { connection in
        if associated {
          try await connection.send(.associationRequest(Self.request))
          #expect(try await connection.unit()?.first == 2)
        }
        try await connection.send(bytes)
        return await connection.rest()
      }
      #expect(
        answer == Self.abort(reason: reason, associated: associated), sourceLocation: sourceLocation
      )
      if associated { _ = try await node.nextFailure() }
      // Others are unharmed.
      try await echo(node.peer)
    }
    #expect(try inbox.names.isEmpty, sourceLocation: sourceLocation)
  }

  @Test(arguments: [0, 40, 1, 2, 3, 4, 5])
  func `that close their half, or abort, at any step are closed, and harm no other`(step: Int)
    async throws
  {
    let request = ControlUnit.associationRequest(Self.request).bytes
    let dataSet = [UInt8](repeating: 0, count: 4000)
    let data = Self.fragment(dataSet, isCommand: false)
    // Nothing, a part of the request, and then with the association: nothing, a part of a command, the whole of
    // it, a part of a data set, and a fragment that is not the last.
    let then: [[UInt8]] = [
      [], [], Array(Self.fragment(Self.store.bytes).prefix(20)), Self.fragment(Self.store.bytes),
      Self.fragment(Self.store.bytes) + data.prefix(1000),
      Self.fragment(Self.store.bytes) + Self.fragment(dataSet, isCommand: false, isLast: false),
    ]
    let isAsking = step == 0 || step == 40
    for isAborting in [false, true] {
      let inbox = try Inbox()
      try await withNode(serving: inbox.store) { node in
        try await withConnection(to: node.port, halfClosing: true) { connection in
          if isAsking {
            try await connection.send(Array(request.prefix(step)))
          } else {
            try await connection.send(request)
            #expect(try await connection.unit()?.first == 2)
            try await connection.send(then[step])
          }
          if isAborting { try await connection.send(.abort(.byUser)) }
          connection.finish()
          _ = await connection.rest()
        }
        try await echo(node.peer)
      }
      #expect(try inbox.names.isEmpty)
    }
  }

  @Test func `that do not speak the protocol are closed at once`() async throws {
    try await expectAbort(Array("GET / HTTP/1.1\r\n\r\n".utf8), reason: 1, associated: false)
    try await expectAbort([0], reason: 1, associated: false)
    try await expectAbort([0x16, 3, 1, 2, 0, 1, 0, 1], reason: 1, associated: false)
    try await expectAbort([0x99, 0, 0, 0, 0, 0], reason: 1, associated: true)
  }

  @Test func `that send data before an association is there are closed`() async throws {
    try await expectAbort(Self.fragment(Self.store.bytes), reason: 2, associated: false)
    try await expectAbort(ControlUnit.releaseRequest.bytes, reason: 2, associated: false)
  }

  @Test func `that announce giant lengths are closed before these come`() async throws {
    for unit: UInt8 in [1, 4, 5] {
      try await expectAbort(
        [unit, 0, 255, 255, 255, 255], reason: 6, associated: unit != 1)
    }
    // A fragment longer than its unit.
    try await expectAbort(
      [4, 0, 0, 0, 0, 12, 0, 0, 255, 255, 1, 3, 0, 0, 0, 0, 0, 0], reason: 6, associated: true)
    // More than this side announced.
    try await expectAbort([4, 0, 0, 3, 0, 0], reason: 6, associated: true)
  }

  @Test func `that use contexts which were never agreed on are closed`() async throws {
    try await expectAbort(
      Self.fragment(Self.store.bytes, context: 3), reason: 6, associated: true)
    try await expectAbort(
      Self.fragment(Self.store.bytes) + Self.fragment([1, 2], context: 5, isCommand: false),
      reason: 6, associated: true)
  }

  @Test func `that send messages out of order, or commands without end, are closed`() async throws {
    try await expectAbort(
      Self.fragment([1, 2], isCommand: false), reason: 6, associated: true)
    try await expectAbort(
      Self.fragment(Self.store.bytes) + Self.fragment(Self.store.bytes), reason: 6,
      associated: true)
    let endless = Self.fragment([UInt8](repeating: 0, count: 16000), isLast: false)
    try await expectAbort(
      Array([[UInt8]](repeating: endless, count: 5).joined()), reason: 6, associated: true)
    try await expectAbort(Self.fragment([1, 2, 3]), reason: 6, associated: true)
  }

  @Test func `that ask for an association twice are closed`() async throws {
    try await expectAbort(
      ControlUnit.associationRequest(Self.request).bytes, reason: 2, associated: true)
  }

  @Test func `that stop half-way leave no file`() async throws {
    let inbox = try Inbox()
    let half = [UInt8](repeating: 7, count: 10_000)
    let store = Self.fragment(Self.store.bytes)
    let ends: [[UInt8]] = [
      [], store, store + Self.fragment(half, isCommand: false, isLast: false),
      store + Self.fragment(half, isCommand: false).dropLast(),
      store + Self.fragment(half, isCommand: false, isLast: false)
        + ControlUnit.abort(.byUser).bytes,
      store + Self.fragment(half, isCommand: false, isLast: false)
        + ControlUnit.releaseRequest.bytes,
      Array(store.dropLast(3)), [4, 0, 0],
    ]
    try await withNode(serving: inbox.store) { node in
      for bytes in ends {
        try await withConnection(to: node.port) { connection in
          try await connection.send(.associationRequest(Self.request))
          #expect(try await connection.unit()?.first == 2)
          try await connection.send(bytes)
        }
        _ = try await node.nextFailure()
        #expect(try inbox.names.isEmpty, "\(bytes.count) bytes")
      }
      try await echo(node.peer)
    }
  }

  @Test func `that stop within a request leave nothing`() async throws {
    let request = ControlUnit.associationRequest(Self.request).bytes
    try await withNode { node in
      for count in [0, 1, 5, 6, 7, 74, request.count - 1] {
        try await withConnection(to: node.port) { connection in
          try await connection.send(Array(request.prefix(count)))
        }
      }
      try await echo(node.peer)
    }
  }

  @Test func `that say nothing are closed when the timer expires`() async throws {
    try await withNode(.stores(.impatient)) { node in
      let request = ControlUnit.associationRequest(Self.request).bytes
      for bytes in [[], [1], Array(request.dropLast())] {
        let rest = try await withConnection(to: node.port) { connection in
          if !bytes.isEmpty { try await connection.send(bytes) }
          return await connection.rest()
        }
        #expect(rest.isEmpty || rest.first == 7)
      }
    }
  }

  @Test func `that trickle their request cannot hold a connection`() async throws {
    try await withNode(.stores(.impatient)) { node in
      try await withConnection(to: node.port) { connection in
        let request = ControlUnit.associationRequest(Self.request).bytes
        await #expect(throws: (any Error).self) {
          // A quarter of a minute of bytes, if nobody closes.
          for byte in request.prefix(150) {
            try await connection.send([byte])
            try await Task.sleep(for: .milliseconds(100))
          }
        }
      }
    }
  }

  @Test func `that fall silent on an association are ended`() async throws {
    try await withNode(.stores(.impatient)) { node in
      let store = Self.fragment(Self.store.bytes)
      for bytes in [[], store, store + Self.fragment([1, 2], isCommand: false, isLast: false)] {
        let rest = try await withConnection(to: node.port) { connection in
          try await connection.send(.associationRequest(Self.request))
          #expect(try await connection.unit()?.first == 2)
          if !bytes.isEmpty { try await connection.send(bytes) }
          return await connection.rest()
        }
        #expect(rest == [7, 0, 0, 0, 0, 4, 0, 0, 0, 0])
        guard case .silent(4, _) = try await node.nextFailure().reason else {
          Issue.record("another failure")
          return
        }
      }
    }
  }
}
