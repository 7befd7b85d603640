import Foundation
import TestSupport
import Testing

/// The programs of dcmtk: those on `PATH`, as pynetdicom puts others of the same names beside Python.
enum DCMTK {
  static func tool(_ name: String) -> URL? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .map { URL(filePath: String($0)).appending(path: name) }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }

  /// Runs a program to its end, while others go on.
  @discardableResult
  static func run(_ name: String, _ arguments: [String]) async throws -> ProgramResult {
    guard let tool = tool(name) else { throw PeerError.missing(name) }
    return try await apart { try Program.run(tool, arguments) }
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips the test where dcmtk is not installed.
  ///
  /// Where peers are required, it runs and fails.
  static var needsDCMTK: Self {
    .enabled(
      if: Peers.areRequired || DCMTK.tool("dcmqrscp") != nil,
      "compares with dcmtk: Tests/run --with-peers")
  }
}
