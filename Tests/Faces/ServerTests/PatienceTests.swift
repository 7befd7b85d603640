import Archive
import DICOMCoding
import DICOMModel
import Locks
import NIOCore
import NIOPosix
import TestSupport
import Testing

@testable import Server

/// Clients that keep a connection and do nothing with it.
@Suite struct `A server with slow clients` {
  /// What came over a connection that is over.
  private struct Ended {
    let seconds: Double
    let bytes: Int
  }

  /// Counts what comes.
  private final class Counter: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer
    let count = Locked(0)

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      let bytes = unwrapInboundIn(data).readableBytes
      count.withLock { $0 += bytes }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
      context.close(promise: nil)
    }
  }

  private static func server<Value: Sendable>(
    _ served: ServedArchive, _ body: (Int) async throws -> Value
  ) async throws -> Value {
    var options = ServerOptions()
    options.limits.idleSeconds = 1
    return try await Running.server(served.archive, options, body)
  }

  /// Sends a text, reads nothing for a while, and then until the server ends the connection.
  private static func end(
    _ port: Int, sending text: String, readingAfter pause: Duration = .zero
  ) async throws -> Ended {
    let start = ContinuousClock.now
    let counter = Counter()
    let channel = try await ClientBootstrap(group: NIOSingletons.posixEventLoopGroup)
      .channelOption(.autoRead, value: pause == .zero)
      .channelOption(.socketOption(.so_rcvbuf), value: 4096)
      .channelInitializer { $0.pipeline.addHandler(counter) }
      .connect(host: "127.0.0.1", port: port).get()
    try await channel.writeAndFlush(ByteBuffer(string: text)).get()
    if pause > .zero {
      // Who does not read hears of nothing.
      try await Task.sleep(for: pause)
      try await channel.setOption(.autoRead, value: true).get()
    }
    try await channel.closeFuture.get()
    return Ended(
      seconds: (ContinuousClock.now - start) / .seconds(1), bytes: counter.count.withLock { $0 })
  }

  @Test(arguments: [
    "", "GET /dicom-web/stud", "GET /health HTTP/1.1\r\nHost: a\r\nX-Slow: ",
    "POST /dicom-web/studies HTTP/1.1\r\nHost: a\r\nContent-Type: application/dicom\r\n"
      + "Content-Length: 100000\r\n\r\nabc",
  ])
  func `ends connections on which nothing more comes`(sent: String) async throws {
    let ended = try await Self.server(try ServedArchive()) { port in
      try await Self.end(port, sending: sent)
    }
    #expect((0.5...30).contains(ended.seconds), "\(ended.seconds)")
  }

  @Test func `ends an answer that nobody takes`() async throws {
    let served = try ServedArchive()
    // More than the buffers of both sides hold.
    let pixels = 12 << 20
    var set = ServedArchive.dataSet(number: 50)
    set.set(.rows, integer: 3 << 12)
    set.set(.columns, integer: 1 << 10)
    set.set(.pixelData, vr: .ow, integers: [Int](repeating: 7, count: pixels))
    let file = try Part10Writer().file(set, transferSyntax: .explicitVRLittleEndian)
    try served.folder.write(file, as: "in/large.dcm")
    try served.archive.scan()
    let question =
      "GET \(ServedArchive.instance(50)) HTTP/1.1\r\nHost: a\r\nAccept: application/dicom\r\n\r\n"
    let ended = try await Self.server(served) { port in
      try await Self.end(port, sending: question, readingAfter: .seconds(4))
    }
    #expect(ended.bytes > 1000 && ended.bytes < 2 * pixels, "\(ended.bytes)")
  }
}
