import Foundation
import NIOCore
import NIOPosix
import TestSupport

/// A peer did not begin to listen, or ended.
struct PeerIsSilent: Error, CustomStringConvertible {
  let name: String
  let output: String

  var description: String { "\(name) does not listen: \(output)" }
}

/// Does something while another program listens at a port, and ends that program.
func whileRunning<Value>(
  _ program: URL, _ arguments: [String], listeningAt port: Int, in folder: TemporaryFolder,
  environment: [String: String] = [:], _ body: () async throws -> Value
) async throws -> Value {
  let process = Process()
  let log = folder.path(UUID().uuidString + ".log")
  try Data().write(to: URL(filePath: log))
  process.executableURL = program
  process.arguments = arguments
  process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
  process.currentDirectoryURL = folder.url
  process.standardInput = FileHandle.nullDevice
  process.standardOutput = try FileHandle(forWritingTo: URL(filePath: log))
  process.standardError = process.standardOutput
  try process.run()
  let result = await resultOf {
    guard await isListening(at: port, process) else {
      let output = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
      throw PeerIsSilent(name: program.lastPathComponent, output: output)
    }
    return try await body()
  }
  // Threads that start processes may have SIGTERM blocked, and their children inherit that.
  kill(process.processIdentifier, SIGKILL)
  // Foundation's own waiting turns round and round in a thread without a run loop.
  for _ in 0..<500 where process.isRunning { try? await Task.sleep(for: .milliseconds(20)) }
  return try result.get()
}

/// Whether a process begins to listen within half a minute.
private func isListening(at port: Int, _ process: Process) async -> Bool {
  for _ in 0..<600 where process.isRunning {
    let channel = try? await ClientBootstrap(group: NIOSingletons.posixEventLoopGroup)
      .connect(host: "127.0.0.1", port: port).get()
    if let channel {
      try? await channel.close()
      return true
    }
    try? await Task.sleep(for: .milliseconds(50))
  }
  return false
}

/// Runs a tool to its end, while others go on.
@discardableResult
func run(tool name: String, _ arguments: [String]) async throws -> ProgramResult {
  guard let tool = Peers.tool(name) else { throw PeerError.missing(name) }
  return try await apart { try Program.run(tool, arguments) }
}
