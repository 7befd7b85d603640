import Foundation
import DICOMNetwork
import Locks
import NIOCore
import NIOPosix
import UpperLayer

/// A connection whose bytes a test says and sees itself.
final class RawConnection {
  private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
  private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  private var received: [UInt8] = []

  init(
    _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>,
    _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  ) {
    self.inbound = inbound.makeAsyncIterator()
    self.outbound = outbound
  }

  /// Sends bytes.
  func send(_ bytes: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }

  /// Ends what this side sends; the other side may go on.
  func finish() { outbound.finish() }

  /// Sends a unit.
  func send(_ unit: ControlUnit) async throws { try await send(unit.bytes) }

  /// The next unit, with its header; nil if the other side closes before its end.
  func unit() async throws -> [UInt8]? {
    while true {
      if received.count >= 6 {
        let length = received[2..<6].reduce(0) { $0 << 8 | Int($1) }
        if received.count >= 6 + length {
          defer { received.removeFirst(6 + length) }
          return Array(received.prefix(6 + length))
        }
      }
      guard let bytes = try await inbound.next(isolation: #isolation) else { return nil }
      received += bytes.readableBytesView
    }
  }

  /// Everything until the other side closes, or breaks, the connection.
  func rest() async -> [UInt8] {
    while let bytes = try? await inbound.next(isolation: #isolation) {
      received += bytes.readableBytesView
    }
    return received
  }
}

/// Connects to a port of the loopback, and closes behind `body`.
///
/// With `halfClosing` either side may end what it sends while the other goes on.
func withConnection<Value>(
  to port: Int, halfClosing isHalf: Bool = false, _ body: (RawConnection) async throws -> Value
) async throws -> Value {
  let channel = try await ClientBootstrap(group: NIOSingletons.posixEventLoopGroup)
    .channelOption(.allowRemoteHalfClosure, value: isHalf)
    .connect(host: "127.0.0.1", port: port) { channel in
      channel.eventLoop.makeCompletedFuture {
        try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
          wrappingChannelSynchronously: channel,
          configuration: .init(isOutboundHalfClosureEnabled: isHalf))
      }
    }
  return try await channel.executeThenClose { inbound, outbound in
    try await body(RawConnection(inbound, outbound))
  }
}

/// Listens at a free port of the loopback while `body` runs.
func withServer<Value>(
  answering answer: @escaping @Sendable (RawConnection) async throws -> Void,
  _ body: (NetworkPeer) async throws -> Value
) async throws -> Value {
  let server = try await ServerBootstrap(group: NIOSingletons.posixEventLoopGroup)
    .bind(host: "127.0.0.1", port: 0) { channel in
      channel.eventLoop.makeCompletedFuture {
        try AcceptedConnection<ByteBuffer, ByteBuffer>(channel)
      }
    }
  let port = server.channel.localAddress?.port ?? 0
  let serving = Task {
    try await server.executeThenClose { connections in
      for try await connection in connections {
        try? await connection.executeThenClose { _, inbound, outbound in
          try await answer(RawConnection(inbound, outbound))
        }
      }
    }
  }
  let result = await resultOf {
    try await body(NetworkPeer(title: "SERVER", host: "127.0.0.1", port: port))
  }
  serving.cancel()
  _ = await serving.result
  return try result.get()
}

/// Where to look next: below the ports that the system gives to connections, and apart for processes.
private let nextPort = Locked(20_000 + Int(ProcessInfo.processInfo.processIdentifier % 600) * 20)

/// A port of the loopback that nobody has, and that no other test is given.
func freePort() async throws -> Int {
  while true {
    let port = nextPort.withLock { port in
      port = port >= 32_000 ? 20_000 : port + 1
      return port
    }
    let server = try? await ServerBootstrap(group: NIOSingletons.posixEventLoopGroup)
      .bind(host: "127.0.0.1", port: port).get()
    guard let server else { continue }
    try await server.close()
    return port
  }
}
