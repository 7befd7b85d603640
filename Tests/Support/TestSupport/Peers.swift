public import Foundation

/// Other software that tests compare with.
///
/// These are the programs in `Tests/Peers`, run by a Python that has the packages they need, and
/// command-line tools such as `dciodvfy`. `Tests/run --with-peers` provides all of them.
public enum Peers {
  /// Whether a missing peer is a failure; otherwise a test that needs it is skipped.
  public static let areRequired = environment["SAGITTA_REQUIRE_PEERS"] == "1"

  /// The interpreter that runs `Tests/Peers`; `nil` without `--with-peers`.
  public static let python: URL? = environment["SAGITTA_PEERS_PYTHON"].map { URL(filePath: $0) }

  /// A tool beside the peers' Python (`dcm2niix`) or on `PATH` (`dciodvfy`); `nil` where it is not.
  public static func tool(_ name: String) -> URL? {
    let path = (environment["PATH"] ?? "").split(separator: ":").map { URL(filePath: String($0)) }
    let folders = [python?.deletingLastPathComponent()].compactMap(\.self) + path
    return folders.map { $0.appending(path: name) }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }

  /// Runs a tool to its end.
  ///
  /// - Throws: ``PeerError/missing(_:)`` if it is not installed. A failing tool is a result.
  public static func run(tool name: String, _ arguments: String...) throws -> ProgramResult {
    guard let tool = tool(name) else { throw PeerError.missing(name) }
    return try Program.run(tool, arguments)
  }

  /// Runs `Tests/Peers/<script>.py` and decodes the JSON that it prints.
  ///
  ///     let expected: PeerVolume = try Peers.answer(of: "reference_volume", folder.path)
  ///
  /// - Throws: ``PeerError`` if there is no Python or the script fails; a `DecodingError` for another answer.
  public static func answer<Answer: Decodable>(
    of script: String, _ arguments: String..., as type: Answer.Type = Answer.self
  ) throws -> Answer {
    guard let python else { throw PeerError.missing("Python (SAGITTA_PEERS_PYTHON)") }
    let file = Repository.root.appending(path: "Tests/Peers/\(script).py")
    // Without byte code, which would lie between the sources.
    let result = try Program.run(
      python, [file.path] + arguments, environment: ["PYTHONDONTWRITEBYTECODE": "1"])
    guard result.status == 0 else {
      throw PeerError.failed(script: script, status: result.status, errors: result.errors)
    }
    return try JSONDecoder().decode(type, from: result.output)
  }

  private static let environment = ProcessInfo.processInfo.environment
}

/// Why a peer gave no answer.
public enum PeerError: Error {
  /// The program is not installed.
  case missing(String)
  /// The script ended with a status other than 0.
  case failed(script: String, status: Int32, errors: String)
}
