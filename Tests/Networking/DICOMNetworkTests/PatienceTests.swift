import DICOMCoding
import DICOMModel
import Locks
import MessageExchange
import TestSupport
import Testing
import UpperLayer

@testable import DICOMNetwork

@Suite struct `Patience` {
  @Test func `begins anew with every pending answer`() async throws {
    try await withServer(answering: { connection in
      try await OddAcceptor.accept(connection)
      guard let query = try await OddAcceptor.command(connection) else { return }
      // Longer than anybody waits for one answer.
      for _ in 0..<5 {
        try await Task.sleep(for: .seconds(2))
        try await OddAcceptor.send(
          query.answer(.pending, subOperations: SubOperations(remaining: 1)), on: connection)
      }
      try await OddAcceptor.send(
        query.answer(.success, subOperations: SubOperations(completed: 1)), on: connection)
      if try await connection.unit()?.first == 5 { try await connection.send(.releaseReply) }
      _ = await connection.rest()
    }) { peer in
      let plan = try #require(
        ContextPlan.plans(for: [.query(InformationModel.studyRoot.move)]).first)
      var told = 0
      let query = Query(level: .study, matches: [.studyInstanceUID: "1.2"])
      let outcome = try await NetworkClient(options: .waiting(8)).withAssociation(
        to: peer, proposing: plan
      ) {
        try await $0.move(query.retrieval, to: "SAGITTA") { _ in told += 1 }
      }
      #expect(outcome.status == .success && told == 6)
    }
  }

  @Test func `of an idle association does not end a large object that comes slowly`() async throws {
    let inbox = try Inbox()
    let options = NetworkOptions.waiting(8)
    let bytes = try Part10Writer().dataSet(
      Samples.dataSet(1, bytes: 20_000), transferSyntax: .explicitVRLittleEndian)
    try await withNode(.stores(options), serving: inbox.store) { node in
      try await withConnection(to: node.port) { connection in
        try await connection.send(.associationRequest(Self.request))
        #expect(try await connection.unit()?.first == 2)
        let store = Command.store(
          sopClass: Samples.ctClass, sopInstance: "\(Samples.series).1", messageID: 1)
        try await OddAcceptor.send(store, on: connection)
        let step = bytes.count / 5
        for start in stride(from: 0, to: bytes.count, by: step) {
          try await Task.sleep(for: .seconds(2))
          let piece = Array(bytes[start..<min(start + step, bytes.count)])
          let header = FragmentHeader(
            contextID: 1, isCommand: false, isLast: start + step >= bytes.count)
          try await connection.send(header.unitBytes(fragmentOf: piece.count) + piece)
        }
        #expect(try await OddAcceptor.command(connection)?.status == .success)
      }
    }
    #expect(inbox.stored.count == 1)
  }

  private static let request = AssociationRequest(
    calledTitle: "NODE", callingTitle: "SLOW",
    contexts: [
      ProposedContext(
        id: 1, abstractSyntax: Samples.ctClass, transferSyntaxes: [Samples.explicit])
    ],
    user: UserInformation(
      maximumLength: 16384, implementationClassUID: "1.2.3", implementationVersionName: nil))

  @Test func `is not tried by one association for each file`() async throws {
    let folder = try TemporaryFolder()
    let inbox = try Inbox()
    let paths = try (0..<50).map {
      try Samples.write(Samples.dataSet($0), as: "\($0).dcm", in: folder)
    }
    let opened = Locked(0)
    let node = ArchiveNode(
      index: try MemoryIndex([]), folder: inbox.store, options: NetworkOptions(title: "NODE")
    ) { news in
      if case .association(.opened) = news { opened.withLock { $0 += 1 } }
    }
    let port = try await freePort()
    let running = Task { try await node.run(host: "127.0.0.1", port: port) }
    defer { running.cancel() }
    let peer = NetworkPeer(title: "NODE", host: "127.0.0.1", port: port)
    for _ in 0..<100 where (try? await echo(peer)) == nil {
      try await Task.sleep(for: .milliseconds(20))
    }
    opened.withLock { $0 = 0 }
    #expect(try await send(paths, to: peer).count == 50)
    #expect(opened.withLock { $0 } == 1)
  }
}

extension NetworkOptions {
  /// Waits so many seconds for the next answer and the next request.
  fileprivate static func waiting(_ seconds: Int) -> NetworkOptions {
    NetworkOptions(
      timeouts: NetworkTimeouts(
        connection: 20, association: 20, response: seconds, idle: seconds))
  }
}
