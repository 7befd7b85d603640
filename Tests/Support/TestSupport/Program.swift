public import Foundation

/// What a program that ran to its end left behind.
public struct ProgramResult: Sendable {
  /// The exit code, or the signal's number if one ended the program.
  public let status: Int32
  /// Everything it wrote to standard output.
  public let output: Data
  /// Everything it wrote to standard error, as text.
  public let errors: String
}

/// Running other programs from tests.
public enum Program {
  /// Runs a program to its end, without a shell.
  ///
  /// - Throws: what `Process.run` throws if the program cannot be started. A failing program is
  ///   a result.
  public static func run(
    _ executable: URL, _ arguments: [String], environment: [String: String] = [:]
  ) throws -> ProgramResult {
    // Standard error goes to a file: two pipes read one after the other can block each other.
    let errorFile = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data().write(to: errorFile)
    defer { try? FileManager.default.removeItem(at: errorFile) }

    let process = Process()
    let output = Pipe()
    process.executableURL = executable
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment
      .merging(environment) { _, given in given }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: errorFile)
    try process.run()
    let written = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return ProgramResult(
      status: process.terminationStatus, output: written,
      errors: String(decoding: try Data(contentsOf: errorFile), as: UTF8.self))
  }
}

/// Does what blocks in a thread of its own.
///
/// Tests share the few threads of tasks with the servers of this process that they talk to.
public func apart<Value: Sendable>(
  _ body: @escaping @Sendable () throws -> Value
) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
  }
}
