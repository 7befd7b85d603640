import DICOMCoding
import DICOMModel
import Foundation
import MessageExchange
import Places
import TestSupport
import Testing

@testable import DICOMNetwork

@Suite struct `With Orthanc` {
  @Test(.needsTool("Orthanc"), .needsDCMTK)
  func `what is sent is found, and comes back by get and by move`() async throws {
    let heads = try TemporaryFolder()
    let chests = try TemporaryFolder()
    let head = try await converted(Samples.files("mr-head", count: 8), "+te", in: heads)
    let chest = try await converted(Samples.files("ct-chest", count: 4), "+te", in: chests)
    let move = try await freePort()
    try await Archives.whileOrthancRuns(moveTo: move) { peer in
      try await echo(peer)
      let answers = try await send(head + chest, to: peer)
      #expect(answers.allSatisfy { $0.status == .success })
      #expect(try await find(Query(level: .study), on: peer).count == 2)
      try await expectFetching(of: head, from: peer, moveTo: move)
      try await expectFetching(of: chest, from: peer, moveTo: move)
      // The same once more is no failure, and changes nothing.
      #expect(try await send(head, to: peer).allSatisfy { $0.isStored })
      try await expectFetching(of: head, from: peer, moveTo: move)
    }
  }

  /// It refuses what is not what the command says.
  @Test(.needsTool("Orthanc"))
  func `what a meta group names otherwise is taken for what its data set says`() async throws {
    let folder = try TemporaryFolder()
    let dataSet = try Part10Writer().dataSet(
      Samples.dataSet(1), transferSyntax: .explicitVRLittleEndian)
    let others = [(Samples.ctClass, "1.2.3"), ("1.2.840.10008.5.1.4.1.1.4", "1.2.3")]
    let paths = try others.enumerated().map { n, other in
      let named = IncomingInstance(
        sopClass: other.0, sopInstance: other.1, transferSyntax: Samples.explicit, peer: "")
      return try folder.write(try named.fileBeginning() + dataSet, as: "\(n).dcm")
    }
    let item = try #require(try StoreUser.item(path: paths[1]))
    let warning = try #require(item.warning)
    for uid in ["1.2.3", "\(Samples.series).1", "1.2.840.10008.5.1.4.1.1.4", Samples.ctClass] {
      #expect(warning.contains(uid))
    }
    try await Archives.whileOrthancRuns { peer in
      #expect(try await send(paths, to: peer).map(\.status) == [.success, .success])
      let query = Query(
        level: .image,
        matches: [.studyInstanceUID: Samples.study, .seriesInstanceUID: Samples.series])
      let found = try await find(query, on: peer).map { $0.uid(.sopInstanceUID) }
      #expect(found == ["\(Samples.series).1"])
    }
  }

  /// Queries in the sets that peers have: GB18030, and ISO 2022 with its escapes.
  @Test(.needsTool("Orthanc"))
  func `names in GB18030 and ISO 2022 are found by queries of ours`() async throws {
    let folder = try TemporaryFolder()
    let names = [("GB18030", "王^小东"), ("\\ISO 2022 IR 87", "Yamada^Tarou=山田^太郎")]
    try await Archives.whileOrthancRuns { peer in
      for (n, (characterSet, _)) in names.enumerated() {
        var dataSet = Samples.dataSet(n, study: "1.2.\(n)", characterSet: characterSet)
        dataSet.set(.patientName, bytes: try #require(RecordedNames.bytes[characterSet]))
        let path = try Samples.write(dataSet, as: "\(n).dcm", in: folder)
        #expect(try await send([path], to: peer).map(\.status) == [.success])
      }
      for (n, (characterSet, name)) in names.enumerated() {
        let query = Query(
          level: .study, matches: [.patientName: name], wanted: [.studyInstanceUID])
        let found = try await find(query, on: peer)
        #expect(found.map { $0.uid(.studyInstanceUID) } == ["1.2.\(n)"], "\(characterSet)")
        #expect(found.map { $0.string(.patientName) } == [name], "\(characterSet)")
      }
    }
  }

  @Test(.needsTool("Orthanc"))
  func `names that leave ASCII are found by queries that do, and shown as they are`() async throws {
    let folder = try TemporaryFolder()
    let names = ["Müller^Jörg", "山田^太郎", "Люкceмбypг"]
    try await Archives.whileOrthancRuns { peer in
      for (n, name) in names.enumerated() {
        let dataSet = Samples.dataSet(
          n, study: "1.2.\(n)", name: name, characterSet: "ISO_IR 192")
        let path = try Samples.write(dataSet, as: "\(n).dcm", in: folder)
        #expect(try await send([path], to: peer).map(\.status) == [.success])
      }
      for (n, name) in names.enumerated() {
        let query = Query(
          level: .study, matches: [.patientName: name], wanted: [.studyInstanceUID])
        let found = try await find(query, on: peer)
        #expect(found.map { $0.string(.patientName) } == [name])
        #expect(found.map { $0.uid(.studyInstanceUID) } == ["1.2.\(n)"])
      }
    }
  }

  @Test(.needsTool("Orthanc"))
  func `a search is given up after as many matches as are wanted`() async throws {
    let folder = try TemporaryFolder()
    try await Archives.whileOrthancRuns { peer in
      let paths = try (0..<9).map { n in
        try Samples.write(Samples.dataSet(n), as: "\(n).dcm", in: folder)
      }
      _ = try await send(paths, to: peer)
      let query = Query(
        level: .image,
        matches: [.studyInstanceUID: Samples.study, .seriesInstanceUID: Samples.series])
      #expect(try await find(query, on: peer).count == 9)
      #expect(try await find(query, on: peer, limit: 4).count == 4)
    }
  }

  @Test(.needsTool("Orthanc"))
  func `a destination that it does not know is refused in a way that says what to do`() async throws
  {
    try await Archives.whileOrthancRuns { peer in
      let folder = try TemporaryFolder()
      let path = try Samples.write(Samples.dataSet(1), as: "a.dcm", in: folder)
      _ = try await send([path], to: peer)
      let plan = try #require(
        ContextPlan.plans(for: [.query(InformationModel.studyRoot.move)]).first)
      let query = Query(level: .study, matches: [.studyInstanceUID: Samples.study])
      let refused = try await fault {
        try await NetworkClient(options: .hasty).withAssociation(to: peer, proposing: plan) {
          try await $0.move(query.retrieval, to: "STRANGER")
        }
      }
      guard case .failed("C-MOVE", _, _) = refused.reason else {
        Issue.record("\(refused)")
        return
      }
    }
  }

  @Test(.needsTool("Orthanc"), .needsTool("openssl"))
  func `both talk securely, with certificates of both`() async throws {
    let made = try await Certificates()
    let settings = """
      , "DicomTlsEnabled": true, "DicomTlsCertificate": "\(made.path("server.pem"))",
      "DicomTlsPrivateKey": "\(made.path("server.key"))",
      "DicomTlsTrustedCertificates": "\(made.path("authority.pem"))"
      """
    try await Archives.whileOrthancRuns(security: settings) { peer in
      var options = NetworkOptions.hasty
      options.security = made.security(showing: "client")
      try await echo(peer, options: options)
      options.security = made.security()
      let refused = try await fault { try await echo(peer, options: options) }
      guard case .notSecure = refused.reason else {
        Issue.record("\(refused)")
        return
      }
    }
  }
}
