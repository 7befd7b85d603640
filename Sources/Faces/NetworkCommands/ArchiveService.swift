import Archive
import ArgumentParser
import DICOMNetwork
import Faults
import Files
import FoundationEssentials
import Logging
import Places
import RenderedVolumes
import SagittaCommands
import Server
import ServiceLifecycle
import UnixSignals
import WorkScheduling

/// What `serve` runs: the archive with its scans, the web server, and the node.
struct ArchiveService: Sendable {
  private let archive: Archive
  private let server: ArchiveServer
  private let node: NodeService?
  private let rescan: Int
  private let scans: Bool

  init(_ command: ServeCommand) throws {
    let address = try ListeningAddress(command.listen)
    var options = ServerOptions()
    options.host = address.host
    options.port = address.port
    options.token = try command.tokenFile.map(Self.token)
    options.allowedOrigins = command.allowedOrigins
    options.isReadOnly = command.isReadOnly
    options.security = command.security
    options.rendering.cacheBytes = command.cache?.bytes ?? Self.defaultCache
    options.upstream = try command.upstreamPlace
    scans = options.upstream == nil
    try Self.checkExposure(command, options)
    archive = try Self.archive(command)
    let quiet = command.quiet
    let scheme = options.security == nil ? "http" : "https"
    server = try ArchiveServer(archive, options: options, logger: Self.logger(command)) {
      host, port in
      if !quiet { Console.say("serving at \(scheme)://\(host):\(port)/") }
    }
    node = try NodeService(command, archive: archive)
    rescan = command.rescan
  }

  /// Serves until a signal ends it.
  func run() async throws {
    var services: [any Service] = [server]
    if scans { services.append(ScanService(archive: archive, seconds: rescan)) }
    if let node { services.append(node) }
    var configuration = ServiceGroupConfiguration(
      services: services, gracefulShutdownSignals: [.sigterm, .sigint],
      logger: Logger(label: "sagitta.serve") { _ in SwiftLogNoOpLogHandler() })
    configuration.maximumGracefulShutdownDuration = .seconds(20)
    try await ServiceGroup(configuration: configuration).run()
  }

  private static func archive(_ command: ServeCommand) throws -> Archive {
    guard command.upstream == nil else { return try Archive(holding: []) }
    let store = command.store ?? "sagitta-archive"
    for folder in command.folders where !FileManager.default.fileExists(atPath: folder) {
      throw NoSuchFolder(path: folder)
    }
    let index = command.index ?? "\(store)/index.sqlite"
    let folder = index.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    if !folder.isEmpty { try Folders.make(folder) }
    return try Archive(
      folders: command.folders, store: command.isReadOnly ? nil : store, index: index,
      awaitingDisk: command.awaitsDisk)
  }

  /// Lines on standard error; every request only if that is asked for.
  private static func logger(_ command: ServeCommand) -> Logger {
    var logger = Logger(label: "sagitta") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = command.verbose ? .debug : command.quiet ? .error : .notice
    return logger
  }

  private static func token(_ path: String) throws -> AccessToken {
    let bytes = try ByteSource.file(path).open().bytes(at: 0, count: 1 << 16)
    guard let token = AccessToken(String(decoding: bytes, as: UTF8.self)) else {
      throw UsageError("\(path) holds no token")
    }
    return token
  }

  private static var defaultCache: Int { max(1 << 28, MachineMemory.bytes / 4) }

  /// What lies here is for those who may see it.
  private static func checkExposure(_ command: ServeCommand, _ options: ServerOptions) throws {
    let isGuarded = options.token != nil || options.security?.clientAuthorities != nil
    guard !isGuarded, !command.isOpen, !ListeningAddress.isLoopback(options.host) else { return }
    throw UsageError(
      "\(command.listen) can be reached from elsewhere: give --token-file, or --tls-ca for client "
        + "certificates; --open-to-anyone serves without either")
  }
}

extension ServeCommand {
  /// The archive in front of which the server stands, with all of its studies.
  fileprivate var upstreamPlace: UpstreamPlace? {
    get throws {
      guard let upstream else { return nil }
      var arguments = ["--aet", title]
      if let places { arguments += ["--places", places] }
      let reach = try PlaceOptions.parse(arguments)
      if let web = try reach.web(upstream) {
        try Self.checkWhole(web.target, upstream)
        return .web(web.place.base, web.options)
      }
      let node = try reach.resolved(upstream)
      try Self.checkWhole(node.target, upstream)
      return .node(node.peer, node.options)
    }
  }

