import Archive
import Hummingbird
import NIOPosix
import WebServices

/// Which service answers which path.
struct ServerRoutes: Sendable {
  let archive: Archive
  let web: DICOMwebService
  let options: ServerOptions
  let pool: NIOThreadPool
  let metrics: ServerMetrics

  /// Whether a path is answered to everybody: it tells nothing.
  static func isOpen(_ path: String) -> Bool { path == "/health" || path == "/ready" }

  func answer(
    _ request: WebRequest, body: RequestBody, context: ServerContext
  ) async throws -> WebAnswer {
    switch request.path {
    case "/health": return try reading(request) { Health.alive }
    case "/ready": return try reading(request) { Health.ready(archive) }
    case "/metrics":
      return try reading(request) { WebAnswer("text/plain; version=0.0.4", bytes: metrics.text) }
    default: break
    }
    guard request.path.hasPrefix("\(DICOMwebService.base)/") else { throw ServiceFailure.notFound }
    let resource = try ResourcePath(request.path.dropFirst(DICOMwebService.base.count))
    guard ["GET", "HEAD"].contains(request.method) else {
      throw Self.notAllowed("GET, HEAD, OPTIONS")
    }
    return try await pool.runIfActive { try web.answer(resource, request) }
  }

  private func reading(
    _ request: WebRequest, _ answer: () throws -> WebAnswer
  ) throws -> WebAnswer {
    guard ["GET", "HEAD"].contains(request.method) else {
      throw Self.notAllowed("GET, HEAD, OPTIONS")
    }
    return try answer()
  }

  static func notAllowed(_ methods: String) -> ServiceFailure {
    ServiceFailure(
      405, code: "method-not-allowed", message: "this resource takes \(methods)",
      headers: [WebHeader("Allow", methods)])
  }
}
