import DICOMCoding
import DICOMModel
import Foundation
import Locks
import MessageExchange
import Places
import TestSupport
import Testing
import UpperLayer

@testable import DICOMNetwork

@Suite struct `An archive's node` {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Files of two studies, of a patient each.
  private func samples(_ count: Int = 6) throws -> [String] {
    try (0..<count).map { n in
      let dataSet = Samples.dataSet(
        n, value: UInt8(truncatingIfNeeded: n), study: n < count / 2 ? "1.2.1" : "1.2.2",
        name: n < count / 2 ? "DOE^JOHN" : "ROE^JANE")
      return try Samples.write(dataSet, as: "\(n).dcm", in: folder)
    }
  }

  private func uids(_ numbers: Range<Int>) -> [String] { numbers.map { "\(Samples.series).\($0)" } }

  @Test func `finds studies, series and images, by lists, wildcards and ranges`() async throws {
    let index = try MemoryIndex(samples())
    try await ArchiveUnderTest.whileRunning(index) { node async throws in
      func found(_ level: Query.Level, _ matches: [DICOMModel.Tag: String]) async throws -> [String]
      {
        try await find(Query(level: level, matches: matches), on: node.peer)
          .compactMap { $0.uid(level.uniqueKey) }
      }
      #expect(try await found(.study, [:]) == ["1.2.1", "1.2.2"])
      #expect(try await found(.study, [.patientName: "d?e*"]) == ["1.2.1"])
      #expect(try await found(.study, [.studyDate: "20240201-"]).count == 2)
      #expect(try await found(.study, [.studyDate: "-20240201"]).isEmpty)
      #expect(try await found(.study, [.studyInstanceUID: "1.2.2\\9.9"]) == ["1.2.2"])
      #expect(try await found(.series, [.studyInstanceUID: "1.2.1"]) == [Samples.series])
      #expect(
        try await found(
          .image, [.studyInstanceUID: "1.2.1", .seriesInstanceUID: Samples.series]) == uids(0..<3))
      let served = try await node.served(7)
      #expect(served.map(\.count) == [2, 1, 2, 0, 1, 1, 3])
      #expect(served.allSatisfy { $0.name == "C-FIND" && $0.status == .success })
    }
  }

  @Test func `answers what is wanted, where it is, and no more`() async throws {
    let index = try MemoryIndex(samples())
    try await ArchiveUnderTest.whileRunning(index) { node async throws in
      let query = Query(
        level: .study, matches: [.studyInstanceUID: "1.2.1"],
        wanted: [.patientName, .instanceAvailability])
      let match = try #require(try await find(query, on: node.peer).first)
      #expect(match.string(.patientName) == "DOE^JOHN")
      #expect(match.string(.retrieveAETitle) == "NODE")
      #expect(match.string(.instanceAvailability) == "ONLINE")
      #expect(match.string(.queryRetrieveLevel) == "STUDY")
      #expect(match[.modality] == nil && match[.pixelData] == nil)
    }
  }

  @Test func `gives back by get and by move what it has, byte for byte`() async throws {
    let paths = try samples().prefix(3)
    let port = try await freePort()
    let destination = MoveDestination(
      NetworkPeer(title: "SAGITTA", host: "127.0.0.1", port: port))
    try await ArchiveUnderTest.whileRunning(
      MemoryIndex(Array(paths)), destinations: ["SAGITTA": destination]
    ) { node async throws in
      try await expectFetching(of: Array(paths), from: node.peer, moveTo: port)
      let retrievals = try await node.served(4) { $0.name != "C-FIND" }
      #expect(retrievals.map(\.name) == ["C-GET", "C-MOVE", "C-GET", "C-MOVE"])
      #expect(retrievals.allSatisfy { $0.count == 3 && $0.byteCount > 15_000 })
    }
  }

  @Test func `retrieves by lists of instances, by studies and by patients`() async throws {
    let index = try MemoryIndex(samples())
    try await ArchiveUnderTest.whileRunning(index) { node async throws in
      func got(_ query: Query, in model: InformationModel = .studyRoot) async throws -> Int {
        let inbox = try Inbox()
        let outcome = try await retrieve(query, from: node.peer, in: model, into: inbox.store)
        #expect(outcome.subOperations.completed == inbox.stored.count)
        return inbox.stored.count
      }
      #expect(
        try await got(Query(level: .study, matches: [.studyInstanceUID: "1.2.1\\1.2.2"])) == 6)
      #expect(
        try await got(
          Query(
            level: .image,
            matches: [.sopInstanceUID: uids(2..<5).joined(separator: "\\")])) == 3)
      let patient = Query(level: .patient, matches: [.patientID: "S1"])
      #expect(try await got(patient, in: .patientRoot) == 6)
      #expect(try await got(Query(level: .study, matches: [.studyInstanceUID: "9.9"])) == 0)
    }
  }

  @Test func `stops in mid-answer when the other side gives up`() async throws {
    try await ArchiveUnderTest.whileRunning(EndlessIndex()) { node async throws in
      let found = try await find(Query(level: .study), on: node.peer, limit: 300)
      #expect(found.count == 300)
      let operation = try await node.served(1)[0]
      #expect(operation.status == .cancelled && operation.count >= 300)
      #expect(operation.count < 1_000_000)
      // The association goes on.
      try await echo(node.peer)
    }
  }

  @Test func `stops a retrieval when it is given up, and says what is left`() async throws {
    let index = try MemoryIndex(samples(40))
    try await ArchiveUnderTest.whileRunning(index) { node async throws in
      let model = InformationModel.studyRoot
      let plan = try #require(
        ContextPlan.plans(
          for: ContextNeed.provided(Samples.ctClass), with: [.query(model.get)]
        ).first)
      let query = Query(level: .study, matches: [.studyInstanceUID: "1.2.1\\1.2.2"])
      let inbox = try Inbox()
      let last = try await NetworkClient(options: .hasty).withAssociation(
        to: node.peer, proposing: plan
      ) { association in
        let identifier = try Part10Writer().dataSet(
          query.retrieval, transferSyntax: .explicitVRLittleEndian)
        try await association.send(
          .get(sopClass: model.get, messageID: 7), with: identifier, contextID: 1)
        while true {
          let (command, id) = try await association.nextCommand("an instance, or the end")
          if command.field == .storeRequest {
            try await association.send(.cancel(messageID: 7), contextID: 1)
            try await association.receive(command, contextID: id) { try inbox.store.receive($0) }
          } else if !command.status.isPending {
            return command
          }
        }
      }
      #expect(last.status == .cancelled && inbox.stored.count == 1)
      #expect(last.subOperations == SubOperations(remaining: 39, completed: 1))
      #expect(try await node.served(1).map(\.name) == ["C-GET"])
    }
  }

  @Test func `names the instances that it could not send`() async throws {
    let index = try MemoryIndex(samples())
    try index.removingFiles { uids(1..<3).contains($0.sopInstance) }
    try await ArchiveUnderTest.whileRunning(index) { node async throws in
      let inbox = try Inbox()
      let query = Query(level: .study, matches: [.studyInstanceUID: "1.2.1"])
      let outcome = try await retrieve(query, from: node.peer, into: inbox.store)
      #expect(outcome.status == .someSubOperationsFailed)
      #expect(outcome.failedInstances == uids(1..<3))
      #expect(outcome.subOperations == SubOperations(completed: 1, failed: 2))
      // Nothing is taken at all.
      let none = try await fault { try await retrieve(query, from: node.peer) }
      guard case .failed("C-GET", .unableToPerformSubOperations, _) = none.reason else {
        Issue.record("\(none)")
        return
      }
    }
  }

  @Test func `counts a file that breaks off as failed, and moves the others`() async throws {
    let paths = try samples(6)
    let long = try Samples.write(
      Samples.dataSet(1, bytes: 96 << 20, study: "1.2.1"), as: "1.dcm", in: folder)
    #expect(paths[1] == long)
    let index = try MemoryIndex(paths)
    let inbox = try Inbox()
    // It becomes shorter when its first bytes have arrived.
    let cutting = Cutting(store: inbox.store, path: long, uid: uids(1..<2)[0])
    try await withNode(serving: cutting) { destination in
      let destinations = ["THERE": MoveDestination(destination.peer)]
      try await ArchiveUnderTest.whileRunning(index, destinations: destinations) {
        node async throws in
        let query = Query(level: .study, matches: [.studyInstanceUID: "1.2.1"])
        let outcome = try await retrieve(query, from: node.peer, to: "THERE")
        #expect(outcome.status == .someSubOperationsFailed)
        #expect(outcome.failedInstances == uids(1..<2))
        #expect(outcome.subOperations == SubOperations(completed: 2, failed: 1))
      }
    }
    #expect(inbox.stored.map(\.instance.sopInstance) == [uids(0..<1)[0], uids(2..<3)[0]])
  }

  @Test func `names so many that the list fits its value`() async throws {
    let index = try MemoryIndex(samples(1100))
    try index.removingFiles { $0.sopInstance != "\(Samples.series).0" }
    try await ArchiveUnderTest.whileRunning(index) { node async throws in
      let query = Query(level: .study, matches: [.studyInstanceUID: "1.2.1\\1.2.2"])
      let outcome = try await retrieve(query, from: node.peer, into: Inbox().store)
      #expect(outcome.subOperations.failed == 1099)
      #expect(outcome.failedInstances.count == 1000)
    }
  }

  @Test func `does not send to titles that it does not know`() async throws {
    let index = try MemoryIndex(samples())
    try await ArchiveUnderTest.whileRunning(index) { node async throws in
      let query = Query(level: .study, matches: [.studyInstanceUID: "1.2.1"])
      let unknown = try await fault {
        try await retrieve(query, from: node.peer, to: "STRANGER")
      }
      guard case .failed("C-MOVE", .moveDestinationUnknown, _) = unknown.reason else {
        Issue.record("\(unknown)")
        return
      }
      #expect(try await node.served(1).map(\.status) == [.moveDestinationUnknown])
    }
  }

  @Test func `counts as failed what a destination does not take, wherever it stops`() async throws {
    let index = try MemoryIndex(samples())
    let nobody = MoveDestination(
      NetworkPeer(title: "NOBODY", host: "127.0.0.1", port: try await freePort()))
    try await withServer(answering: { connection in
      // Ends the association in the middle of what it is sent.
      try await OddAcceptor.accept(connection)
      _ = try await connection.unit()
      try await connection.send(.abort(.byUser))
      _ = await connection.rest()
    }) { aborting in
      let destinations = ["NOBODY": nobody, "ABORTING": MoveDestination(aborting)]
      try await ArchiveUnderTest.whileRunning(index, destinations: destinations) {
        node async throws in
        let query = Query(level: .study, matches: [.studyInstanceUID: "1.2.1"])
        for title in destinations.keys {
          let failed = try await fault { try await retrieve(query, from: node.peer, to: title) }
          guard case .failed("C-MOVE", .unableToPerformSubOperations, _) = failed.reason else {
            Issue.record("\(title): \(failed)")
            continue
          }
        }
        try await echo(node.peer)
      }
    }
  }

  @Test func `refuses identifiers that make no sense, and goes on`() async throws {
    let index = try MemoryIndex(samples())
    try await ArchiveUnderTest.whileRunning(index) { node async throws in
      let model = InformationModel.studyRoot
      let plan = try #require(
        ContextPlan.plans(for: [.query(model.find), .query(model.move)]).first)
      try await NetworkClient(options: .hasty).withAssociation(to: node.peer, proposing: plan) {
        association in
        func status(_ command: Command, _ bytes: [UInt8], _ id: UInt8) async throws -> UInt16 {
          try await association.send(command, with: bytes, contextID: id)
          return try await association.nextCommand("an answer").command.status.code
        }
        let find = Command.find(sopClass: model.find, messageID: 1)
        let move = Command.move(sopClass: model.move, destination: "X", messageID: 1)
        let odd: [UInt8] = [0xFF, 0xFF, 0xFF]
        #expect(try await status(find, odd, 1) == 0xC000)
        #expect(try await status(find, [], 1) == 0xA900)
        #expect(try await status(find, level("FRAME"), 1) == 0xA900)
        #expect(try await status(find, level("PATIENT"), 1) == 0xA900)
        #expect(try await status(move, level("STUDY"), 3) == 0xA900)
        // A command in a context of another class.
        #expect(try await status(find, level("STUDY"), 3) == 0x0122)
        #expect(try await status(move, level("STUDY"), 1) == 0x0122)
        let count = try await association.find(Query(level: .study).identifier) { _ in }
        #expect(count == 2)
      }
    }
  }

  /// An identifier in Explicit VR Little Endian with a level only.
  private func level(_ word: String) -> [UInt8] {
    let padded = word.count.isMultiple(of: 2) ? word : word + " "
    return [8, 0, 0x52, 0] + Array("CS".utf8) + [UInt8(padded.count), 0] + Array(padded.utf8)
  }

  @Test func `says nothing of its insides when it cannot answer`() async throws {
    try await ArchiveUnderTest.whileRunning(EndlessIndex()) { node async throws in
      let query = Query(level: .study, matches: [.studyInstanceUID: "1.2"])
      let failed = try await fault { try await retrieve(query, from: node.peer) }
      guard case .failed("C-GET", .unableToProcess, let comment) = failed.reason else {
        Issue.record("\(failed)")
        return
      }
      #expect(comment?.contains("secret") == false)
    }
  }

  @Test func `takes instances beside all that, or none without a folder`() async throws {
    let paths = try samples(2)
    let inbox = try Inbox()
    try await ArchiveUnderTest.whileRunning(MemoryIndex([]), folder: inbox.store) {
      node async throws in
      #expect(try await send(paths, to: node.peer).map(\.status) == [.success, .success])
      #expect(inbox.stored.count == 2)
      let served = try await node.served(2)
      #expect(served.map(\.name) == ["C-STORE", "C-STORE"])
      #expect(served.allSatisfy { $0.byteCount > 5000 })
    }
    try await ArchiveUnderTest.whileRunning(MemoryIndex([])) { node async throws in
      #expect(
        try await send(paths, to: node.peer).map(\.status) == [.notAuthorized, .notAuthorized])
    }
  }

  @Test func `goes on to the end of an association when it is told to end, and takes no other`()
    async throws
  {
    let end = ListenerEnd()
    try await ArchiveUnderTest.whileRunning(MemoryIndex(samples()), end: end) { node async throws in
      let plan = try #require(ContextPlan.plans(for: [.verification]).first)
      try await NetworkClient(options: .hasty).withAssociation(to: node.peer, proposing: plan) {
        try await $0.echo()
        end.begin(within: 60)
        var refusal: NetworkError?
        // Who stood in line when it was told so is cut off; who comes later finds nobody.
        for _ in 0..<500 {
          refusal = try? await fault { try await echo(node.peer) }
          if case .unreachable = refusal?.reason { break }
          try await Task.sleep(for: .milliseconds(10))
        }
        guard case .unreachable = refusal?.reason else {
          Issue.record("\(String(describing: refusal))")
          return
        }
        try await $0.echo()
      }
    }
  }

  @Test func `ends associations whose time is over`() async throws {
    let end = ListenerEnd()
    try await ArchiveUnderTest.whileRunning(MemoryIndex(samples()), end: end) { node async throws in
      let plan = try #require(ContextPlan.plans(for: [.verification]).first)
      let ended = try await fault {
        try await NetworkClient(options: .hasty).withAssociation(to: node.peer, proposing: plan) {
          try await $0.echo()
          end.begin(within: 0)
          while true {
            try await $0.echo()
            try await Task.sleep(for: .milliseconds(10))
          }
        }
      }
      #expect([.aborted(.byUser), .connectionLost].contains(ended.reason), "\(ended)")
    }
  }
}

/// Takes instances, and cuts the file of one short while it comes.
private struct Cutting: ServiceProvider {
  let store: StoreFolder
  let path: String
  let uid: String

  func receive(_ instance: IncomingInstance) throws -> any InstanceReceiver {
    if instance.sopInstance == uid {
      let file = try FileHandle(forWritingTo: URL(filePath: path))
      try file.truncate(atOffset: 1 << 20)
      try file.close()
    }
    return try store.receive(instance)
  }
}
