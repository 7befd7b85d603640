#if os(Linux)
  import DICOMCoding
  import DICOMModel
  import Foundation
  import Locks
  import MessageExchange
  import TestSupport
  import Testing

  @testable import DICOMNetwork

  /// A node in a process of its own.
  private struct NodeProcess {
    let peer: NetworkPeer
    let identifier: Int32

    static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appending(path: "store-node")

    static func whileRunning<Value>(
      _ folder: TemporaryFolder, _ body: (NodeProcess) async throws -> Value
    ) async throws -> Value {
      let process = Process()
      let pipe = Pipe()
      process.executableURL = program
      process.arguments = ["0", folder.path("store")]
      process.standardOutput = pipe
      process.standardInput = FileHandle.nullDevice
      try process.run()
      defer { kill(process.processIdentifier, SIGKILL) }
      let line = try await apart { pipe.fileHandleForReading.availableData }
      let text = String(decoding: line, as: UTF8.self).trimmingCharacters(
        in: .whitespacesAndNewlines)
      let port = try #require(Int(text))
      return try await body(
        NodeProcess(
          peer: NetworkPeer(title: "NODE", host: "127.0.0.1", port: port),
          identifier: process.processIdentifier))
    }

    /// Kilobytes of memory, now (`VmRSS`) or at most so far (`VmHWM`).
    func memory(_ name: String) throws -> Int {
      let status = try String(contentsOfFile: "/proc/\(identifier)/status", encoding: .utf8)
      let line = try #require(status.split(separator: "\n").first { $0.hasPrefix(name) })
      return try #require(Int(line.filter(\.isNumber)))
    }

    /// How many files it has open.
    var openFiles: Int {
      get throws {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/\(identifier)/fd").count
      }
    }
  }

  @Suite struct `A node that runs for long` {
    /// So many as a day has, if somebody wants that; fewer where all tests run.
    private static let isLong = ProcessInfo.processInfo.environment["SAGITTA_ENDURANCE"] == "1"
    private static let associations = isLong ? 10_000 : 300
    private static let instances = isLong ? 100_000 : 2_000

    @Test func `needs no more memory and files after many associations`() async throws {
      let folder = try TemporaryFolder()
      try await NodeProcess.whileRunning(folder) { node in
        for _ in 0..<100 { try await echo(node.peer) }
        let before = try (node.memory("VmRSS"), node.openFiles)
        for _ in 0..<Self.associations { try await echo(node.peer) }
        try await Task.sleep(for: .milliseconds(500))
        let after = try (node.memory("VmRSS"), node.openFiles)
        print("\(Self.associations) associations: \(before) -> \(after) (kB, files)")
        #expect(after.0 - before.0 < 8_000 && after.1 <= before.1)
      }
    }

    @Test func `needs no more memory and files after many instances, and has all of them`()
      async throws
    {
      let folder = try TemporaryFolder()
      let part = 500
      try await NodeProcess.whileRunning(folder) { node in
        var before = (0, 0)
        for start in stride(from: 0, to: Self.instances, by: part) {
          let paths = try (start..<start + part).map {
            try Samples.write(
              Samples.dataSet($0, bytes: 2000), as: "sent/\($0 - start).dcm", in: folder)
          }
          let answers = try await send(paths, to: node.peer)
          #expect(answers.allSatisfy { $0.status == .success })
          if start == 0 { before = try (node.memory("VmRSS"), node.openFiles) }
        }
        try await Task.sleep(for: .milliseconds(500))
        let after = try (node.memory("VmRSS"), node.openFiles)
        print("\(Self.instances) instances: \(before) -> \(after) (kB, files)")
        #expect(after.0 - before.0 < 8_000 && after.1 <= before.1)
      }
      let stored = folder.path("store/\(Samples.study)/\(Samples.series)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: stored).count == Self.instances)
    }

    @Test func `needs no more memory for an instance that is larger than all that it may have`()
      async throws
    {
      let folder = try TemporaryFolder()
      let path = try Samples.write(
        Samples.dataSet(1, bytes: 300 << 20), as: "large.dcm", in: folder)
      try await NodeProcess.whileRunning(folder) { node in
        try await echo(node.peer)
        let before = try node.memory("VmHWM")
        #expect(try await send([path], to: node.peer).map(\.status) == [.success])
        let after = try node.memory("VmHWM")
        print("300 MiB: \(before) -> \(after) kB")
        #expect(after - before < 64_000)
      }
    }

    @Test func `has every instance that it acknowledged, and none in part, when it is killed`()
      async throws
    {
      let folder = try TemporaryFolder()
      let paths = try (0..<400).map {
        try Samples.write(
          Samples.dataSet($0, value: UInt8($0 & 0xFF), bytes: 60_000), as: "\($0).dcm", in: folder)
      }
      let acknowledged = Locked<[String]>([])
      try await NodeProcess.whileRunning(folder) { node in
        let items = try paths.map { try #require(try StoreUser.item(path: $0)) }
        let sending = await resultOf {
          try await StoreUser(options: .hasty).send(items, to: node.peer) { answer in
            let count = acknowledged.withLock { acknowledged in
              if answer.isStored { acknowledged.append(answer.path) }
              return acknowledged.count
            }
            if count == 137 { kill(node.identifier, SIGKILL) }
          }
        }
        guard case .failure = sending else {
          Issue.record("it was not killed")
          return
        }
      }
      let stored = "\(Samples.study)/\(Samples.series)"
      for path in acknowledged.withLock({ $0 }) {
        let number = path.split(separator: "/").last?.dropLast(4) ?? ""
        let place = folder.path("store/\(stored)/\(Samples.series).\(number).dcm")
        #expect(try dataSetBytes(place) == dataSetBytes(path))
      }
      // What can be seen is whole, acknowledged or not.
      let visible = try FileManager.default.contentsOfDirectory(
        atPath: folder.path("store/\(stored)"))
      #expect(visible.count >= 137)
      for name in visible {
        let sent = folder.path("\(name.dropFirst(Samples.series.count + 1))")
        #expect(try dataSetBytes(folder.path("store/\(stored)/\(name)")) == dataSetBytes(sent))
      }
      // Who stores there next removes the rest.
      _ = StoreFolder(folder.path("store"))
      #expect(try !folder.names.contains { $0.hasPrefix("store/.arriving") })
    }
  }
#endif
