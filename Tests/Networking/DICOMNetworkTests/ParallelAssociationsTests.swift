import DICOMModel
import Foundation
import Locks
import MessageExchange
import NIOCore
import Places
import TestSupport
import Testing
import UpperLayer

@testable import DICOMNetwork

@Suite struct `Several associations of one job` {
  private let folder: TemporaryFolder

  /// So that a machine with much to do ends none.
  private static let patient = NetworkOptions(
    timeouts: NetworkTimeouts(connection: 300, association: 300, response: 300, idle: 300))

  init() throws { folder = try TemporaryFolder() }

  private func samples(_ count: Int) throws -> [String] {
    try (0..<count).map { n in
      try Samples.write(
        Samples.dataSet(n, value: UInt8(n), bytes: 60_000), as: "\(n).dcm", in: folder)
    }
  }

  private func send(
    _ paths: [String], to peer: NetworkPeer, associations: Int
  ) async throws -> [StoreUser.Answer] {
    let answers = Locked<[StoreUser.Answer]>([])
    let items = try paths.map { try #require(try StoreUser.item(path: $0)) }
    try await StoreUser(options: .hasty).send(items, to: peer, associations: associations) {
      answer in answers.withLock { $0.append(answer) }
    }
    return answers.withLock { $0 }
  }

  @Test(arguments: [1, 4, 50])
  func `share the files, and each is sent once`(associations: Int) async throws {
    let paths = try samples(40)
    let inbox = try Inbox()
    let answers = try await withNode(serving: inbox.store) {
      try await send(paths, to: $0.peer, associations: associations)
    }
    #expect(answers.map(\.path).sorted() == paths.sorted())
    #expect(answers.allSatisfy { $0.status == .success })
    #expect(inbox.stored.count == 40 && inbox.stored.allSatisfy { $0.outcome == .new })
  }

  @Test func `take no longer together than one that does it all`() async throws {
    let paths = try samples(200)
    let inbox = try Inbox()
    try await withNode(serving: inbox.store) { node in
      var times: [Duration] = []
      for associations in [1, 8] {
        let start = ContinuousClock.now
        let answers = try await send(paths, to: node.peer, associations: associations)
        times.append(ContinuousClock.now - start)
        #expect(answers.count == 200)
      }
      // The second time every instance is compared with the one that is there. What others have seen is a
      // throughput that falls by the number of associations.
      #expect(times[1] < times[0] * 4 + .seconds(1), "\(times)")
    }
  }

  @Test func `that are not granted leave their work to the others`() async throws {
    let paths = try samples(30)
    let inbox = try Inbox()
    let answers = try await withNode(.stores(mostAssociations: 2), serving: inbox.store) {
      try await send(paths, to: $0.peer, associations: 8)
    }
    #expect(answers.count == 30 && answers.allSatisfy { $0.status == .success })
    #expect(inbox.stored.count == 30)
  }

  @Test func `of which none is granted say why`() async throws {
    let paths = try samples(3)
    let refused = try await withNode(.stores(calledTitles: ["OTHER"])) { node in
      try await fault { try await send(paths, to: node.peer, associations: 3) }
    }
    #expect(refused.reason == .rejected(.calledTitleNotRecognized), "\(refused)")
  }

  @Test(arguments: [1, 3, 16])
  func `get a series in shares, each instance once`(associations: Int) async throws {
    let paths = try samples(20)
    let inbox = try Inbox()
    try await ArchiveUnderTest.whileRunning(MemoryIndex(paths)) { node in
      let fetcher = InstanceFetcher(peer: node.peer, options: .hasty)
      let instances = try await fetcher.instances(of: PlaceTarget(study: Samples.study))
      let failed = try await fetcher.get(
        instances, whole: true, associations: associations, into: inbox.store)
      #expect(instances.count == 20 && failed.isEmpty)
    }
    #expect(inbox.stored.count == 20 && inbox.stored.allSatisfy { $0.outcome == .new })
  }

  /// What one of them waits for is not waited for by others, however many there are (pynetdicom #917).
  @Test func `go on while each of them is in the midst of an instance`() async throws {
    let inbox = try Inbox()
    let bytes = [UInt8](
      try dataSetBytes(try #require(try samples(1).first)))
    try await withNode(.stores(Self.patient), serving: inbox.store) { node in
      try await nest(8, bytes, on: node.peer)
    }
    #expect(inbox.stored.count == 8)
  }

  /// Sends half of an instance, does the same on another association, and then sends the rest.
  private func nest(_ depth: Int, _ bytes: [UInt8], on peer: NetworkPeer) async throws {
    guard depth > 0 else { return }
    let plan = try #require(
      ContextPlan.plans(for: [
        ContextNeed(sopClass: Samples.ctClass, transferSyntaxes: [Samples.explicit])
      ]).first)
    try await NetworkClient(options: Self.patient).withAssociation(to: peer, proposing: plan) {
      association in
      let half = bytes.count / 2 & ~1
      var first = ByteBuffer()
      first.write(
        .store(
          sopClass: Samples.ctClass, sopInstance: "\(Samples.series).0", messageID: 1),
        contextID: 1)
      first.write(bytes[..<half], isLast: false)
      try await association.write(.dataUnits(first))
      try await nest(depth - 1, bytes, on: peer)
      var second = ByteBuffer()
      second.write(bytes[half...], isLast: true)
      try await association.write(.dataUnits(second))
      #expect(try await association.nextCommand("an answer").command.status == .success)
    }
  }

  @Test func `lose one instance that ends its association, and no other`() async throws {
    let paths = try samples(12)
    let inbox = try Inbox()
    let store = inbox.store
    let listener = NetworkListener.stores()
    let bad = ["\(Samples.series).3", "\(Samples.series).4"]
    let answers = try await withNode(listener, serving: Picky(store: store, bad: bad)) {
      try await send(paths, to: $0.peer, associations: 1)
    }
    #expect(answers.count == 12 && inbox.stored.count == 10)
    let ended = answers.filter {
      if case .associationEnded = $0.obstacle { true } else { false }
    }
    #expect(ended.map(\.path) == [paths[3], paths[4]])
    #expect(ended.allSatisfy { !$0.isStored && $0.comment?.isEmpty == false })
  }

  @Test func `that all end are given up`() async throws {
    let paths = try samples(30)
    let bad = paths.indices.map { "\(Samples.series).\($0)" }
    let store = try Inbox().store
    try await withNode(serving: Picky(store: store, bad: bad)) { node in
      let ended = try await fault { try await send(paths, to: node.peer, associations: 1) }
      guard case .aborted = ended.reason else {
        Issue.record("\(ended)")
        return
      }
    }
  }

  @Test func `tell of a file that is gone, or is not what it was, and go on`() async throws {
    let paths = try samples(4)
    let items = try paths.map { try #require(try StoreUser.item(path: $0)) }
    try folder.write([1, 2, 3], as: "1.dcm")
    try FileManager.default.removeItem(atPath: paths[2])
    let answers = Locked<[StoreUser.Answer]>([])
    let inbox = try Inbox()
    try await withNode(serving: inbox.store) { node in
      try await StoreUser(options: .hasty).send(items, to: node.peer) { answer in
        answers.withLock { $0.append(answer) }
      }
    }
    let obstacles = Dictionary(
      uniqueKeysWithValues: answers.withLock { $0.map { ($0.path, $0.obstacle) } })
    #expect(
      obstacles == [
        paths[0]: nil, paths[1]: .unreadable, paths[2]: .unreadable, paths[3]: nil,
      ])
    #expect(inbox.stored.count == 2)
  }
}

extension ByteBuffer {
  fileprivate mutating func write(_ bytes: ArraySlice<UInt8>, isLast: Bool) {
    let header = FragmentHeader(contextID: 1, isCommand: false, isLast: isLast)
    writeBytes(header.unitBytes(fragmentOf: bytes.count))
    writeBytes(bytes)
  }
}

/// Ends the association over some instances.
private struct Picky: ServiceProvider {
  let store: StoreFolder
  let bad: [String]

  struct EndsIt: Error {}

  func receive(_ instance: IncomingInstance) throws -> any InstanceReceiver {
    guard !bad.contains(instance.sopInstance) else { throw EndsIt() }
    return try store.receive(instance)
  }
}
