import DICOMModel
import Foundation
import MessageExchange
import Places
import TestSupport
import Testing

@testable import DICOMNetwork

@Suite struct `With pynetdicom` {
  /// What its user says of a node.
  private struct Said: Decodable, Sendable {
    let window: [Int]
    let accepted: Int
    let maximumLength: Int
    let statuses: [Int]
  }

  private func said(of node: Node, _ service: String, _ paths: [String] = []) async throws -> Said {
    guard let python = Peers.python else { throw PeerError.missing("Python") }
    let result = try await apart {
      try Program.run(
        python, [script("network_user"), service, "\(node.port)"] + paths,
        environment: ["PYTHONDONTWRITEBYTECODE": "1"])
    }
    try #require(result.status == 0, "\(result.errors)")
    return try JSONDecoder().decode(Said.self, from: result.output)
  }

  /// Runs its provider over the files of a folder.
  private func whileProviding<Value>(
    _ folder: TemporaryFolder, _ arguments: [String] = [],
    _ body: (NetworkPeer) async throws -> Value
  ) async throws -> Value {
    guard let python = Peers.python else { throw PeerError.missing("Python") }
    let port = try await freePort()
    return try await whileRunning(
      python, [script("network_provider"), "\(port)", folder.path] + arguments,
      listeningAt: port, in: try TemporaryFolder(),
      environment: ["PYTHONDONTWRITEBYTECODE": "1"]
    ) { try await body(NetworkPeer(title: "PROVIDER", host: "127.0.0.1", port: port)) }
  }

  @Test(.needsPeers)
  func `its user gets a window of one, whatever it offers, and no more contexts`()
    async throws
  {
    try await withNode { node in
      let answer = try await said(of: node, "echo")
      #expect(answer.statuses == [0] && answer.window == [1, 1] && answer.accepted == 1)
      #expect(answer.maximumLength == 1 << 17)
      guard case .closed = try await node.nextEnd() else {
        Issue.record("it ended in another way")
        return
      }
    }
  }

  @Test(.needsPeers) func `the node keeps what its user stores`() async throws {
    let inbox = try Inbox()
    let paths = try (0..<5).map {
      try Samples.write(
        Samples.dataSet($0, value: UInt8($0), bytes: 99_999), as: "\($0).dcm", in: inbox.folder,
        syntax: $0 == 4 ? .implicitVRLittleEndian : .explicitVRLittleEndian)
    }
    let answer = try await withNode(serving: inbox.store) {
      try await said(of: $0, "store", paths)
    }
    #expect(answer.statuses == [0, 0, 0, 0, 0])
    #expect(try dataSets(in: inbox.stored.map(\.path)) == dataSets(in: paths))
  }

  @Test(.needsPeers) func `its provider gets what is sent, and gives it back by get and by move`()
    async throws
  {
    let folder = try TemporaryFolder()
    let paths = try (0..<4).map {
      try Samples.write(
        Samples.dataSet($0, value: UInt8($0), bytes: 30_000), as: "\($0).dcm", in: folder)
    }
    let port = try await freePort()
    try await whileProviding(folder, ["--move-to", "\(port)"]) { peer in
      try await echo(peer)
      #expect(try await send(paths, to: peer).map(\.status) == paths.map { _ in .success })
      for (n, path) in paths.enumerated() {
        #expect(try folder.bytes("stored/\(Samples.series).\(n).dcm") == dataSetBytes(path))
      }
      let instances = (0..<4).map { n in
        InstanceFetcher.Instance(
          study: Samples.study, series: Samples.series, uid: "\(Samples.series).\(n)",
          sopClass: Samples.ctClass)
      }
      try await expectBoth(instances, from: peer, moveTo: port, are: dataSets(in: paths))
      let some = Array(instances[1...2])
      try await expectBoth(
        some, from: peer, moveTo: port, are: dataSets(in: Array(paths[1...2])), whole: false)
    }
  }

