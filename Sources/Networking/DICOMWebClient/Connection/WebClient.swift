import AsyncHTTPClient
import DICOMNetwork
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import WebServices

/// A service of the web, and the connections to it.
public struct WebClient: Sendable {
  /// The service's address, without a slash at its end.
  public let base: String

  /// How this side talks.
  public let options: WebOptions

  private let client: HTTPClient

  /// Does something with a service; the connections end with it.
  ///
  /// - Parameters:
  ///   - base: The service's address, without a slash at its end.
  ///   - options: How this side talks.
  ///   - body: What to do.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws; `NetworkError` for certificates that are of no use.
  public static func with<Value: Sendable>(
    _ base: String, options: WebOptions = WebOptions(),
    _ body: (WebClient) async throws -> Value
  ) async throws -> Value {
    let client = try WebClient(connectingTo: base, options: options)
    let result: Result<Value, any Error>
    do {
      result = .success(try await body(client))
    } catch {
      result = .failure(error)
    }
    await client.close()
    return try result.get()
  }

  /// Prepares connections to a service, for those who keep them.
  ///
  /// - Parameters:
  ///   - base: The service's address, without a slash at its end.
  ///   - options: How this side talks.
  /// - Throws: `NetworkError` for certificates that are of no use.
  /// - Postcondition: ``close()`` has to be called before the client goes.
  public init(connectingTo base: String, options: WebOptions = WebOptions()) throws {
    self.base = base
    self.options = options
    client = HTTPClient(
      eventLoopGroupProvider: .shared(NIOSingletons.posixEventLoopGroup),
      configuration: try Self.configuration(base, options))
  }

  /// Ends all connections.
  public func close() async { try? await client.shutdown() }

  private static func configuration(
    _ base: String, _ options: WebOptions
  ) throws -> HTTPClient.Configuration {
    let patience = TimeAmount.seconds(Int64(options.timeouts.response))
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: HTTPClient.Configuration.Timeout(
        connect: .seconds(Int64(options.timeouts.connection)), read: patience, write: patience),
      decompression: .disabled)
    if base.hasPrefix("https://") {
      configuration.tlsConfiguration = try options.security.clientConfiguration(for: base)
    }
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = options.requests
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.http1_1ConnectionDebugInitializer = { channel in
      channel.setOption(.recvAllocator, value: ReceivedBytes.allocator)
    }
    return configuration
  }

  /// Asks for a resource, wherever on the same host the service says that it is.
  ///
  /// - Parameters:
  ///   - path: Below the base, from `/` on, with its query.
  ///   - accept: What is taken.
  ///   - name: What is waited for, in words.
  /// - Returns: The answer, whatever its status is.
  /// - Throws: ``WebClientError``.
  func get(_ path: String, accept: String, named name: String) async throws -> WebExchange {
    var url = base + path
    for _ in 0..<Self.mostReferrals {
      var request = HTTPClientRequest(url: url)
      request.headers.add(name: "Accept", value: accept)
      let exchange = try await execute(request, named: name)
      guard let location = exchange.referral else { return exchange }
      try await exchange.discard()
      url = try Referral(location, from: url).url(for: self)
    }
    throw failure(.referredInCircles)
  }

  private static let mostReferrals = 5

  /// Sends something; referrals are not followed, since it would have to be sent again.
  ///
  /// - Parameters:
  ///   - path: Below the base, from `/` on.
  ///   - contentType: What is sent.
  ///   - body: The bytes.
  ///   - name: What is waited for, in words.
  /// - Returns: The answer, whatever its status is.
  /// - Throws: ``WebClientError``.
  func post(
    _ path: String, contentType: MediaType, body: HTTPClientRequest.Body, named name: String
  ) async throws -> WebExchange {
    var request = HTTPClientRequest(url: base + path)
    request.method = .POST
    request.headers.add(name: "Content-Type", value: contentType.description)
    request.headers.add(name: "Accept", value: MediaType.dicomJSON.description)
    request.body = body
    let exchange = try await execute(request, named: name)
    if let location = exchange.referral {
      throw failure(.unexpectedAnswer("it refers to \(Referral.origin(of: location))"))
    }
    return exchange
  }

  func execute(
    _ request: HTTPClientRequest, named name: String
  ) async throws -> WebExchange {
    var request = request
    request.headers.add(name: "User-Agent", value: "sagitta")
    for header in options.headers {
      guard Self.isField(header) else { throw failure(.unusableHeader) }
      request.headers.add(name: header.name, value: header.value)
    }
    if let credentials = options.credentials {
      request.headers.replaceOrAdd(name: "Authorization", value: credentials.authorization)
    }
    let deadline =
      options.timeouts.operation.map { NIODeadline.now() + .seconds(Int64($0)) }
      ?? .distantFuture
    return try await named(name) {
      WebExchange(
        try await client.execute(request, deadline: deadline), client: self, name: name)
    }
  }

  /// RFC 9110 5.5: no control characters, or a value would be two fields.
  private static func isField(_ header: WebHeader) -> Bool {
    MediaType("a/" + header.name) != nil
      && header.value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
  }

  /// An error about this service.
  func failure(_ reason: WebClientError.Reason) -> WebClientError {
    WebClientError(reason, service: base)
  }

  /// What `body` returns; the libraries' errors become those of this module.
  func named<Value>(_ name: String, _ body: () async throws -> Value) async throws -> Value {
    do {
      return try await body()
    } catch let error as WebServiceError {
      throw failure(.damaged(error.description))
    } catch {
      throw TransportFault.of(error, awaiting: name, client: self) ?? error
    }
  }
}
