import Archive
import DICOMModel
import HTTPTypes
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing
import WebServices

@testable import Server

@Suite struct `A guarded server` {
  @Test func `tells nothing without its token`() async throws {
    let served = try ServedArchive { options in
      options.token = AccessToken("secret\n")
      options.allowedOrigins = ["https://viewer.example"]
    }
    try await served.use { client in
      let paths = [
        "/page/nothing", "/dicom-web/studies", ServedArchive.series,
        "\(ServedArchive.series)/metadata", "\(ServedArchive.instance(1))/frames/1",
        "\(ServedArchive.series)/rendered", "\(ServedArchive.series)/renderedmpr", "/wado?a=b",
        "/metrics", "/openapi.json", "/nothing",
      ]
      for path in paths {
        for words in [nil, "Bearer wrong", "Bearer secre", "Bearer secrett", "Basic secret"] {
          var headers: HTTPFields = [.accept: "*/*", .origin: "https://viewer.example"]
          headers[.authorization] = words
          let answer = try await client.get(path, headers)
          #expect(answer.status == .unauthorized, "\(path)")
          #expect(!answer.text.contains("Doe"))
          #expect(answer.headers[.accessControlAllowOrigin] == "https://viewer.example")
        }
      }
      // The page is the same for everybody, and what asks for the token.
      for path in ["/", "/page/index.html", "/view/1.2.3/1.2.3.1"] {
        let answer = try await client.get(path)
        #expect(answer.status == .ok, "\(path)")
        #expect(!answer.text.contains("Doe"))
      }
      let stored = try await client.post(
        "/dicom-web/studies", ServedArchive.parts([try ServedArchive.file(number: 9)]),
        ServedArchive.partsType)
      #expect(stored.status == .unauthorized)
      #expect(try await client.get("/health").status == .ok)
      let known = try await client.get("/dicom-web/studies", [.authorization: "bearer secret"])
      #expect(known.status == .ok)
      let preflight = try await client.executeRequest(
        uri: "/dicom-web/studies", method: .options,
        headers: [.origin: "https://viewer.example", .accessControlRequestMethod: "GET"], body: nil)
      #expect(preflight.status == .noContent)
    }
    #expect(try served.archive.counts().instances == 3)
  }

  @Test func `lets pages of other origins read what they may, refusals too`() async throws {
    let served = try ServedArchive { $0.allowedOrigins = ["https://viewer.example"] }
    try await served.use { client in
      for path in ["/dicom-web/studies", "/dicom-web/studies/9.9/metadata"] {
        let mine = try await client.get(path, [.origin: "https://viewer.example"])
        #expect(mine.headers[.accessControlAllowOrigin] == "https://viewer.example")
        let other = try await client.get(path, [.origin: "https://evil.example"])
        #expect(other.headers[.accessControlAllowOrigin] == nil)
      }
    }
  }

  @Test func `gives no file outside of the archive`() async throws {
    try await ServedArchive().use { client in
      for path in [
        "/../../etc/passwd", "/page/../Package.swift", "/page/%2e%2e/%2e%2e/etc/passwd",
        "/page//etc/passwd", "/dicom-web/studies/..%2f..%2fetc", "/dicom-web/studies/%2e%2e",
        "/dicom-web/studies/1.2.3/series/../../x", "/dicom-web/../health",
        "\(ServedArchive.instance(1))/bulkdata/..%2f..%2fetc%2fpasswd",
      ] {
        let answer = try await client.get(path)
        #expect([.notFound, .badRequest].contains(answer.status), "\(path)")
        #expect(!answer.text.contains("root:"))
      }
    }
  }

