import DICOMModel
import DICOMNetwork
import Foundation
import MessageExchange
import TestSupport
import Testing

/// The programs beside the tests' own, and a node for them to talk to.
enum NetworkPrograms {
  static let sagitta = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "sagitta")

  static func run(_ words: String...) async throws -> ProgramResult { try await run(words) }

  /// Runs a program, so that the node in this process goes on.
  static func run(_ words: [String]) async throws -> ProgramResult {
    try await apart { try start(words) }
  }

  /// Runs the program where a process may have only so many files open.
  static func run(_ words: String..., openFiles: Int) async throws -> ProgramResult {
    try await apart {
      try Program.run(
        URL(filePath: "/bin/sh"),
        ["-c", "ulimit -n \(openFiles); exec \"$0\" \"$@\"", sagitta.path] + words)
    }
  }

  private static func start(_ words: [String]) throws -> ProgramResult {
    words[0] == "ech"
      ? try Program.run(
        sagitta.deletingLastPathComponent().appending(path: "sagitta-network"), words)
      : try Program.run(sagitta, words)
  }

  /// Listens at a free port while `body` runs, which gets the place.
  static func withNode(
    _ provider: some ServiceProvider, _ body: @escaping @Sendable (String) async throws -> Void
  ) async throws {
    let listener = NetworkListener(options: NetworkOptions(title: "NODE")) { syntax in
      SOPClass.isStorage(syntax) || syntax == SOPClass.verification
        ? TransferSyntax.all.map(\.uid) : nil
    }
    let (news, continuation) = AsyncStream<NetworkListener.News>.makeStream()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try? await listener.run(
          host: "127.0.0.1", port: 0, telling: { continuation.yield($0) },
          serve: { try await $0.serve(provider) })
      }
      for await case .listening(_, let port) in news {
        try await body("dicom://NODE@127.0.0.1:\(port)")
        break
      }
      group.cancelAll()
    }
  }

  /// The bytes of the data sets of all files below a folder, by instance.
  static func dataSets(below folder: String) throws -> [String: ArraySlice<UInt8>] {
    var dataSets: [String: ArraySlice<UInt8>] = [:]
    let tag = "\u{2}\u{0}\u{3}\u{0}UI".utf8
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder)
    where name.hasSuffix(".dcm") {
      let bytes = [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
      guard bytes.count > 144, bytes[128..<132].elementsEqual("DICM".utf8) else { continue }
      let length = (0..<4).reduce(0) { $0 | Int(bytes[140 + $1]) << (8 * $1) }
      // (0002,0003), Media Storage SOP Instance UID.
      let meta = bytes[144..<144 + length]
      let start = try #require(meta.firstRange(of: tag)).upperBound
      let count = Int(meta[start]) | Int(meta[start + 1]) << 8
      let uid = String(decoding: meta[start + 2..<start + 2 + count], as: UTF8.self)
      dataSets[uid] = bytes[(144 + length)...]
    }
    return dataSets
  }
}

extension ProgramResult {
  /// What it printed.
  var text: String { String(decoding: output, as: UTF8.self) }
}
