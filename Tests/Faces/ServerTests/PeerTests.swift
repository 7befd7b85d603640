import Archive
import Foundation
import TestSupport
import Testing

@testable import Server

@Suite struct `A client of its own` {
  @Test(.needsPeers) func `finds, gets and stores what the files hold`() async throws {
    let folder = try TemporaryFolder()
    let archive = try Archive(
      folders: [], store: folder.path("store"), index: folder.path("index.sqlite"))
    try archive.scan()
    let files = try FileManager.default
      .contentsOfDirectory(atPath: Repository.volumes.appending(path: "mr-head").path)
      .filter { $0.hasSuffix(".dcm") }.sorted().prefix(4)
      .map { Repository.volumes.appending(path: "mr-head/\($0)").path }
    #expect(files.count == 4)
    var options = ServerOptions()
    options.port = 0
    let (ports, continuation) = AsyncStream<Int>.makeStream()
    let server = try ArchiveServer(archive, options: options) { _, port in continuation.yield(port)
    }
    let serving = Task { try await server.run() }
    defer { serving.cancel() }
    var iterator = ports.makeAsyncIterator()
    let port = try #require(await iterator.next())
    let output = try await apart {
      try Peers.answer(
        of: "web_services", "http://127.0.0.1:\(port)/dicom-web", files.joined(separator: "\n"),
        as: [String].self)
    }
    #expect(output == [])
  }
}
