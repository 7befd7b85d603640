import Locks
package import NIOCore

/// A connection on its way from the listener to the task that answers it.
///
/// A listener that ends drops whoever still stands in line, and NIO ends the process where a channel is dropped
/// that nobody has closed. This one is closed then.
package final class AcceptedConnection<Inbound: Sendable, Outbound: Sendable>: Sendable {
  private let channel: Locked<NIOAsyncChannel<Inbound, Outbound>?>

  /// Wraps a channel; on its event loop.
  ///
  /// - Throws: What NIO throws for a channel that is closed already.
  package init(_ channel: any Channel) throws {
    self.channel = Locked(try NIOAsyncChannel(wrappingChannelSynchronously: channel))
  }

  deinit {
    guard let channel = channel.withLock({ $0 }) else { return }
    Task { try? await channel.executeThenClose { _, _ in } }
  }

  /// Does something with the connection, once, which is closed behind it.
  ///
  /// - Throws: What `body` throws, or what NIO throws while it closes.
  package func executeThenClose(
    _ body: (
      any Channel, NIOAsyncChannelInboundStream<Inbound>, NIOAsyncChannelOutboundWriter<Outbound>
    ) async throws -> Void
  ) async throws {
    guard let channel = channel.withLock({ $0.take() }) else { return }
    try await channel.executeThenClose { try await body(channel.channel, $0, $1) }
  }
}
