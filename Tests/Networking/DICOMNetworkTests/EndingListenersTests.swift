import DICOMNetwork
import Testing

@Suite struct `A listener that ends` {
  @Test func `closes connections that stand in line`() async throws {
    for _ in 0..<20 {
      let (ports, continuation) = AsyncStream<Int>.makeStream()
      let listening = Task {
        try await NetworkListener { _ in nil }.run(
          host: "127.0.0.1", port: 0,
          telling: { if case .listening(_, let port) = $0 { continuation.yield(port) } },
          serve: { _ in })
      }
      var iterator = ports.makeAsyncIterator()
      let port = try #require(await iterator.next())
      await withTaskGroup { group in
        for _ in 0..<32 {
          group.addTask { try? await withConnection(to: port) { _ = await $0.rest() } }
        }
        listening.cancel()
        _ = await listening.result
      }
    }
  }
}
