import Archive
import Locks
import NIOCore
import NIOPosix
import TestSupport
import Testing

@testable import Server

@Suite struct `A server whose task is cancelled` {
  @Test func `closes connections that stand in line`() async throws {
    for _ in 0..<10 {
      let archive = try Archive(holding: [])
      let channels = try await Running.server(archive) { port in
        try await withThrowingTaskGroup { group in
          for _ in 0..<32 {
            group.addTask {
              try await ClientBootstrap(group: NIOSingletons.posixEventLoopGroup)
                .connect(host: "127.0.0.1", port: port).get()
            }
          }
          // Those that the server has not begun to answer yet are still in line when this returns.
          return try await group.reduce(into: [any Channel]()) { $0.append($1) }
        }
      }
      // The system drops a connection without a word whose handshake ends just when the server does.
      let forgotten = Locked(0)
      let patience = Task {
        try await Task.sleep(for: .seconds(5))
        for channel in channels where channel.isActive {
          forgotten.withLock { $0 += 1 }
          channel.close(promise: nil)
        }
      }
      for channel in channels { try await channel.closeFuture.get() }
      patience.cancel()
      #expect(forgotten.withLock { $0 } < 4)
    }
  }
}
