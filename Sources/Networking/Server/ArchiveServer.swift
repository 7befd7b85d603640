public import Archive
import Hummingbird
import HummingbirdCore
import HummingbirdHTTP2
import Logging
import NIOCore
import NIOPosix
import NIOSSL
public import ServiceLifecycle

/// A web server in front of an archive: DICOMweb, rendering and the page.
public struct ArchiveServer: Service {
  private let application: Application<ServerResponder>
  private let pool: NIOThreadPool

  /// Prepares a server; it listens once it runs.
  ///
  /// - Parameters:
  ///   - archive: What it serves.
  ///   - options: How.
  ///   - running: Learns of the address once it listens.
  /// - Throws: ``ServerError`` for certificates that are of no use.
  public init(
    _ archive: Archive, options: ServerOptions = ServerOptions(),
    running: @escaping @Sendable (_ host: String, _ port: Int) -> Void = { _, _ in }
  ) throws {
    let pool = NIOThreadPool(numberOfThreads: options.limits.workers)
    pool.start()
    self.pool = pool
    let metrics = ServerMetrics()
    let routes = ServerRoutes(
      archive: archive, web: DICOMwebService(archive: archive), options: options, pool: pool,
      metrics: metrics)
    let responder = ServerResponder(
      routes: routes, options: options, pool: pool, metrics: metrics)
    var logger = Logger(label: "sagitta.server")
    logger.logLevel = .info
    application = Application(
      responder: responder, server: try Self.builder(options),
      configuration: ApplicationConfiguration(
        address: .hostname(options.host, port: options.port), serverName: "sagitta",
        availableConnectionsDelegate: MaximumAvailableConnections(options.limits.connections)),
      onServerRunning: { channel in
        let address = channel.localAddress
        running(address?.ipAddress ?? options.host, address?.port ?? options.port)
      },
      logger: logger)
  }

  /// Serves until it is asked to stop; requests that have begun may end.
  ///
  /// - Throws: What keeps it from listening.
  public func run() async throws {
    do {
      try await application.run()
    } catch {
      try? await pool.shutdownGracefully()
      throw error
    }
    try? await pool.shutdownGracefully()
  }

  private static func builder(_ options: ServerOptions) throws -> HTTPServerBuilder {
    let idle = TimeAmount.seconds(Int64(options.limits.idleSeconds))
    let http1 = HTTP1Channel.Configuration(
      idleTimeout: idle,
      httpDecoderConfiguration: .init(
        maxHeaderFieldSize: 32 << 10, maxHeaderListSize: 64 << 10, maxHeaderFieldCount: 200))
    guard let security = options.security else { return .http1(configuration: http1) }
    return try .http2Upgrade(tlsConfiguration: try security.configuration())
  }
}
