import DICOMCoding
import DICOMModel
import Foundation
import MessageExchange
import TestSupport
import Testing

@testable import DICOMNetwork

@Suite struct `Storing in a folder` {
  @Test func `keeps the data sets of the sample volumes byte for byte`() async throws {
    let paths = try Samples.files("mr-head", count: 12) + Samples.files("ct-chest", count: 3)
    let inbox = try Inbox()
    let answers = try await withNode(serving: inbox.store) { try await send(paths, to: $0.peer) }
    #expect(answers.map(\.path) == paths)
    #expect(answers.allSatisfy { $0.status == .success && $0.isStored })
    #expect(inbox.stored.map(\.outcome) == paths.map { _ in .new })
    #expect(try inbox.names.count == paths.count)
    for (path, stored) in zip(paths, inbox.stored) {
      let sent = try dataSetBytes(path)
      #expect(try dataSetBytes(stored.path) == sent)
      #expect(stored.byteCount == sent.count)
      let item = try #require(try StoreUser.item(path: path))
      #expect(
        stored.path.hasSuffix(
          "/\(item.head.study?.text ?? "")/\(item.head.series?.text ?? "")/"
            + "\(item.head.sopInstance).dcm"))
    }
  }

  @Test func `is the same for an instance that comes again, and keeps others apart`() async throws {
    let inbox = try Inbox()
    let paths = try (0..<3).map { n in
      try Samples.write(
        Samples.dataSet(1, value: UInt8(n)), as: "\(n).dcm", in: inbox.folder)
    }
    let order = [0, 0, 1, 2, 1, 0]
    try await withNode(serving: inbox.store) { node in
      for n in order {
        let answers = try await send([paths[n]], to: node.peer)
        #expect(answers.map(\.status) == [.success])
      }
    }
    #expect(
      inbox.stored.map(\.outcome) == [.new, .known, .conflicting, .conflicting, .known, .known])
    let names = ["", "", "-other-1", "-other-2", "-other-1", ""]
    for (stored, (n, name)) in zip(inbox.stored, zip(order, names)) {
      #expect(stored.path.hasSuffix("/\(Samples.series).1\(name).dcm"))
      #expect(try dataSetBytes(stored.path) == dataSetBytes(paths[n]))
    }
    #expect(try inbox.names.filter { $0.hasPrefix("inbox/") }.count == 3)
  }

  @Test func `keeps so many others of one UID, and refuses more`() async throws {
    let inbox = try Inbox()
    let paths = try (0...101).map { n in
      try Samples.write(
        Samples.dataSet(1, value: UInt8(n)), as: "\(n).dcm", in: inbox.folder)
    }
    let answers = try await withNode(serving: inbox.store) { try await send(paths, to: $0.peer) }
    #expect(answers.dropLast().allSatisfy { $0.status == .success })
    #expect(answers.last?.status == OperationStatus(0x0111))
    #expect(inbox.stored.count == 101)
    #expect(try inbox.names.filter { $0.hasPrefix("inbox/") }.count == 101)
  }

  @Test func `keeps the same instance in another syntax apart`() async throws {
    let inbox = try Inbox()
    let dataSet = Samples.dataSet(1)
    let paths = try [TransferSyntax.explicitVRLittleEndian, .implicitVRLittleEndian].map {
      try Samples.write(dataSet, as: $0.uid, in: inbox.folder, syntax: $0)
    }
    let listener = NetworkListener(options: .hasty) { _ in [Samples.implicit, Samples.explicit] }
    try await withNode(listener, serving: inbox.store) { node in
      for path in paths { _ = try await send([path], to: node.peer) }
    }
    #expect(inbox.stored.map(\.outcome) == [.new, .conflicting])
    #expect(inbox.stored.map(\.instance.transferSyntax) == [Samples.explicit, Samples.implicit])
  }

  @Test func `never leaves the folder, whatever UIDs say`() async throws {
    let inbox = try Inbox()
    let good = try Part10Writer().dataSet(
      Samples.dataSet(1), transferSyntax: .explicitVRLittleEndian)
    let outside = try Part10Writer().dataSet(
      Samples.dataSet(1, study: "../../outside"), transferSyntax: .explicitVRLittleEndian)
    let hostile = [
      "../../etc/passwd", "..", ".", "", "/tmp/x", "1.2/3", "1.2\0.3", "1.2 3", "a",
      String(repeating: "1", count: 65),
    ]
    try await withNode(serving: inbox.store) { node in
      for uid in hostile {
        let answer = try await store(good, uid: uid, on: node)
        #expect([0x0117, 0xC000].contains(answer.status.code), "\(uid): \(answer.status)")
      }
      let answer = try await store(outside, uid: "1.2.3", on: node)
      #expect(answer.status == .identifierDoesNotMatch)
      #expect(answer.errorComment?.contains("UID") == true)
      #expect(try await store(good, uid: "1.2.3", on: node).status == .success)
    }
    #expect(inbox.stored.count == 1)
    #expect(try inbox.names.count == 1)
  }

  @Test func `refuses classes that are not those of the context, and what cannot be read`()
    async throws
  {
    let inbox = try Inbox()
    let good = try Part10Writer().dataSet(
      Samples.dataSet(1), transferSyntax: .explicitVRLittleEndian)
    try await withNode(serving: inbox.store) { node in
      let other = try await store(good, uid: "1.2", sopClass: "1.2.840.10008.1.1", on: node)
      #expect(other.status == .sopClassNotSupported)
      for damaged in [[UInt8](repeating: 0xFF, count: 999), [], Array(good.prefix(200))] {
        let answer = try await store(damaged, uid: "1.2", on: node)
        #expect(answer.status.category == .failure, "\(answer.status)")
      }
    }
    #expect(inbox.stored.isEmpty)
    #expect(try inbox.names.isEmpty)
  }

  /// Sends a data set with a command that says of it what a test wants.
  private func store(
    _ bytes: [UInt8], uid: String, sopClass: String = Samples.ctClass, on node: Node
  ) async throws -> Command {
    let plan = try #require(
      ContextPlan.plans(for: [
        ContextNeed(sopClass: Samples.ctClass, transferSyntaxes: [Samples.explicit])
      ]).first)
    return try await NetworkClient(options: .hasty).withAssociation(
      to: node.peer, proposing: plan
    ) { association in
      let request = Command.store(sopClass: sopClass, sopInstance: uid, messageID: 1)
      try await association.send(request, with: bytes, contextID: 1)

      return try await association.nextCommand("an answer").command
    }
  }

  @Test func `goes on after a refusal, and says why to the one that sends`() async throws {
    let folder = try TemporaryFolder()
    let paths = try (0..<3).map {
      try Samples.write(Samples.dataSet($0), as: "\($0).dcm", in: folder)
    }
    let answers = try await withNode { try await send(paths, to: $0.peer) }
    #expect(answers.map(\.status) == [.outOfResources, .outOfResources, .outOfResources])
    #expect(answers.allSatisfy { $0.comment == "nothing is taken here" && !$0.isStored })
  }

  @Test func `takes what several send at once`() async throws {
    let inbox = try Inbox()
    let store = inbox.store
    let paths = try (0..<40).map {
      try Samples.write(
        Samples.dataSet($0, value: UInt8($0), bytes: 60_000), as: "\($0).dcm", in: inbox.folder)
    }
    try await withNode(serving: store) { node in
      let peer = node.peer
      try await withThrowingTaskGroup(of: Void.self) { group in
        // All send the last ten: one of them stores each.
        for n in 0..<8 {
          group.addTask {
            let answers = try await send(
              Array(paths[4 * n..<4 * n + 4] + paths[30...]), to: peer)
            #expect(answers.allSatisfy { $0.status == .success })
          }
        }
        try await group.waitForAll()
      }
    }
    #expect(inbox.stored.count == 8 * 14)
    #expect(inbox.stored.filter { $0.outcome == .new }.count == 40)
    #expect(inbox.stored.filter { $0.outcome == .conflicting }.isEmpty)
    #expect(try inbox.names.filter { $0.hasPrefix("inbox/") }.count == 40)
  }

  @Test func `forgets what an earlier run did not finish`() throws {
    let inbox = try Inbox()
    try inbox.folder.write([1, 2], as: "inbox/.arriving/half")
    _ = inbox.store
    #expect(try inbox.names.isEmpty)
  }
}
