import Archive
import DICOMNetwork
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import NIOPosix
import TestSupport

@testable import Server

/// Servers and programs that listen while something is done.
enum Running {
  /// A server in front of an archive.
  static func server<Value: Sendable>(
    _ archive: Archive, _ options: ServerOptions = ServerOptions(),
    _ body: (Int) async throws -> Value
  ) async throws -> Value {
    var listening = options
    listening.port = 0
    let anywhere = listening
    return try await self.listening(body) { tell in
      try await ArchiveServer(archive, options: anywhere) { _, port in tell(port) }.run()
    }
  }

  /// A node in front of an archive, with the title `ARCHIVE`.
  static func node<Value: Sendable>(
    _ archive: Archive, _ body: (Int) async throws -> Value
  ) async throws -> Value {
    try await listening(body) { tell in
      let node = ArchiveNode(
        index: archive, folder: archive.store, options: NetworkOptions(title: "ARCHIVE")
      ) { news in
        if case .association(.listening(_, let port)) = news { tell(port) }
      }
      try await node.run(host: "127.0.0.1", port: 0)
    }
  }

  private static func listening<Value: Sendable>(
    _ body: (Int) async throws -> Value,
    run: @escaping @Sendable (@escaping @Sendable (Int) -> Void) async throws -> Void
  ) async throws -> Value {
    let (ports, continuation) = AsyncStream<Int>.makeStream()
    let serving = Task {
      defer { continuation.finish() }
      try await run { continuation.yield($0) }
    }
    var iterator = ports.makeAsyncIterator()
    guard let port = await iterator.next() else {
      try await serving.value
      throw CancellationError()
    }
    let result: Result<Value, any Error>
    do {
      result = .success(try await body(port))
    } catch {
      result = .failure(error)
    }
    serving.cancel()
    _ = await serving.result
    return try result.get()
  }

  /// Orthanc with its services of the web and of the DICOM network: their ports.
  static func orthanc<Value: Sendable>(
    _ body: (_ web: Int, _ node: Int) async throws -> Value
  ) async throws -> Value {
    let folder = try TemporaryFolder()
    let (web, node) = (try await freePort(), try await freePort())
    let configuration = """
      {
        "Name": "test", "StorageDirectory": "\(folder.path)/db", "IndexDirectory": "\(folder.path)/db",
        "HttpPort": \(web), "DicomPort": \(node), "DicomAet": "ORTHANC", "RemoteAccessAllowed": false,
        "AuthenticationEnabled": false, "DicomAlwaysAllowFind": true, "DicomAlwaysAllowGet": true,
        "DefaultEncoding": "Utf8", "OverwriteInstances": false,
        "Plugins": ["/usr/share/orthanc/plugins/libOrthancDicomWeb.so"],
        "DicomWeb": {"Enable": true, "Root": "/dicom-web/"}
      }
      """
    try folder.write(configuration.utf8, as: "orthanc.json")
    guard let program = Peers.tool("Orthanc") else { throw PeerError.missing("Orthanc") }
    return try await process(program, [folder.path("orthanc.json")], ports: [web, node]) {
      try await body(web, node)
    }
  }

  /// A program that listens at ports.
  static func process<Value: Sendable>(
    _ program: URL, _ arguments: [String], ports: [Int], _ body: () async throws -> Value
  ) async throws -> Value {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    let result: Result<Value, any Error>
    do {
      for port in ports { try await wait(for: port, process) }
      result = .success(try await body())
    } catch {
      result = .failure(error)
    }
    // Threads that start processes may have SIGTERM blocked, and their children inherit that.
    kill(process.processIdentifier, SIGKILL)
    for _ in 0..<500 where process.isRunning { try? await Task.sleep(for: .milliseconds(20)) }
    return try result.get()
  }

  private static func wait(for port: Int, _ process: Process) async throws {
    for _ in 0..<600 where process.isRunning {
      let channel = try? await ClientBootstrap(group: NIOSingletons.posixEventLoopGroup)
        .connect(host: "127.0.0.1", port: port).get()
      if let channel { return try await channel.close() }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw NotListening(port: port)
  }

  struct NotListening: Error {
    let port: Int
  }

  /// A port that nobody has at the moment.
  static func freePort() async throws -> Int {
    let server = try await ServerBootstrap(group: NIOSingletons.posixEventLoopGroup)
      .bind(host: "127.0.0.1", port: 0).get()
    defer { server.close(promise: nil) }
    return server.localAddress?.port ?? 0
  }
}
