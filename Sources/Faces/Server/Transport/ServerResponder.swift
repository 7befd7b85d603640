import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import WebServices

/// What a request belongs to: its connection.
struct ServerContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// The connection, or the stream of one.
  let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    channel = source.channel
  }
}

/// Between HTTP and the services: who may ask, where from, and how answers go out.
struct ServerResponder: HTTPResponder {
  typealias Context = ServerContext

  let routes: ServerRoutes
  let options: ServerOptions
  let pool: NIOThreadPool
  let metrics: ServerMetrics

  func respond(to request: Request, context: ServerContext) async throws -> Response {
    let start = ContinuousClock.now
    let access = CrossOrigin(options.allowedOrigins, origin: request.headers[.origin])
    let route = RouteName(path: request.uri.path, method: request.method.rawValue)
    metrics.began()
    var response: WebResponse
    do {
      response = try await answer(request, context: context, access: access)
    } catch {
      let failure = ServiceFailure(error)
      // Pictures that nobody waits for any more are given up all the time.
      if failure.status >= 500, failure.code != "cancelled" {
        context.logger.error(
          "request failed", metadata: ["route": "\(route.text)", "code": "\(failure.code)"])
      }
      response = try WebResponse(failure.answer, isHead: request.method == .head)
    }
    response.answer.headers += access.headers
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    metrics.ended(route, status: response.answer.status, seconds: seconds)
    context.logger.debug(
      "request",
      metadata: [
        "route": "\(route.text)", "status": "\(response.answer.status)",
        "milliseconds": "\(Int(seconds * 1000))",
      ])
    return response.response(pool)
  }

  private func answer(
    _ request: Request, context: ServerContext, access: CrossOrigin
  ) async throws -> WebResponse {
    // A browser asks first whether it may ask, and shows nothing yet.
    if request.method == .options, request.headers[.accessControlRequestMethod] != nil {
      return try WebResponse(access.preflight, isHead: false)
    }
    try authorize(request)
    let web = try webRequest(request, port: context.channel.localAddress?.port)
    return try await routes.answer(web, body: request.body, context: context)
  }

  private func authorize(_ request: Request) throws {
    guard let token = options.token, !ServerRoutes.isOpen(request.uri.path) else { return }
    let words = (request.headers[.authorization] ?? "").split(separator: " ", maxSplits: 1)
    guard words.count == 2, words[0].lowercased() == "bearer", token.isSame(as: words[1]) else {
      throw ServiceFailure(
        401, code: "unauthorized", message: "this server wants a bearer token",
        headers: [WebHeader("WWW-Authenticate", "Bearer realm=\"sagitta\"")])
    }
  }

  private func webRequest(_ request: Request, port: Int?) throws -> WebRequest {
    WebRequest(
      method: request.method.rawValue.uppercased(), path: request.uri.path,
      query: try QueryItems(query: request.uri.query ?? ""),
      headers: request.headers.map { WebHeader($0.name.canonicalName, $0.value) },
      origin: origin(request, port: port))
  }

  /// Scheme and host as the client sees them, for the addresses in answers.
  private func origin(_ request: Request, port: Int?) -> String {
    let forwarded = HTTPField.Name("X-Forwarded-Proto").flatMap { request.headers[$0] }
    let isSecure = forwarded.map { $0.lowercased() == "https" } ?? (options.security != nil)
    let host = request.head.authority ?? ""
    let isPlain = host.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || ".-_:[]".utf8.contains(byte)
    }
    var known = isPlain && !host.isEmpty ? host : options.host
    // Some clients leave the port out. Who names this machine by its address came to it directly.
    let isAddress =
      known == "localhost" || known.utf8.allSatisfy { $0 == 0x2E || (0x30...0x39).contains($0) }
    let usual = isSecure ? 443 : 80
    if isAddress, forwarded == nil, let port, port != usual { known += ":\(port)" }
    return "\(isSecure ? "https" : "http")://\(known)"
  }
}
