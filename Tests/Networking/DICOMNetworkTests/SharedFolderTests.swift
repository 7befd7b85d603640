import DICOMCoding
import DICOMModel
import Foundation
import MessageExchange
import Places
import TestSupport
import Testing

@testable import DICOMNetwork

@Suite struct `A folder that several store in` {
  private func instance(_ number: Int) -> IncomingInstance {
    IncomingInstance(
      sopClass: Samples.ctClass, sopInstance: "\(Samples.series).\(number)",
      transferSyntax: Samples.explicit, peer: "TEST")
  }

  private func take(_ receiver: any InstanceReceiver, _ bytes: [UInt8]) throws {
    try unsafe bytes.withUnsafeBytes { try unsafe receiver.take($0) }
  }

  @Test func `keeps what another one is writing`() throws {
    let inbox = try Inbox()
    let bytes = try Part10Writer().dataSet(
      Samples.dataSet(1), transferSyntax: .explicitVRLittleEndian)
    let first = inbox.store
    let writing = try first.receive(instance(1))
    try take(writing, Array(bytes.prefix(100)))
    // Opening, storing and closing beside it touch nothing of that.
    do {
      let second = inbox.store
      let other = try second.receive(instance(2))
      try take(
        other,
        try Part10Writer().dataSet(
          Samples.dataSet(2), transferSyntax: .explicitVRLittleEndian))
      #expect(try other.finish() == .success)
    }
    _ = inbox.store
    try take(writing, Array(bytes.dropFirst(100)))
    #expect(try writing.finish() == .success)
    #expect(inbox.stored.map(\.outcome) == [.new, .new])
    #expect(try dataSetBytes(inbox.stored[1].path) == bytes)
  }

  @Test func `loses what a dead one did not finish`() throws {
    let inbox = try Inbox()
    // Its lock ended with it.
    try inbox.folder.write([], as: "inbox/.arriving/dead/.lock")
    try inbox.folder.write([1, 2], as: "inbox/.arriving/dead/half")
    _ = inbox.store
    #expect(try inbox.folder.names.allSatisfy { !$0.contains("dead") })
  }

  @Test func `is left without a trace of writing`() throws {
    let inbox = try Inbox()
    do {
      let store = inbox.store
      _ = try store.receive(instance(1))
    }
    #expect(try inbox.folder.names.allSatisfy { !$0.contains(".arriving") })
  }

  @Test func `gets a series of many classes in one go`() async throws {
    let sources = try TemporaryFolder()
    let classes = ["2", "4", "128", "7", "20"].map { "1.2.840.10008.5.1.4.1.1.\($0)" }
    let paths = try classes.enumerated().map { n, sopClass in
      var dataSet = Samples.dataSet(n)
      dataSet.set(.sopClassUID, string: sopClass)
      return try Samples.write(dataSet, as: "\(n).dcm", in: sources)
    }
    let inbox = try Inbox()
    try await ArchiveUnderTest.whileRunning(MemoryIndex(paths)) { node in
      let fetcher = InstanceFetcher(peer: node.peer, options: .hasty)
      let instances = try await fetcher.instances(of: PlaceTarget(study: Samples.study))
      let failed = try await fetcher.get(instances, whole: true, into: inbox.store)
      #expect(instances.count == 5 && failed.isEmpty)
    }
    // Each once.
    #expect(inbox.stored.map(\.outcome) == classes.map { _ in .new })
  }
}
