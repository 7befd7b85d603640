import DICOMCoding
import DICOMModel
import Foundation
import Locks
import MessageExchange
import SeriesLoading
import Testing

@testable import DICOMNetwork

/// An index of some files, in memory.
struct MemoryIndex: InstanceIndex {
  private let entries: [(instance: IndexedInstance, dataSet: DataSet)]

  init(_ paths: [String]) throws {
    entries = try paths.map { path in
      let head = try #require(StoredHead(path: path))
      let instance = IndexedInstance(
        sopClass: head.form.sopClass, sopInstance: head.sopInstance,
        transferSyntax: head.form.transferSyntax, path: path)
      return (instance, try ObjectFile(path: path).parsed.dataSet)
    }
  }

  /// The index without the files, which are forgotten where they lie.
  func removingFiles(where isGone: (IndexedInstance) -> Bool) throws {
    for entry in entries where isGone(entry.instance) {
      try FileManager.default.removeItem(atPath: entry.instance.path)
    }
  }

  func matches(
    of query: Query, after position: IndexPosition?, atMost count: Int
  ) -> IndexPage<DataSet> {
    var seen: Set<String> = []
    let found = entries.map(\.dataSet).filter(query.accepts).filter {
      seen.insert($0.string(query.level.uniqueKey) ?? "").inserted
    }
    return page(found, after: position, atMost: count)
  }

  func instances(
    of query: Query, after position: IndexPosition?, atMost count: Int
  ) -> IndexPage<IndexedInstance> {
    let found = entries.filter { query.accepts($0.dataSet) }.map(\.instance)
    return page(found, after: position, atMost: count)
  }

  private func page<Element>(
    _ found: [Element], after position: IndexPosition?, atMost count: Int
  ) -> IndexPage<Element> {
    let start = Int(position?.number ?? 0)
    let end = min(start + count, found.count)
    return IndexPage(
      Array(found[start..<end]), next: end < found.count ? IndexPosition(Int64(end)) : nil)
  }
}

/// An index of so many studies that nobody takes them all.
struct EndlessIndex: InstanceIndex {
  func matches(
    of query: Query, after position: IndexPosition?, atMost count: Int
  ) -> IndexPage<DataSet> {
    let start = Int(position?.number ?? 0)
    let matches = (start..<start + count).map { n in
      var match = DataSet()
      match.set(.studyInstanceUID, string: "1.2.\(n)")
      match.set(.patientID, string: "P\(n)")
      return match
    }
    return IndexPage(matches, next: IndexPosition(Int64(start + count)))
  }

  func instances(
    of query: Query, after position: IndexPosition?, atMost count: Int
  ) throws -> IndexPage<IndexedInstance> { throw IndexIsBroken() }
}

/// An index cannot answer; the text is nobody else's business.
struct IndexIsBroken: Error, CustomStringConvertible {
  var description: String { "/secret/path is broken" }
}

/// A node of this process on a free port.
struct ArchiveUnderTest {
  let peer: NetworkPeer
  private let operations: Locked<[ServedOperation]>

  /// Does something while a node runs, and ends it.
  static func whileRunning<Value: Sendable>(
    _ index: any InstanceIndex, folder: StoreFolder? = nil,
    destinations: [String: MoveDestination] = [:], options: NetworkOptions = .hasty,
    end: ListenerEnd = ListenerEnd(), _ body: (ArchiveUnderTest) async throws -> Value
  ) async throws -> Value {
    let operations = Locked<[ServedOperation]>([])
    let (starts, started) = AsyncStream<Int>.makeStream()
    var options = options
    options.title = "NODE"
    let node = ArchiveNode(
      index: index, folder: folder, destinations: destinations, options: options
    ) { news in
      switch news {
      case .association(.listening(_, let port)): started.yield(port)
      case .association: break
      case .served(let operation): operations.withLock { $0.append(operation) }
      }
    }
    let running = Task {
      defer { started.finish() }
      try await node.run(host: "127.0.0.1", port: 0, until: end)
    }
    var ports = starts.makeAsyncIterator()
    guard let port = await ports.next(isolation: #isolation) else {
      try await running.value
      throw NodeIsOver()
    }
    let peer = NetworkPeer(title: "NODE", host: "127.0.0.1", port: port)
    let result = await resultOf {
      try await body(ArchiveUnderTest(peer: peer, operations: operations))
    }
    running.cancel()
    _ = await running.result
    return try result.get()
  }

  /// What it has done, once that are so many: it says so after its answer has left.
  func served(
    _ count: Int, where isMeant: (ServedOperation) -> Bool = { _ in true }
  ) async throws -> [ServedOperation] {
    for _ in 0..<500 {
      let served = operations.withLock { $0 }.filter(isMeant)
      if served.count >= count { return served }
      try await Task.sleep(for: .milliseconds(20))
    }
    throw NodeIsOver()
  }
}

/// Retrieves by C-GET or C-MOVE, and says how that went.
func retrieve(
  _ query: Query, from peer: NetworkPeer, to destination: String? = nil,
  in model: InformationModel = .studyRoot, into provider: some ServiceProvider = Refusing(),
  needs: [ContextNeed] = ContextNeed.provided(Samples.ctClass)
) async throws -> RetrievalOutcome {
  let service = destination == nil ? model.get : model.move
  let plan = try #require(
    ContextPlan.plans(for: destination == nil ? needs : [], with: [.query(service)]).first)
  return try await NetworkClient(options: .hasty).withAssociation(to: peer, proposing: plan) {
    guard let destination else {
      return try await $0.get(query.retrieval, in: model, into: provider)
    }
    return try await $0.move(query.retrieval, to: destination, in: model)
  }
}
