import Locks
import MessageExchange
import TestSupport
import Testing
import UpperLayer

@testable import DICOMNetwork

@Suite struct `Acceptors that are odd or broken` {
  /// What a test sees of a message.
  private struct Seen: Sendable {
    var command: Command
    var dataSet: [UInt8] = []
    /// The bytes of each data unit behind its header, and of each fragment.
    var unitLengths: [Int] = []
    var fragmentLengths: [Int] = []
  }

  /// Reads a command and its data set, of units with one fragment each.
  private static func message(_ connection: RawConnection) async throws -> Seen? {
    var command: [UInt8] = []
    var seen: Seen?
    while let unit = try await connection.unit(), unit[0] == 4 {
      let fragment = Array(unit.dropFirst(12))
      if unit[11] & 1 == 1 {
        command += fragment
        guard unit[11] & 2 == 2 else { continue }
        let whole = try Command(command)
        guard whole.hasDataSet else { return Seen(command: whole) }
        seen = Seen(command: whole)
      } else {
        seen?.dataSet += fragment
        seen?.unitLengths.append(unit.count - 6)
        seen?.fragmentLengths.append(fragment.count)
        if unit[11] & 2 == 2 { return seen }
      }
    }
    return nil
  }

  private static func send(
    _ command: Command?, on connection: RawConnection, context: UInt8 = 1
  ) async throws {
    let bytes = command?.bytes ?? []
    let header = FragmentHeader(contextID: context, isCommand: true, isLast: true)
    try await connection.send(header.unitBytes(fragmentOf: bytes.count) + bytes)
  }

  private static func agreeToRelease(_ connection: RawConnection) async throws {
    if try await connection.unit()?.first == 5 { try await connection.send(.releaseReply) }
    _ = await connection.rest()
  }

  @Test(arguments: [UInt32(0), 4096, 4097, 16384, 65535, 1 << 24, .max])
  func `get data units of the length that they take, with fragments of even lengths`(
    _ length: UInt32
  ) async throws {
    let folder = try TemporaryFolder()
    let path = try Samples.write(Samples.dataSet(1, bytes: 300_000), as: "a.dcm", in: folder)
    let messages = Locked<[Seen]>([])
    let answers = try await withServer(answering: { connection in
      try await OddAcceptor.accept(connection, maximumLength: length)
      guard let seen = try await Self.message(connection) else { return }
      messages.withLock { $0.append(seen) }
      try await Self.send(seen.command.answer(.success), on: connection)
      try await Self.agreeToRelease(connection)
    }) { try await DICOMNetworkTests.send([path], to: $0) }
    #expect(answers.map(\.status) == [.success])
    let seen = try #require(messages.withLock { $0.first })
    #expect(seen.dataSet == (try dataSetBytes(path)))
    let bound = length == 0 || length > 1 << 17 ? 1 << 17 : Int(length)
    #expect(seen.unitLengths.allSatisfy { $0 <= bound })
    #expect(seen.fragmentLengths.allSatisfy { $0.isMultiple(of: 2) })
    // Not shorter than need be either.
    #expect(seen.unitLengths.count == (seen.dataSet.count - 1) / ((bound - 6) & ~1) + 1)
  }

  @Test func `may ask for the release at the same time`() async throws {
    try await withServer(answering: { connection in
      try await OddAcceptor.accept(connection)
      let echo = try await Self.message(connection)
      try await Self.send(echo?.command.answer(.success), on: connection)
      #expect(try await connection.unit()?.first == 5)
      try await connection.send(.releaseRequest)
      // The requestor of the association replies first (PS3.8 9.2.2).
      #expect(try await connection.unit()?.first == 6)
      try await connection.send(.releaseReply)
      _ = await connection.rest()
    }) { try await echo($0) }
  }

