import DICOMModel
import Hummingbird
import NIOCore
import NIOPosix
import RenderedVolumes
import WebServices
import WorkScheduling

/// A server in front of an archive: what is searched, retrieved and stored is asked for there.
struct UpstreamService<Archive: Upstream>: AnyUpstreamService {
  let upstream: Archive
  let options: ServerOptions
  let pool: NIOThreadPool
  let departures: Departures
  let renders: RenderQueue

  func close() async { await upstream.close() }

  var volumes: any InstanceSource {
    UpstreamVolumes(upstream, limit: Self.heldBytes(options))
  }

  /// Three eighths of the memory for volumes are for what they are made of.
  private static func heldBytes(_ options: ServerOptions) -> Int {
    options.rendering.cacheBytes / 8 * 3
  }

  func answer(
    _ request: WebRequest, body: RequestBody, context: ServerContext
  ) async throws -> WebResponse? {
    let isHead = request.method == "HEAD"
    let isRead = ["GET", "HEAD"].contains(request.method)
    switch request.path {
    case "/ready" where isRead:
      return try WebResponse(await ready(context.channel), isHead: isHead)
    case "/wado" where isRead: return try await object(request, context.channel)
    default: break
    }
    let base = DICOMwebService.base
    guard request.path.hasPrefix("\(base)/") else { return nil }
    if request.method == "POST" { return try await store(request, body: body, context.channel) }
    guard isRead else { return nil }
    let path = String(request.path.dropFirst(base.utf8.count))
    guard let resource = try? ResourcePath(path) else {
      return try await passedBulk(path, request, context.channel)
    }
    switch resource.subject {
    case .form(.renderedMPR), .form(.rendered3D), .form(.info): return nil
    case .form(.rendered), .form(.thumbnail):
      return try await picture(resource, request, context.channel)
    case .list(let level):
      let answer = try await search(level, in: resource, request, context.channel)
      return try WebResponse(answer.suited(to: request), isHead: isHead)
    case .itself, .form(.metadata), .form(.pixelData), .bulkData:
      guard resource.study != nil else { throw ServiceFailure.notFound }
      return try await retrieve(resource, request, context.channel)
    }
  }

  private func ready(_ channel: any Channel) async throws -> WebAnswer {
    let upstream = upstream
    do {
      try await departures.whilePresent(channel) { try await upstream.check() }
      return Health.state("ready", isReady: true)
    } catch {
      return Health.state("upstream-unreachable", isReady: false)
    }
  }

  // MARK: Searching

  private func search(
    _ level: ResourcePath.Level, in resource: ResourcePath, _ request: WebRequest,
    _ channel: any Channel
  ) async throws -> WebAnswer {
    if let passed = try await passedSearch(resource, request, channel) { return passed }
    let form = try SearchService.form(request.accept)
    var parameters = try QueryParameters(request.query)
    let most = SearchService.mostResults
    parameters.limit = min(parameters.limit ?? most, most)
    let upstream = upstream
    let asked = parameters
    let matches = try await departures.whilePresent(channel) {
      try await upstream.search(level, in: resource, asked)
    }
    return SearchService.answer(
      matches, level: level, form: form, origin: request.origin,
      headers: SearchService.warnings(parameters))
  }

  // MARK: Pictures and objects

  private func picture(
    _ resource: ResourcePath, _ request: WebRequest, _ channel: any Channel
  ) async throws -> WebResponse {
    let shown = try await shown(resource, request, channel)
    let target = ResourcePath(study: shown.study, series: shown.series, instance: shown.instance)
    return try await borrowing(target, request, channel) { borrowed, context in
      try RenderedImageService(archive: borrowed.archive).answer(shown, request, context: context)
    }
  }

  /// Of a series the image in the middle, of a study that of the series with the most images; all of
  /// them for those who take several.
  private func shown(
    _ resource: ResourcePath, _ request: WebRequest, _ channel: any Channel
  ) async throws -> ResourcePath {
    let isForSeveral = request.accept.entries.contains { $0.mediaType.type == "multipart" }
    guard resource.instance == nil, !isForSeveral else { return resource }
    let upstream = upstream
    let listed = try await departures.whilePresent(channel) {
      try await upstream.instances(of: resource)
    }
    let series = Dictionary(grouping: listed, by: \.series)
    let most = series.values.map(\.count).max()
    guard let first = listed.first(where: { series[$0.series]?.count == most }) else {
      throw ServiceFailure.notFound
    }
    let images = series[first.series] ?? [first]
    var shown = resource
    shown.series = first.series
    shown.instance = images[images.count / 2].uid
    return shown
  }

  /// WADO-URI.
  private func object(_ request: WebRequest, _ channel: any Channel) async throws -> WebResponse {
    let target = try WadoURIService.target(request.query)
    return try await borrowing(target, request, channel) { borrowed, context in
      try WadoURIService(
        instances: InstanceService(archive: borrowed.archive),
        images: RenderedImageService(archive: borrowed.archive)
      ).answer(request, context: context)
    }
  }

  /// Answers from instances that are fetched for the time of the request.
  func borrowing(
    _ target: ResourcePath, _ request: WebRequest, _ channel: any Channel,
    _ answer: @escaping @Sendable (BorrowedInstances, WorkContext) throws -> WebAnswer
  ) async throws -> WebResponse {
    let upstream = upstream
    let borrowed = try await departures.whilePresent(channel) {
      try await BorrowedInstances.of(target, from: upstream)
    }
    let made = try await renders.make(for: channel) { context in try answer(borrowed, context) }
    return try WebResponse(made.suited(to: request), isHead: request.method == "HEAD")
      .holding(borrowed.files)
  }
}

/// A service in front of an archive, whatever is spoken there.
protocol AnyUpstreamService: Sendable {
  /// Where volumes come from.
  var volumes: any InstanceSource { get }

  /// Answers what the archive is asked for.
  ///
  /// - Returns: The answer; nil for what the server does itself.
  /// - Throws: What becomes a ``ServiceFailure``.
  func answer(
    _ request: WebRequest, body: RequestBody, context: ServerContext
  ) async throws -> WebResponse?

  /// Ends all connections.
  func close() async
}
