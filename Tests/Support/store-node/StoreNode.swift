import DICOMModel
import DICOMNetwork
import Foundation
import MessageExchange

/// A node in a process of its own, which may be killed, and whose memory may be looked at.
///
/// `store-node PORT FOLDER` prints the port that it listens at.
@main struct StoreNode {
  static func main() async throws {
    guard CommandLine.arguments.count == 3, let port = Int(CommandLine.arguments[1]) else {
      FileHandle.standardError.write(Data("usage: store-node PORT FOLDER\n".utf8))
      exit(64)
    }
    let node = ArchiveNode(
      index: NothingIndexed(), folder: StoreFolder(CommandLine.arguments[2]),
      options: NetworkOptions(title: "NODE")
    ) { news in
      guard case .association(.listening(_, let port)) = news else { return }
      FileHandle.standardOutput.write(Data("\(port)\n".utf8))
    }
    try await node.run(host: "127.0.0.1", port: port)
  }
}

/// What is stored is not looked for here.
private struct NothingIndexed: InstanceIndex {
  func matches(
    of query: Query, after position: IndexPosition?, atMost count: Int
  ) -> IndexPage<DataSet> { IndexPage([], next: nil) }

  func instances(
    of query: Query, after position: IndexPosition?, atMost count: Int
  ) -> IndexPage<IndexedInstance> { IndexPage([], next: nil) }
}
