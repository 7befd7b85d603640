public import Archive
import Hummingbird
import HummingbirdCore
import HummingbirdHTTP2
public import Logging
import NIOCore
import NIOPosix
import NIOSSL
import RenderedVolumes
public import ServiceLifecycle

/// A web server in front of an archive: DICOMweb, rendering and the page.
public struct ArchiveServer: Service {
  let application: Application<ServerResponder>
  private let pool: NIOThreadPool
  private let renders: RenderQueue
  private let upstream: (any AnyUpstreamService)?

  /// Prepares a server; it listens once it runs.
  ///
  /// - Parameters:
  ///   - archive: What it serves; an empty one where the options name an archive elsewhere.
  ///   - options: How.
  ///   - logger: Gets what happens, never with names or numbers of patients; nobody by default.
  ///   - running: Learns of the address once it listens.
  /// - Throws: ``ServerError`` for certificates that are of no use.
  public init(
    _ archive: Archive, options: ServerOptions = ServerOptions(),
    logger: Logger = Logger(label: "sagitta") { _ in SwiftLogNoOpLogHandler() },
    running: @escaping @Sendable (_ host: String, _ port: Int) -> Void = { _, _ in }
  ) throws {
    let pool = NIOThreadPool(numberOfThreads: options.limits.workers)
    pool.start()
    self.pool = pool
    let metrics = ServerMetrics()
    let departures = Departures()
    let renders = RenderQueue(options.limits, departures: departures, metrics: metrics)
    self.renders = renders
    let upstream = try Self.upstream(options, pool: pool, departures: departures, renders: renders)
    self.upstream = upstream
    var rendering = options.rendering
    // What volumes are made of takes the rest.
    if upstream != nil { rendering.cacheBytes = rendering.cacheBytes / 8 * 5 }
    let routes = ServerRoutes(
      archive: archive, web: DICOMwebService(archive: archive), options: options, pool: pool,
      metrics: metrics,
      volumes: RenderedVolumes(
        of: upstream?.volumes ?? ArchiveInstances(archive: archive), limits: rendering),
      renders: renders, images: RenderedImageService(archive: archive),
      store: StoreService(archive: archive, pool: pool, limits: options.limits),
      upstream: upstream)
    let responder = ServerResponder(
      routes: routes, options: options, pool: pool, metrics: metrics)
    application = Application(
      responder: responder, server: try Self.builder(options, departures: departures),
      configuration: ApplicationConfiguration(
        address: .hostname(options.host, port: options.port), serverName: "sagitta",
        availableConnectionsDelegate: MaximumAvailableConnections(options.limits.connections)),
      onServerRunning: { channel in
        let address = channel.localAddress
        running(address?.ipAddress ?? options.host, address?.port ?? options.port)
      },
      logger: logger)
  }

  /// Serves until it is asked to stop, when requests that have begun may end, or until its task is cancelled.
  ///
  /// - Throws: What keeps it from listening.
  public func run() async throws {
    let end = ServerEnd(of: application)
    let result: Result<Void, any Error>
    do {
      result = .success(try await end.run())
    } catch {
      result = .failure(error)
    }
    await close()
    try result.get()
  }

  /// Ends what works for the server.
  func close() async {
    await renders.stop()
    await upstream?.close()
    try? await pool.shutdownGracefully()
  }

  private static func upstream(
    _ options: ServerOptions, pool: NIOThreadPool, departures: Departures, renders: RenderQueue
  ) throws -> (any AnyUpstreamService)? {
    switch options.upstream {
    case nil: nil
    case .web(let base, let web):
      UpstreamService(
        upstream: try WebUpstream(base, web), options: options, pool: pool,
        departures: departures, renders: renders)
    case .node(let peer, let network):
      UpstreamService(
        upstream: NodeUpstream(peer: peer, options: network), options: options, pool: pool,
        departures: departures, renders: renders)
    }
  }

  private static func builder(
    _ options: ServerOptions, departures: Departures
  ) throws -> HTTPServerBuilder {
    let idle = TimeAmount.seconds(Int64(options.limits.idleSeconds))
    let handlers: @Sendable () -> [any RemovableChannelHandler] = {
      [DepartureHandler(departures, patience: idle)]
    }
    let http1 = HTTP1Channel.Configuration(
      additionalChannelHandlers: handlers(), idleTimeout: idle,
      httpDecoderConfiguration: .init(
        maxHeaderFieldSize: 32 << 10, maxHeaderListSize: 64 << 10, maxHeaderFieldCount: 200))
    guard let security = options.security else { return .http1(configuration: http1) }
    return try .http2Upgrade(
      tlsConfiguration: try security.configuration(),
      configuration: .init(
        idleTimeout: .seconds(options.limits.idleSeconds),
        streamConfiguration: .init(additionalChannelHandlers: handlers())))
  }
}
