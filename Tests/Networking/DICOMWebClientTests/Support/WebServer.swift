import DICOMNetwork
import Foundation
import Locks
import NIOCore
import NIOPosix

/// A request as a server sees it.
struct Asked: Sendable {
  var method: String
  var path: String
  /// By lower-case names.
  var headers: [String: String]
  var body: [UInt8]
}

/// What a server says on a connection, byte for byte.
struct Saying {
  fileprivate let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>

  func bytes(_ bytes: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }

  func text(_ text: String) async throws { try await bytes(Array(text.utf8)) }

  /// A whole answer.
  func answer(
    _ status: String = "200 OK", _ headers: [String] = [], _ body: [UInt8] = []
  ) async throws {
    let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.count)"] + headers
    try await text(lines.joined(separator: "\r\n") + "\r\n\r\n")
    try await bytes(body)
  }

  /// A whole answer in JSON.
  func json(_ json: String) async throws {
    try await answer("200 OK", ["Content-Type: application/dicom+json"], Array(json.utf8))
  }

  /// A body of several parts.
  func parts(_ boundary: String, _ parts: [[UInt8]], named: Bool = true) async throws {
    var body: [UInt8] = []
    for part in parts {
      body += Array("--\(boundary)\r\nContent-Type: application/dicom\r\n\r\n".utf8) + part
      body += Array("\r\n".utf8)
    }
    body += Array("--\(boundary)--\r\n".utf8)
    let name = named ? "; boundary=\(boundary)" : ""
    try await answer(
      "200 OK", ["Content-Type: multipart/related; type=\"application/dicom\"\(name)"], body)
  }
}

/// What a server was asked, and how many at a time.
final class Seen: Sendable {
  private let state = Locked((asked: [Asked](), now: 0, most: 0))

  var asked: [Asked] { state.withLock { $0.asked } }
  var paths: [String] { asked.map(\.path) }
  var mostAtATime: Int { state.withLock { $0.most } }

  fileprivate func begin(_ request: Asked) {
    state.withLock {
      $0.asked.append(request)
      $0.now += 1
      $0.most = max($0.most, $0.now)
    }
  }

  fileprivate func end() { state.withLock { $0.now -= 1 } }
}

/// Listens at a free port of the loopback while `body` runs, which gets the service's base.
func withWebServer<Value>(
  _ answer: @escaping @Sendable (Asked, Saying) async throws -> Void,
  _ body: (String, Seen) async throws -> Value
) async throws -> Value {
  let seen = Seen()
  let server = try await ServerBootstrap(group: NIOSingletons.posixEventLoopGroup)
    .bind(host: "127.0.0.1", port: 0) { channel in
      channel.eventLoop.makeCompletedFuture {
        try AcceptedConnection<ByteBuffer, ByteBuffer>(channel)
      }
    }
  let port = server.channel.localAddress?.port ?? 0
  let serving = Task {
    try await server.executeThenClose { connections in
      try await withThrowingDiscardingTaskGroup { group in
        for try await connection in connections {
          group.addTask { try? await serve(connection, seen: seen, answer) }
        }
      }
    }
  }
  let result: Result<Value, any Error>
  do {
    result = .success(try await body("http://127.0.0.1:\(port)/base", seen))
  } catch {
    result = .failure(error)
  }
  serving.cancel()
  _ = await serving.result
  return try result.get()
}

private func serve(
  _ connection: AcceptedConnection<ByteBuffer, ByteBuffer>, seen: Seen,
  _ answer: @Sendable (Asked, Saying) async throws -> Void
) async throws {
  try await connection.executeThenClose { _, inbound, outbound in
    var inbound = inbound.makeAsyncIterator()
    var received: [UInt8] = []
    while true {
      while received.firstRange(of: Array("\r\n\r\n".utf8)) == nil {
        guard let more = try await inbound.next(isolation: #isolation) else { return }
        received += more.readableBytesView
        // As servers answer who begins with TLS where they do not speak it.
        if received.first == 0x16 {
          return try await outbound.write(
            ByteBuffer(string: "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"))
        }
      }
      let head = received.firstRange(of: Array("\r\n\r\n".utf8)) ?? 0..<0
      var request = Asked(received[..<head.lowerBound])
      received.removeSubrange(..<head.upperBound)
      let length = Int(request.headers["content-length"] ?? "0") ?? 0
      while received.count < length {
        guard let more = try await inbound.next(isolation: #isolation) else { return }
        received += more.readableBytesView
      }
      request.body = Array(received.prefix(length))
      received.removeFirst(length)
      seen.begin(request)
      defer { seen.end() }
      try await answer(request, Saying(outbound: outbound))
    }
  }
}

extension Asked {
  fileprivate init(_ head: ArraySlice<UInt8>) {
    let lines = String(decoding: head, as: UTF8.self).components(separatedBy: "\r\n")
    let words = lines[0].split(separator: " ").map(String.init)
    method = words.first ?? ""
    path = words.count > 1 ? words[1] : ""
    headers = [:]
    body = []
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
      headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
    }
  }
}
