import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import WebServices

/// An answer whose body is still to come.
struct WebExchange: Sendable {
  /// Its status.
  let status: Int

  private let response: HTTPClientResponse
  private let client: WebClient
  private let name: String

  init(_ response: HTTPClientResponse, client: WebClient, name: String) {
    self.response = response
    self.client = client
    self.name = name
    status = Int(response.status.code)
  }

  /// What the body is.
  var contentType: MediaType? {
    response.headers.first(name: "Content-Type").flatMap { MediaType($0) }
  }

  /// The fields of its head.
  var headers: [WebHeader] { response.headers.map { WebHeader($0.name, $0.value) } }

  /// Which program the service says that it is; at most a line.
  var server: String? {
    response.headers.first(name: "Server").map { String($0.prefix(200)) }
  }

  /// Where it refers to.
  var referral: String? {
    [301, 302, 303, 307, 308].contains(status) ? response.headers.first(name: "Location") : nil
  }

  /// The bytes as they come, with the library's own errors.
  var body: HTTPClientResponse.Body { response.body }

  /// The bytes as they come; the other side waits while nobody asks for more.
  func eachPiece(_ take: (ByteBuffer) throws -> Void) async throws {
    try await client.named(name) {
      for try await piece in response.body { try take(piece) }
    }
  }

  /// All of the body.
  func bytes() async throws -> [UInt8] {
    let limit = client.options.limits.answerBytes
    var bytes: [UInt8] = []
    try await eachPiece { piece in
      guard bytes.count + piece.readableBytes <= limit else {
        throw WebServiceError(.tooLong("an answer", limit: limit))
      }
      bytes += piece.readableBytesView
    }
    return bytes
  }

  /// Passes over a body that says nothing; a long one costs the connection instead.
  func discard() async throws {
    var left = 1 << 16
    try await client.named(name) {
      for try await piece in response.body {
        left -= piece.readableBytes
        if left < 0 { break }
      }
    }
  }

  /// Throws for a status that says no.
  ///
  /// - Parameter operation: What was asked.
  /// - Throws: ``WebClientError``.
  func check(_ operation: String) async throws {
    switch status {
    case 200..<300: return
    case 401, 403: throw client.failure(.notAuthorized(status: status))
    case 404, 410: throw client.failure(.notFound)
    default:
      throw client.failure(
        .refused(
          operation: operation, status: status,
          comment: HTTPResponseStatus(statusCode: status).reasonPhrase))
    }
  }
}