  @Test func `that say nothing are given up`() async throws {
    try await withServer(answering: { _ = await $0.rest() }) { peer in
      let silent = try await fault { try await echo(peer, options: .impatient) }
      #expect(
        silent.reason
          == .silent(seconds: 4, awaiting: "an answer to the request for an association"))
    }
    try await withServer(answering: { connection in
      try await OddAcceptor.accept(connection)
      _ = await connection.rest()
    }) { peer in
      let silent = try await fault { try await echo(peer, options: .impatient) }
      #expect(silent.reason == .silent(seconds: 4, awaiting: "the answer to C-ECHO"))
    }
    try await withServer(answering: { connection in
      try await OddAcceptor.accept(connection)
      let echo = try await Self.message(connection)
      try await Self.send(echo?.command.answer(.success), on: connection)
      while try await connection.unit() != nil {}
    }) { peer in
      let silent = try await fault { try await echo(peer, options: .impatient) }
      #expect(silent.reason == .silent(seconds: 4, awaiting: "the reply to a release"))
    }
  }

  @Test func `that read nothing more are given up`() async throws {
    let folder = try TemporaryFolder()
    let path = try Samples.write(
      Samples.dataSet(1, bytes: 64 << 20), as: "large.dcm", in: folder)
    try await withServer(answering: { connection in
      try await OddAcceptor.accept(connection)
      // Far longer than the sender waits, unless it ends this.
      try await Task.sleep(for: .seconds(15))
    }) { peer in
      let silent = try await fault {
        try await DICOMNetworkTests.send([path], to: peer, options: .impatient)
      }
      guard case .silent(4, _) = silent.reason else {
        Issue.record("\(silent)")
        return
      }
    }
  }

  @Test func `that close at any place break the association, and say so`() async throws {
    try await withServer(answering: { _ in }) { peer in
      let broken = try await fault { try await echo(peer) }
      #expect(broken.reason == .connectionLost)
    }
    try await withServer(answering: { try await OddAcceptor.accept($0) }) { peer in
      let broken = try await fault { try await echo(peer) }
      #expect(broken.reason == .connectionLost)
    }
    try await withServer(answering: { connection in
      try await OddAcceptor.accept(connection)
      _ = try await Self.message(connection)
      try await connection.send([4, 0, 0, 0, 0, 50])
    }) { peer in
      let broken = try await fault { try await echo(peer) }
      #expect(broken.reason == .connectionLost)
    }
  }

  @Test func `that abort are quoted`() async throws {
    try await withServer(answering: { connection in
      try await OddAcceptor.accept(connection)
      _ = try await Self.message(connection)
      try await connection.send(.abort(.unexpectedUnit))
      _ = await connection.rest()
    }) { peer in
      let aborted = try await fault { try await echo(peer) }
      #expect(aborted.reason == .aborted(.unexpectedUnit))
      #expect(aborted.description.hasPrefix("\(peer): ended the association: "))
    }
  }

  @Test func `that do not speak the protocol are told apart from DICOM`() async throws {
    try await withServer(answering: { connection in
      try await connection.send(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8))
      _ = await connection.rest()
    }) { peer in
      let broken = try await fault { try await echo(peer) }
      #expect(broken.reason == .protocolBroken(UpperLayerError(.unknownUnit(0x48))))
    }
  }

  @Test func `that answer another message, or with another field, are not believed`() async throws {
    let answers: [@Sendable (Command) -> Command?] = [
      { _ in Command.echo(messageID: 999).answer(.success) },
      { _ in Command.store(sopClass: "1.2", sopInstance: "1.3", messageID: 1).answer(.success) },
      { _ in Command.echo(messageID: 1) },
    ]
    for answer in answers {
      try await withServer(answering: { connection in
        try await OddAcceptor.accept(connection)
        guard let echo = try await Self.message(connection) else { return }
        try await Self.send(answer(echo.command), on: connection)
        _ = await connection.rest()
      }) { peer in
        let wrong = try await fault { try await echo(peer) }
        guard case .unexpectedAnswer = wrong.reason else {
          Issue.record("\(wrong)")
          return
        }
      }
    }
  }

  @Test func `that say pending for ever are stopped by the time for the whole`() async throws {
    var options = NetworkOptions.hasty
    options.timeouts.operation = 1
    try await withServer(answering: { connection in
      try await OddAcceptor.accept(connection)
      guard let query = try await Self.message(connection) else { return }
      while true {
        let counts = SubOperations(remaining: 1)
        try await Self.send(
          query.command.answer(.pending, subOperations: counts), on: connection)
        try await Task.sleep(for: .milliseconds(20))
      }
    }) { peer in
      let plan = try #require(
        ContextPlan.plans(for: [.query(InformationModel.studyRoot.move)]).first)
      let slow = try await fault {
        try await NetworkClient(options: options).withAssociation(to: peer, proposing: plan) {
          try await $0.move(Query(level: .study).retrieval, to: "SAGITTA")
        }
      }
      #expect(slow.reason == .tooSlow(seconds: 1, operation: "C-MOVE"))
    }
  }

  @Test func `that do not know the destination of C-MOVE are quoted with what to tell them`()
    async throws
  {
    try await withServer(answering: { connection in
      try await OddAcceptor.accept(connection)
      guard let query = try await Self.message(connection) else { return }
      try await Self.send(query.command.answer(.moveDestinationUnknown), on: connection)
      _ = await connection.rest()
    }) { peer in
      let plan = try #require(
        ContextPlan.plans(for: [.query(InformationModel.studyRoot.move)]).first)
      let unknown = try await fault {
        try await NetworkClient(options: .hasty).withAssociation(to: peer, proposing: plan) {
          try await $0.move(Query(level: .study).retrieval, to: "SAGITTA")
        }
      }
      #expect(
        unknown.description.hasSuffix(
          "(tell \(peer) which host and port SAGITTA has)"))
      #expect(unknown.description.contains("A801"))
    }
  }

  @Test func `that send instances in the context of C-GET get 0122`() async throws {
    let inbox = try Inbox()
    let statuses = Locked<[OperationStatus]>([])
    try await withServer(answering: { connection in
      try await OddAcceptor.accept(connection)
      guard let query = try await Self.message(connection) else { return }
      let store = Command.store(sopClass: Samples.ctClass, sopInstance: "1.2.3", messageID: 9)
      try await Self.send(store, on: connection)
      let last = FragmentHeader(contextID: 1, isCommand: false, isLast: true)
      try await connection.send(last.unitBytes(fragmentOf: 2) + [0, 0])
      let answer = try await Self.message(connection)
      statuses.withLock { $0.append(answer?.command.status ?? .success) }
      try await Self.send(
        query.command.answer(.someSubOperationsFailed, subOperations: SubOperations(failed: 1)),
        on: connection)
      try await Self.agreeToRelease(connection)
    }) { peer in
      let needs = ContextNeed.provided(Samples.ctClass)
      let plan = try #require(
        ContextPlan.plans(for: needs, with: [.query(InformationModel.studyRoot.get)]).first)
      let outcome = try await NetworkClient(options: .hasty).withAssociation(
        to: peer, proposing: plan
      ) { try await $0.get(Query(level: .study).retrieval, into: inbox.store) }
      #expect(outcome.status == .someSubOperationsFailed && outcome.subOperations.failed == 1)
    }
    #expect(statuses.withLock { $0 } == [.sopClassNotSupported])
    #expect(inbox.stored.isEmpty)
  }
}
