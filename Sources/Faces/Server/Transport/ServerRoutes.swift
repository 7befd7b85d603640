import Archive
import Hummingbird
import NIOPosix
import RenderedVolumes
import WebServices
import WorkScheduling

/// Which service answers which path.
struct ServerRoutes: Sendable {
  let archive: Archive
  let web: DICOMwebService
  let options: ServerOptions
  let pool: NIOThreadPool
  let metrics: ServerMetrics
  let volumes: RenderedVolumes
  let renders: RenderQueue

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
    if let file = PageService.file(request.path) {
      return try reading(request) { PageService.answer(file, request) }
    }
    guard request.path.hasPrefix("\(DICOMwebService.base)/") else { throw ServiceFailure.notFound }
    let resource = try ResourcePath(request.path.dropFirst(DICOMwebService.base.count))
    guard ["GET", "HEAD"].contains(request.method) else {
      throw Self.notAllowed("GET, HEAD, OPTIONS")
    }
    switch resource.subject {
    case .form(.renderedMPR), .form(.rendered3D), .form(.info):
      return try await renders.make(for: context.channel) { context in
        try volume(resource, request, context: context)
      }
    default: return try await pool.runIfActive { try web.answer(resource, request) }
    }
  }

  private func volume(
    _ resource: ResourcePath, _ request: WebRequest, context: WorkContext
  ) throws -> WebAnswer {
    do {
      return try volumes.answer(
        target: resource,
        query: request.query.items.filter { $0.name != "accept" }.map { ($0.name, $0.value) },
        accept: request.accept, context: context)
    } catch {
      throw ServiceFailure(rendered: error)
    }
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
