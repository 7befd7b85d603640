import DICOMModel
import DICOMWebClient
import Foundation
import Locks
import Places
import TestSupport
import Testing
import WebServices

@testable import DICOMNetwork

@Suite struct `With Orthanc's DICOMweb` {
  private static var plugin: String { "/usr/share/orthanc/plugins/libOrthancDicomWeb.so" }

  /// Runs Orthanc with its plug-in for the web, for one who has the password.
  private func whileOrthancRuns<Value: Sendable>(
    _ body: (WebClient) async throws -> Value
  ) async throws -> Value {
    let folder = try TemporaryFolder()
    let port = try await freePort()
    let configuration = """
      {
        "Name": "test", "StorageDirectory": "\(folder.path)/db",
        "IndexDirectory": "\(folder.path)/db", "HttpPort": \(port), "DicomServerEnabled": false,
        "RemoteAccessAllowed": false, "AuthenticationEnabled": true,
        "RegisteredUsers": {"reader": "word"}, "OverwriteInstances": false, "DefaultEncoding": "Utf8",
        "Plugins": ["\(Self.plugin)"], "DicomWeb": {"Enable": true, "Root": "/dicom-web/"}
      }
      """
    let file = try folder.write(configuration.utf8, as: "orthanc.json")
    guard let program = Peers.tool("Orthanc") else { throw PeerError.missing("Orthanc") }
    return try await whileRunning(program, [file], listeningAt: port, in: folder) {
      let options = WebOptions(credentials: .user("reader", password: "word"))
      return try await WebClient.with(
        "http://127.0.0.1:\(port)/dicom-web", options: options, body)
    }
  }

  private func store(_ paths: [String], to client: WebClient) async throws -> [WebStoreAnswer] {
    let answers = Locked<[WebStoreAnswer]>([])
    let items = try paths.map { try #require(try StoreUser.item(path: $0)) }
    try await client.store(items) { answer in answers.withLock { $0.append(answer) } }
    return answers.withLock { $0 }
  }

  /// What comes back of a study, by UID, once as a whole and once instance by instance.
  private func expectFetching(of paths: [String], from client: WebClient) async throws {
    let sent = try dataSets(in: paths)
    let head = try #require(try StoreUser.item(path: paths[0])?.head)
    let target = PlaceTarget(study: try #require(head.study?.text))
    let instances = try await client.instances(of: target)
    #expect(Set(instances.map(\.uid)) == Set(sent.keys))
    for isWhole in [true, false] {
      let inbox = try Inbox()
      try await client.retrieve(instances, whole: isWhole, into: inbox.store)
      #expect(try dataSets(in: inbox.stored.map(\.path)) == sent)
    }
  }

  @Test(.needsTool("Orthanc"))
  func `what is stored is found, and comes back byte for byte`() async throws {
    try await whileOrthancRuns { client in
      _ = try await client.echo()
      let head = try Samples.files("mr-head", count: 12)
      let chest = try Samples.files("ct-chest", count: 4)
      let answers = try await store(head + chest, to: client)
      #expect(answers.count == 16 && answers.allSatisfy(\.isStored))
      var studies: [DataSet] = []
      try await client.search(ResourcePath(subject: .list(.studies))) { studies.append($0) }
      #expect(studies.count == 2)
      try await expectFetching(of: head, from: client)
      try await expectFetching(of: chest, from: client)
      // The same once more is no failure, and changes nothing.
      #expect(try await store(head, to: client).allSatisfy(\.isStored))
      try await expectFetching(of: head, from: client)
    }
  }

  @Test(.needsTool("Orthanc"))
  func `searches find by names, ranges and lists, and give what is wanted as well`() async throws {
    let folder = try TemporaryFolder()
    try await whileOrthancRuns { client in
      let names = ["Müller^Jörg", "山田^太郎", "DOE^JOHN"]
      let paths = try names.enumerated().map { n, name in
        try Samples.write(
          Samples.dataSet(n, study: "1.2.\(n)", name: name, characterSet: "ISO_IR 192"),
          as: "\(n).dcm", in: folder)
      }
      _ = try await store(paths, to: client)
      func found(_ tag: DICOMModel.Tag, _ value: String) async throws -> Set<String> {
        var parameters = QueryParameters()
        parameters.matches = [.init([tag], value)]
        parameters.included = [[.patientName]]
        var found: Set<String> = []
        try await client.search(ResourcePath(subject: .list(.studies)), parameters) { match in
          #expect(match.string(.patientName) != nil)
          if let uid = match.uid(.studyInstanceUID) { found.insert(uid) }
        }
        return found
      }
      #expect(try await found(.patientName, "DOE*") == ["1.2.2"])
      #expect(try await found(.studyDate, "20240201-20240301") == ["1.2.0", "1.2.1", "1.2.2"])
      #expect(try await found(.studyDate, "20250101-").isEmpty)
      #expect(try await found(.studyInstanceUID, "1.2.0,1.2.2") == ["1.2.0", "1.2.2"])
    }
  }

  @Test(.needsTool("Orthanc"))
  func `metadata and frames are those of the files`() async throws {
    try await whileOrthancRuns { client in
      let path = try #require(try Samples.files("mr-head", count: 1).first)
      _ = try await store([path], to: client)
      let head = try #require(try StoreUser.item(path: path)?.head)
      let instance = ResourcePath(
        study: try #require(head.study?.text), series: try #require(head.series?.text),
        instance: head.sopInstance, frames: [1])
      var whole = instance
      whole.frames = []
      let metadata = try await client.metadata(of: whole)
      #expect(metadata.map { $0.uid(.sopInstanceUID) } == [head.sopInstance])
      #expect(metadata.first?.integer(.rows) ?? 0 > 0)
      var frames: [(type: String?, count: Int)] = []
      try await client.frames(instance, atMost: 1 << 24) { head, bytes in
        frames.append((head.contentType?.essence, bytes.count))
      }
      #expect(frames.count == 1 && frames[0].count > 1000)
    }
  }
}
