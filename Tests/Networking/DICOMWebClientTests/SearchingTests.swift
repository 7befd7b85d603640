import DICOMModel
import DICOMNetwork
import DICOMWebClient
import Faults
import Places
import TestSupport
import Testing
import WebServices

/// One instance in JSON.
private func match(_ number: Int) -> String {
  "{\"00080018\":{\"vr\":\"UI\",\"Value\":[\"1.2.\(number)\"]}}"
}

private let list = ResourcePath(subject: .list(.instances))

extension Asked {
  /// A number of the query.
  fileprivate func number(_ name: String) -> Int? {
    (try? QueryItems(query: path.split(separator: "?").last ?? ""))?[name].flatMap { Int($0) }
  }
}

@Suite struct `Searches on the web` {
  private func uids(
    _ base: String, _ parameters: QueryParameters = QueryParameters(), options: WebOptions = .hasty
  ) async throws -> [String] {
    var uids: [String] = []
    let count = try await WebClient.with(base, options: options) { client in
      var found: [String] = []
      try await client.search(list, parameters) { found.append($0.uid(.sopInstanceUID) ?? "") }
      return found
    }
    uids += count
    return uids
  }

  @Test func `go on page by page where a server gives no more at a time`() async throws {
    try await withWebServer { asked, saying in
      let offset = asked.number("offset") ?? 0
      let page = (offset..<min(250, offset + 100)).map(match)
      guard !page.isEmpty else { return try await saying.answer("204 No Content") }
      try await saying.json("[\(page.joined(separator: ","))]")
    } _: { (base, seen) async throws in
      #expect(try await uids(base) == (0..<250).map { "1.2.\($0)" })
      #expect(seen.asked.map { $0.number("offset") ?? 0 } == [0, 100, 200, 250])
    }
  }

  @Test func `end where a server does not know pages`() async throws {
    try await withWebServer { _, saying in
      try await saying.json("[\((0..<30).map(match).joined(separator: ","))]")
    } _: { (base, seen) async throws in
      #expect(try await uids(base).count == 30)
      #expect(seen.asked.count == 2)
    }
  }

  @Test func `ask for no more than is wanted, and give no more`() async throws {
    try await withWebServer { _, saying in
      try await saying.json("[\((0..<30).map(match).joined(separator: ","))]")
    } _: { (base, seen) async throws in
      var parameters = QueryParameters()
      parameters.limit = 7
      parameters.offset = 3
      #expect(try await uids(base, parameters).count == 7)
      #expect(seen.asked.map { $0.number("limit") } == [7])
      #expect(seen.asked.map { $0.number("offset") } == [3])
    }
  }

  @Test func `say what they take, and are what they look for`() async throws {
    try await withWebServer { _, saying in
      try await saying.answer("204 No Content")
    } _: { (base, seen) async throws in
      var parameters = QueryParameters()
      parameters.matches = [.init([.sopInstanceUID], "1.2,3.4"), .init([.patientName], "Mü*")]
      parameters.included = [[.rows]]
      #expect(try await uids(base, parameters).isEmpty)
      #expect(seen.asked[0].headers["accept"] == "application/dicom+json")
      #expect(
        seen.paths == [
          "/base/instances?00080018=1.2,3.4&00100010=M%C3%BC*&includefield=00280010&limit=1000"
        ])
    }
  }

  @Test func `that are too long are given up`() async throws {
    try await withWebServer { _, saying in
      try await saying.text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
      let piece = String(repeating: " ", count: 1 << 16)
      while true { try await saying.text("10000\r\n\(piece)\r\n") }
    } _: { (base, _) async throws in
      var options = WebOptions.hasty
      options.limits.answerBytes = 1 << 20
      let fault = try await webFault { try await uids(base, options: options) }
      #expect(fault.code == "answer-damaged" && fault.description.contains("1 MiB"))
    }
  }

  @Test func `answered with something else say so, and repeat nothing of it`() async throws {
    let answers: [(String, String, String)] = [
      ("200 OK", "<html>SECRET</html>", "answer-damaged"), ("200 OK", "[7]", "answer-damaged"),
      ("401 Unauthorized", "", "not-authorized"), ("403 Forbidden", "", "not-authorized"),
      ("404 Not Found", "", "no-such-study"), ("500 Internal Server Error", "", "operation-failed"),
      ("413 Payload Too Large", "", "operation-failed"),
      ("304 Not Modified", "", "operation-failed"),
    ]
    for (status, body, code) in answers {
      try await withWebServer { _, saying in
        try await saying.answer(status, [], Array(body.utf8))
      } _: { (base, _) async throws in
        let fault = try await webFault { try await uids(base) }
        #expect(fault.code.rawValue == code, "\(status): \(fault)")
        #expect(!fault.description.contains("SECRET"))
      }
    }
  }

  @Test func `have metadata as data sets`() async throws {
    try await withWebServer { asked, saying in
      try await saying.json("[\(match(1)),\(match(2))]")
    } _: { (base, seen) async throws in
      let found = try await WebClient.with(base, options: .hasty) {
        try await $0.metadata(of: ResourcePath(study: "1.2", series: "3"))
      }
      #expect(found.map { $0.uid(.sopInstanceUID) } == ["1.2.1", "1.2.2"])
      #expect(seen.paths == ["/base/studies/1.2/series/3/metadata"])
    }
  }

  @Test func `name each series and each instance once, though a study is under two patients`()
    async throws
  {
    let series = "{\"0020000E\":{\"vr\":\"UI\",\"Value\":[\"1.2\"]}}"
    try await withWebServer { asked, saying in
      let matches = asked.path.contains("/instances") ? [1, 2, 1, 2].map(match) : [series, series]
      try await saying.json("[\(matches.joined(separator: ","))]")
    } _: { (base, _) async throws in
      let instances = try await WebClient.with(base, options: .hasty) {
        try await $0.instances(of: PlaceTarget(study: "1"))
      }
      #expect(instances.map(\.uid) == ["1.2.1", "1.2.2"])
      #expect(instances.allSatisfy { $0.series == "1.2" })
    }
  }
}
