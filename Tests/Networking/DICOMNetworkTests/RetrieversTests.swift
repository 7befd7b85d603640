import DICOMCoding
import DICOMModel
import Foundation
import MessageExchange
import TestSupport
import Testing

@testable import DICOMNetwork

/// What other programs find and retrieve of an archive's node.
@Suite struct `Retrievers of others` {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func samples() throws -> [String] {
    try (0..<4).map { n in
      try Samples.write(
        Samples.dataSet(n, value: UInt8(n), bytes: 40_000, study: n < 3 ? "1.2.1" : "1.2.2"),
        as: "\(n).dcm", in: folder)
    }
  }

  private func dcmtk(
    _ name: String, _ peer: NetworkPeer, _ arguments: [String], _ keys: [String]
  ) async throws -> ProgramResult {
    let words = ["-S", "-aec", "NODE"] + arguments + ["127.0.0.1", "\(peer.port)"]
    return try await DCMTK.run(name, words + keys.flatMap { ["-k", $0] })
  }

  @Test(.needsDCMTK) func `dcmtk finds names in every character set`() async throws {
    let names = [
      ("ISO_IR 192", Array("Müller^Jörg ".utf8)), ("ISO_IR 100", "M\u{FC}ller^J".latin1),
      ("GB18030", RecordedNames.bytes["GB18030"] ?? []),
      ("\\ISO 2022 IR 87", RecordedNames.bytes["\\ISO 2022 IR 87"] ?? []),
    ]
    let paths = try names.enumerated().map { n, name in
      var dataSet = Samples.dataSet(n, study: "1.2.\(n)", characterSet: name.0)
      dataSet.set(.patientName, bytes: name.1)
      return try Samples.write(dataSet, as: "\(n).dcm", in: folder)
    }
    try await ArchiveUnderTest.whileRunning(MemoryIndex(paths)) { node in
      for (n, (characterSet, bytes)) in names.enumerated() {
        // Asked in its own set, without the last character.
        var query = DataSet()
        query.set(.specificCharacterSet, string: characterSet)
        query.set(.queryRetrieveLevel, string: "STUDY")
        query.set(.studyInstanceUID, string: "1.2.\(n)")
        query.set(.patientName, bytes: bytes)
        let answers = try TemporaryFolder()
        let file = try answers.write(
          Part10Writer().dataSet(query, transferSyntax: .implicitVRLittleEndian), as: "query")
        let result = try await DCMTK.run(
          "findscu",
          ["-S", "-aec", "NODE", "-X", "-od", answers.path, "127.0.0.1", "\(node.peer.port)", file])
        #expect(result.status == 0, "\(result.errors)")
        let answer = try answers.bytes("rsp0001.dcm")
        #expect(answer.contains(bytes), "\(characterSet)")
        #expect(try answers.names.filter { $0.hasPrefix("rsp") }.count == 1)
      }
    }
  }

  @Test func `answers that name no character set are read in that of the place`() async throws {
    var dataSet = Samples.dataSet(1, characterSet: "")
    dataSet.set(.patientName, bytes: "M\u{FC}ller^J".latin1)
    let path = try Samples.write(dataSet, as: "1.dcm", in: folder)
    try await ArchiveUnderTest.whileRunning(MemoryIndex([path])) { node in
      for (term, name) in [("ISO_IR 100", "M\u{FC}ller^J"), ("ISO_IR 144", "M\u{45C}ller^J")] {
        var options = NetworkOptions.hasty
        options.unnamedText = TextEncoding(terms: [term])
        let query = Query(level: .study, wanted: [.patientName])
        let plan = ContextPlan.plans(for: [.query(InformationModel.studyRoot.find)])[0]
        let names = try await NetworkClient(options: options).withAssociation(
          to: node.peer, proposing: plan
        ) { association in
          var names: [String?] = []
          try await association.find(query.identifier) { names.append($0.string(.patientName)) }
          return names
        }
        #expect(names == [name])
      }
    }
  }

  @Test(.needsDCMTK, arguments: ["--bit-preserving", "--normal"])
  func `dcmtk gets what there is, and cancels what it asked for`(way: String) async throws {
    let paths = try samples()
    let got = try TemporaryFolder()
    try await ArchiveUnderTest.whileRunning(MemoryIndex(paths)) { node in
      let result = try await dcmtk(
        "getscu", node.peer, [way, "+xe", "-od", got.path],
        ["QueryRetrieveLevel=STUDY", "StudyInstanceUID=1.2.1"])
      #expect(result.status == 0, "\(result.errors)")
      #expect(try await node.served(1).map(\.count) == [3])
      if way == "--bit-preserving" {
        #expect(try dataSets(in: got.names.map(got.path)) == dataSets(in: Array(paths[..<3])))
      }
    }
    try await ArchiveUnderTest.whileRunning(EndlessIndex()) { node in
      let result = try await dcmtk(
        "findscu", node.peer, ["--cancel", "20"],
        ["QueryRetrieveLevel=STUDY", "StudyInstanceUID"])
      #expect(result.status == 0, "\(result.errors)")
      #expect(try await node.served(1).map(\.status) == [.cancelled])
    }
  }

