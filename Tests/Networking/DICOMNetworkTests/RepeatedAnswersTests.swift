import DICOMModel
import MessageExchange
import Places
import TestSupport
import Testing

@testable import DICOMNetwork

/// An index that has everything under two patients, and answers for each.
private struct TwoPatients: InstanceIndex {
  let index: MemoryIndex

  func matches(
    of query: Query, after position: IndexPosition?, atMost count: Int
  ) -> IndexPage<DataSet> {
    let page = index.matches(of: query, after: position, atMost: count)
    return IndexPage(page.elements.flatMap { [$0, $0] }, next: page.next)
  }

  func instances(
    of query: Query, after position: IndexPosition?, atMost count: Int
  ) -> IndexPage<IndexedInstance> {
    index.instances(of: query, after: position, atMost: count)
  }
}

@Suite struct `A study under two patients` {
  @Test func `has each series and each instance once`() async throws {
    let folder = try TemporaryFolder()
    let paths = try (0..<3).map {
      try Samples.write(Samples.dataSet($0), as: "\($0).dcm", in: folder)
    }
    let index = TwoPatients(index: try MemoryIndex(paths))
    try await ArchiveUnderTest.whileRunning(index) { node in
      let fetcher = InstanceFetcher(peer: node.peer, options: .hasty)
      let study = PlaceTarget(study: Samples.study)
      let series = PlaceTarget(study: Samples.study, series: Samples.series)
      for target in [study, series] {
        let instances = try await fetcher.instances(of: target)
        #expect(instances.map(\.uid) == (0..<3).map { "\(Samples.series).\($0)" })
        let inbox = try Inbox()
        let failed = try await fetcher.get(instances, whole: true, into: inbox.store)
        #expect(failed.isEmpty && inbox.stored.map(\.outcome) == [.new, .new, .new])
      }
    }
  }
}
