import DICOMCoding
import DICOMModel
import Foundation
import MessageExchange
import Places
import TestSupport
import Testing

@testable import DICOMNetwork

@Suite struct `With dcmtk` {
  @Test(.needsDCMTK) func `its echo is answered by the node, and unknown titles are not`()
    async throws
  {
    try await withNode(.stores(calledTitles: ["NODE"])) { node in
      // The second time with all its transfer syntaxes, in 128 contexts.
      let ways = [[], ["-pts", "38", "-ppc", "128"], ["--abort"]].map { ["-aec", "NODE"] + $0 }
      var answers: [Bool] = []
      for way in ways + [["-aec", "OTHER"]] {
        let result = try await DCMTK.run("echoscu", way + ["127.0.0.1", "\(node.port)"])
        answers.append(result.status == 0)
      }
      #expect(answers == [true, true, true, false])
    }
  }

  @Test(
    .needsDCMTK,
    arguments: [
      ("+te", "-xe", 16384), ("+te", "-xe", 4096), ("+te", "-xe", 131072), ("+ti", "-xi", 16384),
      ("+td", "-xd", 16384),
    ])
  func `the node keeps what its user stores byte for byte`(
    encoding: String, proposal: String, length: Int
  ) async throws {
    let folder = try TemporaryFolder()
    let paths = try await converted(
      Samples.files("mr-head", count: 4) + Samples.files("ct-chest", count: 2), encoding,
      in: folder)
    let inbox = try Inbox()
    let result = try await withNode(serving: inbox.store) { node in
      try await DCMTK.run(
        "storescu", [proposal, "-R", "-pdu", "\(length)", "127.0.0.1", "\(node.port)"] + paths)
    }
    #expect(result.status == 0, "\(result.errors)")
    // Deflating is done anew with each writing.
    let isDeflated = proposal == "-xd"
    let stored = try dataSets(in: inbox.stored.map(\.path))
    #expect(stored.count == 6)
    if !isDeflated { #expect(try stored == dataSets(in: paths)) }
    #expect(inbox.stored.allSatisfy { $0.outcome == .new })
  }

  @Test(
    .needsDCMTK,
    arguments: [("+te", "+x=", 16384), ("+te", "+x=", 4096), ("+te", "+x=", 131072)])
  func `its store provider gets what is sent byte for byte`(
    encoding: String, acceptance: String, length: Int
  ) async throws {
    let sources = try TemporaryFolder()
    let folder = try TemporaryFolder()
    let paths = try await converted(
      Samples.files("mr-head", count: 4) + Samples.files("ct-chest", count: 2), encoding,
      in: sources)
    let answers = try await Archives.whileStoreRuns(
      writingTo: folder, ["+B", acceptance, "-pdu", "\(length)"]
    ) { try await send(paths, to: $0) }
    #expect(answers.allSatisfy { $0.status == .success })
    let stored = try dataSets(in: folder.names.map(folder.path))
    #expect(try stored == dataSets(in: paths))
  }

  @Test(.needsDCMTK)
  func `its implicit-only provider gets the data sets that dcmtk itself would send`() async throws {
    let sources = try TemporaryFolder()
    let folder = try TemporaryFolder()
    // Deflated files, explicit ones, and those that are implicit already.
    let deflated = try Samples.files("mr-head", count: 3)
    let implicit = try await converted(deflated, "+ti", in: sources)
    for paths in [deflated, try await converted(deflated, "+te", in: sources), implicit] {
      let answers = try await Archives.whileStoreRuns(writingTo: folder, ["+B", "+xi"]) {
        try await send(paths, to: $0)
      }
      #expect(answers.map(\.status) == [.success, .success, .success])
      #expect(try dataSets(in: folder.names.map(folder.path)) == dataSets(in: implicit))
      for name in try folder.names {
        try FileManager.default.removeItem(atPath: folder.path(name))
      }
    }
  }

  @Test(.needsDCMTK, .needsData("transfer_syntaxes_ct"))
  func `its provider gets compressed instances as they are, or none that it does not take`()
    async throws
  {
    let data = try #require(Repository.data("transfer_syntaxes_ct"))
    let paths = try FileManager.default.contentsOfDirectory(atPath: data.path).sorted()
      .filter { $0.hasPrefix("CTImage.dcm") }.map { data.appending(path: $0).path }
    let native = try #require(paths.first { $0.contains("LittleEndianExplicit") })
    var stored = 0
    for path in paths {
      let folder = try TemporaryFolder()
      let answers = try await Archives.whileStoreRuns(writingTo: folder, ["+B", "+xa"]) {
        try await send([path], to: $0)
      }
      let answer = try #require(answers.first)
      if answer.isStored {
        stored += 1
        let name = try #require(try folder.names.first)
        let sent = try dataSetBytes(path)
        // A deflated data set of odd length gets the byte that it should have (PS3.5 A.5).
        let form = try StoreUser.item(path: folder.path(name))?.head.form
        guard form == (try StoreUser.item(path: path)?.head.form) else {
          #expect(try pixels(of: folder.path(name)) == pixels(of: native), "\(path)")
          continue
        }
        let isSame =
          try dataSetBytes(folder.path(name)) == sent + (sent.count % 2 == 0 ? [] : [0])
        #expect(isSame, "\(path)")
      } else {
        #expect(answer.comment?.contains("does not take SOP class") == true)
        #expect(try folder.names.isEmpty)
      }
    }
    #expect(stored >= 12)
  }

  @Test(.needsDCMTK)
  func `its archive gives back what it was sent, by get and by move`() async throws {
    let sources = try TemporaryFolder()
    let paths = try await converted(Samples.files("mr-head", count: 6), "+te", in: sources)
    let move = try await freePort()
    try await Archives.whileDCMTKRuns(maximumLength: 4096, moveTo: move) { peer in
      #expect(try await send(paths, to: peer).allSatisfy { $0.status == .success })
      try await expectFetching(of: paths, from: peer, moveTo: move)
    }
  }

  @Test(.needsDCMTK)
  func `its archive finds names in every character set that it was sent`() async throws {
    let folder = try TemporaryFolder()
    // ISO 2022 with its escapes, as PS3.5 Annex H writes the name.
    let names = [
      ("ISO_IR 192", "Müller^Jörg"), ("ISO_IR 100", "Müller^Jörg"), ("GB18030", "王^小东"),
      ("\\ISO 2022 IR 87", "Yamada^Tarou=山田^太郎"), ("ISO_IR 144", "Люкceмбypг"),
    ]
    try await Archives.whileDCMTKRuns { peer in
      for (n, (characterSet, name)) in names.enumerated() {
        let dataSet = Samples.dataSet(
          n, study: "1.2.\(n)", name: "", characterSet: characterSet)
        let path = try Samples.write(
          dataSet.named(name, characterSet: characterSet), as: "\(n).dcm", in: folder)
        #expect(try await send([path], to: peer).map(\.status) == [.success])
        let query = Query(
          level: .study, matches: [.studyInstanceUID: "1.2.\(n)"], wanted: [.patientName])
        let found = try await find(query, on: peer)
        #expect(found.map { $0.string(.patientName) } == [name], "\(characterSet)")
      }
    }
  }

  @Test(.needsDCMTK, .needsTool("openssl"))
  func `its sides talk securely, with certificates of both`() async throws {
    let made = try await Certificates()
    let folder = try TemporaryFolder()
    let inbox = try Inbox()
    let path = try Samples.write(Samples.dataSet(1), as: "a.dcm", in: inbox.folder)
    var options = NetworkOptions.hasty
    options.security = made.security(showing: "client")
    let files = [
      "+tls", made.path("server.key"), made.path("server.pem"), "+cf", made.path("authority.pem"),
    ]
    let answers = try await Archives.whileStoreRuns(writingTo: folder, files) {
      try await send([path], to: $0, options: options)
    }
    #expect(answers.map(\.status) == [.success])
    options.security = made.security(showing: "server")
    let result = try await withNode(.stores(options), serving: inbox.store) { node in
      try await DCMTK.run(
        "storescu",
        [
          "+tls", made.path("client.key"), made.path("client.pem"), "+cf",
          made.path("authority.pem"), "127.0.0.1", "\(node.port)", path,
        ])
    }
    #expect(result.status == 0, "\(result.errors)")
    #expect(inbox.stored.count == 1)
  }
}

/// The bytes of a file's pixel data.
func pixels(of path: String) throws -> [UInt8] {
  let bytes = Array(try Data(contentsOf: URL(filePath: path)))
  let dataSet = try Part10Reader().readWhole(bytes).dataSet
  return Array(try #require(dataSet.bytes(.pixelData)))
}

/// Asks an archive.
func find(
  _ query: Query, on peer: NetworkPeer, limit: Int? = nil
) async throws -> [DataSet] {
  let plan = try #require(
    ContextPlan.plans(for: [.query(InformationModel.studyRoot.find)]).first)
  return try await NetworkClient(options: .hasty).withAssociation(to: peer, proposing: plan) {
    var found: [DataSet] = []
    try await $0.find(query.identifier, limit: limit) { found.append($0) }
    return found
  }
}

/// Expects that an archive gives back by both ways, as a whole and by instances, what it was sent.
func expectFetching(
  of paths: [String], from peer: NetworkPeer, moveTo port: Int,
  sourceLocation: SourceLocation = #_sourceLocation
) async throws {
  let sent = try dataSets(in: paths)
  let study = try #require(try StoreUser.item(path: paths[0])?.head.study?.text)
  let fetcher = InstanceFetcher(peer: peer, options: .hasty)
  let instances = try await fetcher.instances(of: PlaceTarget(study: study))
  #expect(Set(instances.map(\.uid)) == Set(sent.keys), sourceLocation: sourceLocation)
  for isWhole in [true, false] {
    for way in InstanceFetcher.Way.allCases {
      let inbox = try Inbox()
      let failed =
        switch way {
        case .get: try await fetcher.get(instances, whole: isWhole, into: inbox.store)
        case .move:
          try await fetcher.move(
            instances, whole: isWhole, listeningAt: (host: "127.0.0.1", port: port),
            into: inbox.store)
        }
      #expect(failed.isEmpty, sourceLocation: sourceLocation)
      let fetched = try dataSets(in: inbox.stored.map(\.path))
      #expect(fetched == sent, "\(way) \(isWhole)", sourceLocation: sourceLocation)
    }
  }
}

extension DataSet {
  /// With a patient's name in a character set.
  fileprivate func named(_ name: String, characterSet: String) -> DataSet {
    var named = self
    let encodings: [String: String.Encoding] = [
      "ISO_IR 192": .utf8, "ISO_IR 100": .isoLatin1,
    ]
    let bytes =
      encodings[characterSet].flatMap { name.data(using: $0) }.map { Array($0) }
      ?? RecordedNames.bytes[characterSet] ?? []
    named.set(.patientName, bytes: bytes)
    return named
  }
}