  @Test(.needsDCMTK) func `dcmtk has instances moved, in the syntaxes that it takes`() async throws
  {
    let sources = try TemporaryFolder()
    let paths = try await converted(Samples.files("mr-head", count: 3), "+te", in: sources)
    let study = try #require(try StoreUser.item(path: paths[0])?.head.study?.text)
    for syntax in ["+xe", "+xi"] {
      let moved = try TemporaryFolder()
      let port = try await freePort()
      let destination = MoveDestination(
        NetworkPeer(title: "MOVESCU", host: "127.0.0.1", port: port))
      try await ArchiveUnderTest.whileRunning(
        MemoryIndex(paths), destinations: ["MOVESCU": destination]
      ) { node in
        let result = try await dcmtk(
          "movescu", node.peer,
          ["-aem", "MOVESCU", "+P", "\(port)", syntax, "-od", moved.path],
          ["QueryRetrieveLevel=STUDY", "StudyInstanceUID=\(study)"])
        #expect(result.status == 0, "\(result.errors)")
        #expect(try await node.served(1).map(\.status) == [.success])
      }
      #expect(try moved.names.count == 3)
      let expected = syntax == "+xe" ? paths : try await converted(paths, "+ti", in: sources)
      #expect(try dataSets(in: moved.names.map(moved.path)) == dataSets(in: expected))
    }
  }

  /// One answer, as pynetdicom tells it.
  private struct Said: Decodable, Sendable {
    let status: UInt16
    let name: String
    let completed: Int
    let failed: [String]
  }

  private func pynetdicom(
    _ service: String, _ node: ArchiveUnderTest, _ words: [String]
  ) async throws -> [Said] {
    guard let python = Peers.python else { throw PeerError.missing("Python") }
    let script = Repository.root.appending(path: "Tests/Peers/network_retriever.py").path
    let result = try await apart {
      try Program.run(
        python, [script, service, "\(node.peer.port)"] + words,
        environment: ["PYTHONDONTWRITEBYTECODE": "1"])
    }
    try #require(result.status == 0, "\(result.errors)")
    return try JSONDecoder().decode([Said].self, from: result.output)
  }

  @Test(.needsPeers) func `pynetdicom finds, gets and has moved what there is`() async throws {
    let paths = try samples()
    let port = try await freePort()
    let inbox = try Inbox()
    let got = try TemporaryFolder()
    let index = try MemoryIndex(paths)
    let destination = MoveDestination(
      NetworkPeer(title: "INBOX", host: "127.0.0.1", port: port))
    try await ArchiveUnderTest.whileRunning(index, destinations: ["INBOX": destination]) { node in
      let found = try await pynetdicom(
        "find", node, ["QueryRetrieveLevel=STUDY", "PatientName=sample*", "StudyInstanceUID="])
      #expect(found.map(\.status) == [0xFF00, 0xFF00, 0])
      #expect(found.dropLast().map(\.name) == ["SAMPLE^ONE", "SAMPLE^ONE"])
      let study = ["QueryRetrieveLevel=STUDY", "StudyInstanceUID=1.2.1"]
      let last = try await pynetdicom("get", node, [got.path] + study).last
      #expect(last?.status == 0 && last?.completed == 3)
      #expect(try got.names.count == 3)
      for (n, name) in try got.names.sorted().enumerated() {
        #expect(try got.bytes(name) == dataSetBytes(paths[n]))
      }
      let listener = NetworkListener.stores(calledTitles: ["INBOX"])
      let moved = try await listener.whileListening(
        host: "127.0.0.1", port: port, serve: { try await $0.serve(inbox.store) }
      ) { try await pynetdicom("move", node, ["INBOX"] + study).last }
      #expect(moved?.status == 0 && moved?.completed == 3 && inbox.stored.count == 3)
      let stranger = try await pynetdicom("move", node, ["STRANGER"] + study)
      #expect(stranger.map(\.status) == [0xA801])
      try index.removingFiles { $0.sopInstance == "\(Samples.series).1" }
      let partial = try await pynetdicom("get", node, [got.path] + study).last
      #expect(partial?.status == 0xB000 && partial?.failed == ["\(Samples.series).1"])
    }
  }
}

extension String {
  fileprivate var latin1: [UInt8] { unicodeScalars.map { UInt8($0.value) } }
}