  private static func checkWhole(_ target: PlaceTarget, _ place: String) throws {
    guard target.study == nil else {
      throw UsageError(
        "'\(place)' names a study: an archive to stand in front of is a place without one")
    }
  }

  fileprivate var security: ServerSecurity? {
    guard let certificate, let key else { return nil }
    return ServerSecurity(certificate: certificate, key: key, clientAuthorities: authorities)
  }
}

extension ListeningAddress {
  /// Whether only this machine reaches an address.
  static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host == "::1" || host == "[::1]"
      || host.hasPrefix("127.") && host.utf8.allSatisfy { $0 == 0x2E || (0x30...0x39).contains($0) }
  }
}

/// A folder is not there.
struct NoSuchFolder: Fault {
  let path: String

  var code: FaultCode { "no-such-folder" }
  var kind: FaultKind { .noInput }
  var place: FaultPlace { FaultPlace(path: path) }
  var description: String { "\(path): there is no such folder" }
}

/// Looks for new files, again and again.
struct ScanService: Service {
  let archive: Archive
  let seconds: Int

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do {
          try archive.scan()
        } catch is WorkCancelled {
          return
        } catch {
          Console.say("the folders could not be looked at: \(error)")
        }
        guard seconds > 0 else { break }
        try? await Task.sleep(for: .seconds(seconds))
      }
      await waitUntilCancelled()
    }
  }
}

/// Waits: a group of services ends with its first member.
private func waitUntilCancelled() async {
  while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
}

/// The node of the DICOM network.
struct NodeService: Service {
  private let node: ArchiveNode
  private let address: ListeningAddress
  /// Whether the server is of no use without the node.
  private let isAskedFor: Bool
  private let isQuiet: Bool
  private let end = ListenerEnd()

  /// Where the node listens if nobody says otherwise.
  private static let usualAddress = "127.0.0.1:11112"

  /// Prepares the node; nil if nothing listens.
  ///
  /// The DICOM network knows no tokens: where one guards the archive, the node has to be asked for.
  init?(_ command: ServeCommand, archive: Archive) throws {
    let usual = command.upstream == nil && command.tokenFile == nil ? Self.usualAddress : "none"
    let listen = command.dicomListen ?? usual
    guard listen != "none" else { return nil }
    isAskedFor = command.dicomListen != nil
    isQuiet = command.quiet
    address = try ListeningAddress(listen)
    guard command.isOpen || ListeningAddress.isLoopback(address.host) || command.authorities != nil
    else {
      throw UsageError(
        "\(listen) can be reached from elsewhere, and the DICOM network knows no tokens: "
          + "--open-to-anyone serves it all the same")
    }
    var options = NetworkOptions(title: try PlaceOptions.title(command.title))
    if let authorities = command.authorities {
      options.security = TransportSecurity(
        authorities: authorities, certificate: command.certificate, key: command.key)
    }
    var destinations: [String: MoveDestination] = [:]
    for word in command.peer {
      let (name, destination) = try Self.destination(word)
      destinations[name] = destination
    }
    let quiet = command.quiet
    let title = options.title
    node = ArchiveNode(
      index: archive, folder: archive.store, destinations: destinations, options: options
    ) { news in
      if case .association(.listening(let host, let port)) = news, !quiet {
        Console.say("\(title) listens at dicom://\(host):\(port)")
      }
    }
  }

  func run() async throws {
    do {
      try await withGracefulShutdownHandler {
        try await node.run(host: address.host, port: address.port, until: end)
      } onGracefulShutdown: {
        end.begin(within: 15)
      }
    } catch let error as NetworkError where !isAskedFor && error.code == "cannot-listen" {
      if !isQuiet { Console.say("no node of the DICOM network: \(error)") }
      await cancelWhenGracefulShutdown { await waitUntilCancelled() }
    }
  }

  private static func destination(_ word: String) throws -> (String, MoveDestination) {
    let parts = word.split(separator: "=", maxSplits: 1)
    guard parts.count == 2 else {
      throw UsageError("'\(word)' is no peer: NAME=PLACE, as VIEWER=dicom://VIEWER@host:104")
    }
    let place = try Place(String(parts[1]), in: PlaceBook())
    let name = try PlaceOptions.title(String(parts[0]))
    return (
      name,
      MoveDestination(
        NetworkPeer(
          title: place.calledTitle ?? name, host: place.host, port: place.port),
        security: place.isSecure ? TransportSecurity() : nil)
    )
  }
}
