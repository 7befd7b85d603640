import AsyncHTTPClient
public import NIOCore
import NIOHTTP1
public import WebServices

/// A request of somebody else that is passed on to a service.
public struct PassedRequest: Sendable {
  /// The method.
  public var method: String
  /// Below the service's base, from `/` on, with its query.
  public var path: String
  /// The fields that go with it; none of a connection.
  public var headers: [WebHeader]

  /// Creates a request.
  public init(method: String, path: String, headers: [WebHeader] = []) {
    self.method = method
    self.path = path
    self.headers = headers
  }
}

/// An answer that is passed on as it comes.
public struct PassedAnswer: Sendable {
  /// Its status.
  public var status: Int { exchange.status }
  /// The fields of its head.
  public var headers: [WebHeader] { exchange.headers }

  private let exchange: WebExchange

  init(_ exchange: WebExchange) { self.exchange = exchange }

  /// The bytes as they come; the service waits while nobody takes them, and is told when nobody will.
  public var body: some AsyncSequence<ByteBuffer, any Error> & Sendable { exchange.body }

  /// All of the body.
  ///
  /// - Throws: ``WebClientError``, also for a body that is too long.
  public func bytes() async throws -> [UInt8] { try await exchange.bytes() }
}

extension WebClient {
  /// Passes a request on; where the service refers to is for who asked to follow.
  ///
  /// - Parameter request: The request.
  /// - Returns: The answer, whatever its status is.
  /// - Throws: ``WebClientError``.
  public func pass(_ request: PassedRequest) async throws -> PassedAnswer {
    try await pass(request, body: nil)
  }

  /// Passes a request on with its body, as that comes.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - body: The body.
  ///   - count: The bytes of the body; nil if that is not known.
  /// - Returns: The answer, whatever its status is.
  /// - Throws: ``WebClientError``.
  public func pass<Body: AsyncSequence & Sendable>(
    _ request: PassedRequest, body: Body, byteCount count: Int?
  ) async throws -> PassedAnswer where Body.Element == ByteBuffer {
    try await pass(
      request, body: .stream(body, length: count.map { .known(Int64($0)) } ?? .unknown))
  }

  private func pass(
    _ request: PassedRequest, body: HTTPClientRequest.Body?
  ) async throws -> PassedAnswer {
    var passed = HTTPClientRequest(url: base + request.path)
    passed.method = HTTPMethod(rawValue: request.method)
    for header in request.headers { passed.headers.add(name: header.name, value: header.value) }
    passed.body = body
    return PassedAnswer(try await execute(passed, named: "an answer"))
  }
}