  @Test func `stores once what comes twice, and says why others are not stored`() async throws {
    let served = try ServedArchive()
    let files = try [7, 8].map { try ServedArchive.file(number: $0) }
    try await served.use { client in
      for _ in 0..<2 {
        let answer = try await client.post(
          "/dicom-web/studies", ServedArchive.parts(files), ServedArchive.partsType)
        #expect(answer.status == .ok)
        let response = StoreResponse(try #require(try DICOMJSONReader.dataSets(answer.bytes).first))
        #expect(response.stored.map(\.sopInstance) == ["1.2.3.1.7", "1.2.3.1.8"])
      }
      let object = try await client.get(ServedArchive.instance(8), [.accept: "application/dicom"])
      #expect(try DICOMwebFiles.dataSet(object.bytes) == ServedArchive.dataSet(number: 8))
      let foreign = try await client.post(
        "/dicom-web/studies/1.2.9",
        ServedArchive.parts([try ServedArchive.file(number: 1, study: "1.2.9"), files[0]]),
        ServedArchive.partsType)
      #expect(foreign.status == .accepted)
      let mixed = StoreResponse(try #require(try DICOMJSONReader.dataSets(foreign.bytes).first))
      #expect(mixed.stored.map(\.sopInstance) == ["1.2.9.1.1"])
      #expect(mixed.failed.map(\.reason) == [0xA900])
      let other = try await client.post(
        "/dicom-web/studies",
        ServedArchive.parts([try ServedArchive.file(number: 7, name: "Other"), [1, 2, 3]]),
        ServedArchive.partsType)
      #expect(other.status == .conflict)
      let none = StoreResponse(try #require(try DICOMJSONReader.dataSets(other.bytes).first))
      #expect(none.failed.map(\.reason) == [0x0111])
      #expect(none.others == [0xC000])
      let text = try await client.post(
        "/dicom-web/studies", ByteBuffer(string: "x"), [.contentType: "text/plain"])
      #expect(text.status == .unsupportedMediaType)
    }
    #expect(try served.archive.sizes == [2, 2, 6])
    #expect(try !served.folder.names.contains { $0.contains(".arriving/") && $0.hasSuffix(".dcm") })
  }

  @Test(arguments: [
    "application/dicom+json", "application/dicom+xml", "text/plain",
    "multipart/related; type=\"image/jpeg\"; boundary=xyz",
  ])
  func `takes nothing of another type, and says what it takes`(type: String) async throws {
    let served = try ServedArchive()
    try await served.use { client in
      let answer = try await client.post(
        "/dicom-web/studies", ServedArchive.parts([try ServedArchive.file(number: 9)]),
        [.contentType: type])
      #expect(answer.status == .unsupportedMediaType)
      #expect(answer.text.contains("multipart/related"))
    }
    #expect(try served.archive.counts().instances == 3)
  }

  @Test(arguments: [
    ("/", "/"), ("/view/1.2/3.4", "/view/*/*"), ("/page/view.js", "/page/*"),
    ("/page/none", "other"),
    ("/dicom-web/studies", "/dicom-web/studies"), ("/dicom-web/metadata/rendered/info", "other"),
    ("/dicom-web/studies/1.2/series/3/rendered3d", "/dicom-web/studies/*/series/*/rendered3d"),
    (
      "/dicom-web/studies/1/series/2/instances/3/frames/11,1/rendered",
      "/dicom-web/studies/*/series/*/instances/*/frames/*/rendered"
    ),
    (
      "/dicom-web/studies/1/series/2/instances/3/bulkdata/7FE00010",
      "/dicom-web/studies/*/series/*/instances/*/bulkdata"
    ),
    ("/health", "/health"), ("/health/rendered", "other"), ("", "other"), ("/DICOM-web/", "other"),
  ])
  func `counts requests by what they lead to, and names nobody`(path: String, kind: String) {
    #expect(RouteName(path: path, method: "GET").text == "GET \(kind)")
    #expect(RouteName(path: path, method: "BREW").text == "OTHER \(kind)")
  }

  @Test(arguments: ["PatientName=a", "StudyDate=20260101-", "00400275.00400009=a"])
  func `refuses a search for more than is joined, and says so`(item: String) async throws {
    try await ServedArchive().use { client in
      let query = [String](repeating: item, count: 500).joined(separator: "&")
      let answer = try await client.get("/dicom-web/series?\(query)")
      #expect(answer.status == .contentTooLarge)
      #expect(answer.text.contains("more than 200 values have to match"))
    }
  }

  @Test func `takes nothing where nothing is to be taken`() async throws {
    try await ServedArchive(isReadOnly: true).use { client in
      let answer = try await client.post(
        "/dicom-web/studies", ServedArchive.parts([try ServedArchive.file(number: 9)]),
        ServedArchive.partsType)
      #expect(answer.status == .forbidden)
    }
  }

  @Test(arguments: 0..<8)
  func `survives anything`(seed: UInt64) async throws {
    let served = try ServedArchive()
    let file = try ServedArchive.file(number: 5)
    try await served.use { client in
      var random = SeededRandom(seed)
      let words = [
        "dicom-web", "studies", "1.2.3", "series", "1.2.3.1", "instances", "1.2.3.1.1", "frames",
        "1", "1,2,999999999999", "metadata", "rendered", "thumbnail", "bulkdata", "7FE00010",
        "renderedmpr", "rendered3d", "info", "wado", "..", "%2e%2e", "%00", "page", "view", "🙂",
        "0",
      ]
      let queries = [
        "limit=1", "limit=99999999999999999999", "offset=-1", "offset=9223372036854775807",
        "viewport=1,1", "viewport=16384,16384", "viewport=,,,,", "window=nan,inf,linear",
        "StudyDate=-", "PatientName=%5B%5B*%3F", "includefield=all", "StudyInstanceUID=1%5C2,,",
        "accept=*/*", "quality=50", "00400275.00400009=*", "StudyTime=99-99", "requestType=WADO",
      ]
      let accepts = [
        "*/*", "image/jpeg", "multipart/related", ";;;,", "application/dicom+json;q=x",
      ]
      for _ in 0..<150 {
        let path = (0..<Int.random(in: 0...9, using: &random)).map { _ in
          words.randomElement(using: &random) ?? ""
        }.joined(separator: "/")
        let query = (0..<Int.random(in: 0...3, using: &random)).map { _ in
          queries.randomElement(using: &random) ?? ""
        }.joined(separator: "&")
        let accept = accepts.randomElement(using: &random) ?? "*/*"
        let answer = try await client.get(
          "/\(path)?\(query)", [.accept: accept, .range: "bytes=0-"])
        #expect(answer.status.code != 500, "/\(path)?\(query) \(accept)")
      }
      for _ in 0..<40 {
        var body = Array(ServedArchive.parts([file, file]).readableBytesView)
        for _ in 0..<Int.random(in: 1...12, using: &random) {
          let place = Int.random(in: 0..<body.count, using: &random)
          switch random.next() % 3 {
          case 0: body[place] = UInt8(truncatingIfNeeded: random.next())
          case 1: body.removeSubrange(place..<min(body.count, place + 9))
          default: body.insert(contentsOf: "--xyz\r\n".utf8, at: place)
          }
        }
        let answer = try await client.post(
          "/dicom-web/studies", ByteBuffer(bytes: body), ServedArchive.partsType)
        #expect(answer.status.code < 500)
      }
    }
  }
}
