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
      let clients = (0..<32).map { _ in
        Task {
          try? await withConnection(to: port) { _ = await $0.rest() }
          return Task.isCancelled
        }
      }
      listening.cancel()
      _ = await listening.result
      // The system drops a connection without a word whose handshake ends just when the listener does.
      let patience = Task {
        try await Task.sleep(for: .seconds(5))
        for client in clients { client.cancel() }
      }
      var forgotten = 0
      for client in clients where await client.value { forgotten += 1 }
      patience.cancel()
      #expect(forgotten < 4)
    }
  }
}
