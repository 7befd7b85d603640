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
  let images: RenderedImageService
  let store: StoreService
  /// Answers in the place of an archive of folders; nil where there are some.
  let upstream: (any AnyUpstreamService)?

  /// Whether a path is answered to everybody: it tells nothing.
  ///
  /// The page is among them, since it is what asks for a token.
  static func isOpen(_ path: String) -> Bool {
    path == "/health" || path == "/ready" || PageService.file(path) != nil
  }

  func answer(
    _ request: WebRequest, body: RequestBody, context: ServerContext
  ) async throws -> WebResponse {
    if let upstream {
      if let answer = try await upstream.answer(request, body: body, context: context) {
        return answer
      }
    } else if let resource = try plainResource(request) {
      return try await pool.runIfActive {
        try finished(try web.answer(resource, request), request)
      }
    }
    return try finished(
      try await other(request, body: body, context: context), request)
  }

  private func finished(_ answer: WebAnswer, _ request: WebRequest) throws -> WebResponse {
    try WebResponse(answer.suited(to: request), isHead: request.method == "HEAD")
  }

  /// What is read from index and files alone; nil for all else.
  private func plainResource(_ request: WebRequest) throws -> ResourcePath? {
    guard ["GET", "HEAD"].contains(request.method),
      request.path.hasPrefix("\(DICOMwebService.base)/")
    else { return nil }
    let resource = try ResourcePath(request.path.dropFirst(DICOMwebService.base.count))
    switch resource.subject {
    case .form(.renderedMPR), .form(.rendered3D), .form(.info), .form(.rendered), .form(.thumbnail):
      return nil
    default: return resource
    }
  }

  private func other(
    _ request: WebRequest, body: RequestBody, context: ServerContext
  ) async throws -> WebAnswer {
    if request.method == "OPTIONS" { return Capabilities.answer() }
    switch request.path {
    case "/openapi.json":
      return try reading(request) { WebAnswer("application/json", bytes: OpenAPI.text) }
    case "/wado":
      return try await rendering(request, context: context) { context in
        try WadoURIService(instances: web.instances, images: images).answer(
          request, context: context)
      }
    case "/health": return try reading(request) { Health.alive }
    case "/ready": return try reading(request) { Health.ready(archive) }
    case "/metrics":
      return try reading(request) {
        WebAnswer("text/plain; version=0.0.4", bytes: metrics.text(volumes))
      }
    default: break
    }
    if let file = PageService.file(request.path) {
      return try reading(request) { PageService.answer(file, request) }
    }
    guard request.path.hasPrefix("\(DICOMwebService.base)/") else { throw ServiceFailure.notFound }
    let resource = try ResourcePath(request.path.dropFirst(DICOMwebService.base.count))
    if request.method == "POST" {
      return try await store(resource, request, body: body)
    }
    guard ["GET", "HEAD"].contains(request.method) else {
      throw Self.notAllowed("GET, HEAD, OPTIONS")
    }
    switch resource.subject {
    case .form(.renderedMPR), .form(.rendered3D), .form(.info):
      return try await rendering(request, context: context) { context in
        try volume(resource, request, context: context)
      }
    case .form(.rendered), .form(.thumbnail):
      return try await rendering(request, context: context) { context in
        try images.answer(resource, request, context: context)
      }
    default: throw Self.notAllowed("GET, HEAD, POST, OPTIONS")
    }
  }

  private func rendering(
    _ request: WebRequest, context: ServerContext,
    _ body: @escaping @Sendable (WorkContext) throws -> WebAnswer
  ) async throws -> WebAnswer {
    guard ["GET", "HEAD"].contains(request.method) else {
      throw Self.notAllowed("GET, HEAD, OPTIONS")
    }
    return try await renders.make(for: context.channel, body)
  }

  /// Instances are stored to all studies, or to one (PS3.18 10.5.1).
  private func store(
    _ resource: ResourcePath, _ request: WebRequest, body: RequestBody
  ) async throws -> WebAnswer {
    let isAll = resource.study == nil && resource.subject == .list(.studies)
    let isOne = resource.study != nil && resource.series == nil && resource.subject == .itself
    guard isAll || isOne else { throw Self.notAllowed("GET, HEAD, OPTIONS") }
    return try await store.answer(study: resource.study, request, body: body)
  }

  private func volume(
    _ resource: ResourcePath, _ request: WebRequest, context: WorkContext
  ) throws -> WebAnswer {
    do {
      return try volumes.answer(
        target: resource,
        query: request.query.items.filter { $0.name != "accept" }.map { ($0.name, $0.value) },
        accept: request.accept, context: context, isKnown: request.knows)
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