  private func expectBoth(
    _ instances: [InstanceFetcher.Instance], from peer: NetworkPeer, moveTo port: Int,
    are sent: [String: String], whole: Bool = true
  ) async throws {
    let fetcher = InstanceFetcher(peer: peer, options: .hasty)
    let got = try Inbox()
    #expect(try await fetcher.get(instances, whole: whole, into: got.store).isEmpty)
    #expect(try dataSets(in: got.stored.map(\.path)) == sent)
    let moved = try Inbox()
    #expect(
      try await fetcher.move(
        instances, whole: whole, listeningAt: (host: "127.0.0.1", port: port), into: moved.store
      ).isEmpty)
    #expect(try dataSets(in: moved.stored.map(\.path)) == sent)
  }

  @Test(.needsPeers) func `its provider names the instances that were not taken`() async throws {
    let folder = try TemporaryFolder()
    for n in 0..<3 { _ = try Samples.write(Samples.dataSet(n), as: "\(n).dcm", in: folder) }
    let instances = (0..<3).map { n in
      InstanceFetcher.Instance(
        study: Samples.study, series: Samples.series, uid: "\(Samples.series).\(n)",
        sopClass: Samples.ctClass)
    }
    let port = try await freePort()
    try await whileProviding(folder, ["--move-to", "\(port)"]) { peer in
      let fetcher = InstanceFetcher(peer: peer, options: .hasty)
      let failed = await resultOf {
        try await fetcher.get(instances, whole: true, into: Refusing())
      }
      // With nothing at all delivered it calls the whole operation failed (PS3.4 C.4.3.1.4).
      guard case .failure(let error as NetworkError) = failed,
        case .failed("C-GET", let status, _) = error.reason
      else {
        let uids = try failed.get()
        #expect(uids == instances.map(\.uid))
        return
      }
      #expect(status == OperationStatus(0xA702))
    }
  }

  @Test(.needsPeers) func `its provider without roles is told apart from one without images`()
    async throws
  {
    let folder = try TemporaryFolder()
    _ = try Samples.write(Samples.dataSet(1), as: "1.dcm", in: folder)
    let instance = InstanceFetcher.Instance(
      study: Samples.study, series: Samples.series, uid: "\(Samples.series).1",
      sopClass: Samples.ctClass)
    try await whileProviding(folder, ["--no-roles"]) { peer in
      let refused = try await fault {
        try await InstanceFetcher(peer: peer, options: .hasty).get(
          [instance], whole: true, into: Refusing())
      }
      #expect(refused.reason == .roleRefused("instances"))
    }
  }

  @Test(.needsPeers) func `its provider does not know a destination, and what to tell it is said`()
    async throws
  {
    let folder = try TemporaryFolder()
    _ = try Samples.write(Samples.dataSet(1), as: "1.dcm", in: folder)
    try await whileProviding(folder) { peer in
      let plan = try #require(
        ContextPlan.plans(for: [.query(InformationModel.studyRoot.move)]).first)
      let query = Query(level: .study, matches: [.studyInstanceUID: Samples.study])
      let refused = try await fault {
        try await NetworkClient(options: .hasty).withAssociation(to: peer, proposing: plan) {
          try await $0.move(query.retrieval, to: "STRANGER")
        }
      }
      #expect(
        refused.description.hasSuffix("(tell \(peer) which host and port STRANGER has)"))
    }
  }

  @Test(.needsPeers) func `answers are read in their own character set`() async throws {
    let folder = try TemporaryFolder()
    let names = [
      ("ISO_IR 192", "山田^太郎"), ("ISO_IR 144", "Люкceмбypг"), ("GB18030", "王^小东"),
      ("\\ISO 2022 IR 87", "Yamada^Tarou=山田^太郎"),
    ]
    for (n, (characterSet, name)) in names.enumerated() {
      var dataSet = Samples.dataSet(n, characterSet: characterSet)
      dataSet.set(
        .patientName, bytes: RecordedNames.bytes[characterSet] ?? Array(name.utf8) + [0x20])
      _ = try Samples.write(dataSet, as: "\(n).dcm", in: folder)
    }
    try await whileProviding(folder) { peer in
      let found = try await find(Query(level: .study, wanted: [.patientName]), on: peer)
      #expect(found.map { $0.string(.patientName) } == names.map(\.1))
    }
  }
}

private func script(_ name: String) -> String {
  Repository.root.appending(path: "Tests/Peers/\(name).py").path
}
