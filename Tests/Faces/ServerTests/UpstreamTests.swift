import Archive
import DICOMCoding
import DICOMModel
import DICOMNetwork
import DICOMWebClient
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Locks
import NIOCore
import NIOPosix
import RenderedVolumes
import TestSupport
import Testing
import WebServices

@testable import Server

@Suite struct `In front of an archive` {
  /// A server in front of an archive elsewhere.
  private func front(
    _ place: UpstreamPlace, isReadOnly: Bool = false,
    change: (inout ServerOptions) -> Void = { _ in },
    _ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void
  ) async throws {
    var options = ServerOptions()
    options.upstream = place
    options.isReadOnly = isReadOnly
    change(&options)
    try await ArchiveServer(try Archive(holding: []), options: options).used(body)
  }

  private func web(_ port: Int, _ options: WebOptions = WebOptions()) -> UpstreamPlace {
    .web("http://127.0.0.1:\(port)/dicom-web", options)
  }

  private func node(_ port: Int, title: String = "ARCHIVE") -> UpstreamPlace {
    .node(NetworkPeer(title: title, host: "127.0.0.1", port: port), NetworkOptions())
  }

  /// The first images of a head, in an archive that takes more.
  private static func head(in folder: TemporaryFolder, count: Int = 12) throws -> Archive {
    let files = try headFiles(count)
    for file in files {
      try folder.write(
        try Data(contentsOf: URL(filePath: file)), as: "in/\(URL(filePath: file).lastPathComponent)"
      )
    }
    let archive = try Archive(
      folders: [folder.path("in")], store: folder.path("store"), index: folder.path("index.sqlite"))
    try archive.scan()
    return archive
  }

  private static func headFiles(_ count: Int) throws -> [String] {
    try FileManager.default
      .contentsOfDirectory(atPath: Repository.volumes.appending(path: "mr-head").path)
      .filter { $0.hasSuffix(".dcm") }.sorted().prefix(count)
      .map { Repository.volumes.appending(path: "mr-head/\($0)").path }
  }

  private static func plane(_ study: String, _ series: String) -> String {
    "/dicom-web/studies/\(study)/series/\(series)/renderedmpr"
  }

  /// What answers have apart from where they come from.
  private static func bodies(
    of paths: [(String, HTTPFields)], from client: any TestClientProtocol
  ) async throws -> [[UInt8]] {
    var bodies: [[UInt8]] = []
    for (path, headers) in paths {
      let answer = try await client.get(path, headers)
      #expect(answer.status == .ok, "\(path): \(answer.text.prefix(200))")
      bodies.append(path.hasSuffix("/info") ? withoutFileNames(answer.text) : answer.bytes)
    }
    return bodies
  }

  /// A report, but for the names of files, which are their own in every archive.
  private static func withoutFileNames(_ report: String) -> [UInt8] {
    let lines = report.split(separator: "\n").filter { !$0.contains("\"firstFile\"") }
    return Array(lines.joined(separator: "\n").utf8)
  }

  private static func requests(_ instance: ArchivedInstance) -> [(String, HTTPFields)] {
    let study = "/dicom-web/studies/\(instance.study)"
    let series = "\(study)/series/\(instance.series)"
    let image = "\(series)/instances/\(instance.uid)"
    let png: HTTPFields = [.accept: "image/png"]
    return [
      (image, [.accept: "application/dicom"]),
      ("\(image)/frames/1", [.accept: "application/octet-stream"]),
      ("\(image)/rendered", png), ("\(image)/thumbnail", png), ("\(series)/thumbnail", png),
      ("\(study)/rendered?viewport=64,64", png),
      ("\(plane(instance.study, instance.series))?viewport=64,64", png),
      ("\(series)/rendered3d?viewport=48,48", png),
      ("\(series)/info", [.accept: "application/json"]),
      (
        "/wado?requestType=WADO&studyUID=\(instance.study)&seriesUID=\(instance.series)"
          + "&objectUID=\(instance.uid)&contentType=application/dicom", [:]
      ),
    ]
  }

  @Test(arguments: [true, false])
  func `everything is what the archive itself gives`(isWeb: Bool) async throws {
    let folder = try TemporaryFolder()
    let archive = try Self.head(in: folder)
    let instance = try #require(try archive.instances(of: try Self.target(archive)).first)
    let requests = Self.requests(instance)
    let direct = Locked<[[UInt8]]>([])
    try await ArchiveServer(archive).used { client in
      let bodies = try await Self.bodies(of: requests, from: client)
      direct.withLock { $0 = bodies }
    }
    let expected = direct.withLock { $0 }
    let check: @Sendable (any TestClientProtocol) async throws -> Void = { client in
      let bodies = try await Self.bodies(of: requests, from: client)
      for (n, request) in requests.enumerated() {
        guard !expected[n].starts(with: [UInt8](repeating: 0, count: 128)) else {
          // What comes from elsewhere has a meta group of this side.
          let own = try DICOMwebFiles.dataSet(bodies[n])
          #expect(try own == DICOMwebFiles.dataSet(expected[n]), "\(request.0)")
          continue
        }
        #expect(bodies[n] == expected[n], "\(request.0)")
      }
      try await Self.expectDataSets(instance, from: client)
    }
    if isWeb {
      try await Running.server(archive) { try await front(web($0), check) }
    } else {
      try await Running.node(archive) { try await front(node($0), check) }
    }
  }

  @Test(arguments: [true, false])
  func `the first picture is there while slices are still fetched, and says so`(
    isWeb: Bool
  ) async throws {
    let folder = try TemporaryFolder()
    let archive = try Self.head(in: folder, count: 60)
    let instance = try #require(try archive.instances(of: try Self.target(archive)).first)
    let path = "\(Self.plane(instance.study, instance.series))?viewport=64,64&center=0,0,0"
    let png: HTTPFields = [.accept: "image/png"]
    let direct = Locked<[UInt8]>([])
    try await ArchiveServer(archive).used { client in
      let bytes = try await client.get(path, png).bytes
      direct.withLock { $0 = bytes }
    }
    let check: @Sendable (any TestClientProtocol) async throws -> Void = { client in
      let first = try await client.get("\(path)&preliminary=yes", png)
      #expect(first.status == .ok)
      #expect(first.headers[HTTPField.Name("Sagitta-Preliminary")!] == "30/60")
      #expect(first.headers[.cacheControl] == "no-store")
      #expect(first.bytes != direct.withLock { $0 })
      let whole = try await client.get(path, png)
      #expect(whole.headers[HTTPField.Name("Sagitta-Preliminary")!] == nil)
      #expect(whole.bytes == direct.withLock { $0 })
      let again = try await client.get("\(path)&preliminary=yes", png)
      #expect(again.headers[HTTPField.Name("Sagitta-Preliminary")!] == nil)
      #expect(again.bytes == whole.bytes)
    }
    let worthIt: (inout ServerOptions) -> Void = { $0.rendering.preliminaryBytes = 1 }
    if isWeb {
      try await Running.server(archive) { try await front(web($0), change: worthIt, check) }
    } else {
      try await Running.node(archive) { try await front(node($0), change: worthIt, check) }
    }
  }

  private static func target(_ archive: Archive) throws -> ArchiveTarget {
    let found = try archive.search(SearchRequest(level: .study))
    return ArchiveTarget(study: try #require(found.matches.first?.uid(.studyInstanceUID)))
  }

  /// Searches and attributes have addresses that lead to who was asked.
  private static func expectDataSets(
    _ instance: ArchivedInstance, from client: any TestClientProtocol
  ) async throws {
    let studies = try await client.get("/dicom-web/studies?PatientID=*&limit=5")
    #expect(studies.status == .ok)
    let study = try #require(try DICOMJSONReader.dataSets(studies.bytes).first)
    #expect(study.uid(.studyInstanceUID) == instance.study)
    let address = try #require(study.string(.retrieveURL))
    #expect(address.hasSuffix("/dicom-web/studies/\(instance.study)"))
    #expect(address.contains("127.0.0.1") || address.contains("localhost"))
    let series = "/dicom-web/studies/\(instance.study)/series/\(instance.series)"
    let found = try await client.get("\(series)/instances?SOPInstanceUID=\(instance.uid)")
    let images = try DICOMJSONReader.dataSets(found.bytes)
    #expect(images.count == 1)
    let none = try await client.get("/dicom-web/studies?StudyInstanceUID=1.2.3.4.5.6")
    // Orthanc has a list without anything for that.
    #expect(none.status == .noContent || none.text.filter { !$0.isWhitespace } == "[]")
    let attributes = try await client.get("\(series)/metadata")
    let sets = try DICOMJSONReader.dataSets(attributes.bytes)
    #expect(sets.count == 12)
    let prefix = address.prefix(while: { $0 != "?" }).replacing(
      "/studies/\(instance.study)", with: "")
    #expect(attributes.text.contains("\(prefix)/studies/\(instance.study)/series/"))
    let xml = try await client.get(
      "\(series)/metadata", [.accept: "multipart/related; type=\"application/dicom+xml\""])
    #expect(xml.status == .ok)
    #expect(xml.text.contains("NativeDicomModel"))
    let whole = try await client.get(
      series, [.accept: "multipart/related; type=\"application/dicom\"; transfer-syntax=*"])
    #expect(whole.status == .ok)
    #expect(whole.text.split(separator: "DICM").count >= 12)
    #expect(try await client.get("/dicom-web/studies/1.9.9/metadata").status == .notFound)
    #expect(try await client.get("/dicom-web/studies/1.9.9/rendered").status == .notFound)
    #expect(
      try await client.get("/dicom-web/studies/1.9.9/series/1.2/renderedmpr", [.accept: "*/*"])
        .status == .notFound)
    #expect(try await client.get("/ready").status == .ok)
    #expect(try await client.get("/").status == .ok)
  }

  @Test(arguments: [true, false])
  func `what is stored is stored there, unless nothing is`(isWeb: Bool) async throws {
    let served = try ServedArchive()
    let archive = served.archive
    let file = try ServedArchive.file(number: 8)
    let store: @Sendable (any TestClientProtocol) async throws -> Void = { client in
      let answer = try await client.post(
        "/dicom-web/studies", ServedArchive.parts([file, file]), ServedArchive.partsType)
      #expect(answer.status == .ok)
      let response = StoreResponse(try #require(try DICOMJSONReader.dataSets(answer.bytes).first))
      #expect(response.stored.map(\.sopInstance) == ["1.2.3.1.8", "1.2.3.1.8"])
      #expect(response.stored[0].retrieveURL?.hasSuffix(ServedArchive.instance(8)) == true)
      let broken = try await client.post(
        "/dicom-web/studies", ServedArchive.parts([[1, 2, 3]]), ServedArchive.partsType)
      #expect(broken.status == .conflict)
      let other = try await client.post(
        "/dicom-web/studies", ByteBuffer(string: "x"), [.contentType: "text/plain"])
      #expect(other.status == .unsupportedMediaType)
    }
    let refuse: @Sendable (any TestClientProtocol) async throws -> Void = { client in
      let answer = try await client.post(
        "/dicom-web/studies", ServedArchive.parts([file]), ServedArchive.partsType)
      #expect(answer.status == .forbidden)
    }
    func check(_ port: Int) async throws {
      let place = isWeb ? web(port) : node(port)
      try await front(place, isReadOnly: true, refuse)
      #expect(try archive.counts().instances == 3)
      try await front(place, store)
      #expect(try archive.counts().instances == 4)
    }
    if isWeb {
      try await Running.server(archive) { try await check($0) }
    } else {
      try await Running.node(archive) { try await check($0) }
    }
  }

  @Test(arguments: [true, false])
  func `who is not there, or says nothing, is told of`(isWeb: Bool) async throws {
    let paths = [
      "/dicom-web/studies", "/dicom-web/studies/1.2/metadata", "/dicom-web/studies/1.2/series/1.3",
      "/dicom-web/studies/1.2/series/1.3/renderedmpr",
      "/dicom-web/studies/1.2/series/1.3/instances/1.4/rendered",
    ]
    let port = try await Running.freePort()
    try await front(isWeb ? web(port) : node(port)) { client in
      for path in paths {
        let answer = try await client.get(path, [.accept: "*/*"])
        #expect(answer.status.code == 502, "\(path)")
        #expect(answer.text.contains("upstream-unreachable"))
        #expect(!answer.text.contains("127.0.0.1"))
      }
      #expect(try await client.get("/ready").status == .serviceUnavailable)
      #expect(try await client.get("/health").status == .ok)
    }
    let deaf = try await ServerBootstrap(group: NIOSingletons.posixEventLoopGroup)
      .bind(host: "127.0.0.1", port: 0).get()
    let silent = try #require(deaf.localAddress?.port)
    var timeouts = NetworkTimeouts()
    timeouts.response = 1
    timeouts.association = 1
    let place: UpstreamPlace =
      isWeb
      ? web(silent, WebOptions(timeouts: timeouts))
      : .node(
        NetworkPeer(title: "ARCHIVE", host: "127.0.0.1", port: silent),
        NetworkOptions(timeouts: timeouts))
    try await front(place) { client in
      let answer = try await client.get(paths[0])
      #expect(answer.status == .gatewayTimeout)
      #expect(answer.text.contains("upstream-silent"))
    }
    try await deaf.close()
  }

  @Test func `an archive that does not let the server ask is no fault of who asks`() async throws {
    let folder = try TemporaryFolder()
    let archive = try Self.head(in: folder, count: 2)
    var options = ServerOptions()
    options.token = AccessToken("secret")
    try await Running.server(archive, options) { port in
      try await front(web(port)) { client in
        let answer = try await client.get("/dicom-web/studies")
        #expect(answer.status == .badGateway)
      }
      let known = WebOptions(credentials: .token("secret"))
      try await front(web(port, known)) { client in
        let answer = try await client.get("/dicom-web/studies")
        #expect(answer.status == .ok)
      }
    }
  }

  @Test func `a request that is given up here is given up there`() async throws {
    let events = Locked<[String]>([])
    let deaf = try await ServerBootstrap(group: NIOSingletons.posixEventLoopGroup)
      .childChannelInitializer { channel in
        events.withLock { $0.append("came") }
        channel.closeFuture.whenComplete { _ in events.withLock { $0.append("went") } }
        return channel.eventLoop.makeSucceededVoidFuture()
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let silent = try #require(deaf.localAddress?.port)
    var options = ServerOptions()
    options.upstream = web(silent)
    for path in ["/dicom-web/studies", "/dicom-web/studies/1.2/series/1.3/renderedmpr"] {
      events.withLock { $0 = [] }
      try await Running.server(try Archive(holding: []), options) { port in
        let client = try await ClientBootstrap(group: NIOSingletons.posixEventLoopGroup)
          .connect(host: "127.0.0.1", port: port).get()
        try await client.writeAndFlush(
          ByteBuffer(string: "GET \(path) HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n"))
        try await Self.wait(for: ["came"], in: events)
        try await client.close()
        try await Self.wait(for: ["came", "went"], in: events)
      }
    }
    try await deaf.close()
  }

  /// Waits until something has happened, and nothing else; far longer than it takes.
  private static func wait(for wanted: [String], in events: Locked<[String]>) async throws {
    for _ in 0..<500 where events.withLock({ $0 }) != wanted {
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(events.withLock { $0 } == wanted)
  }

  @Test(.needsTool("Orthanc"), arguments: [true, false])
  func `Orthanc is searched, read and stored to through it`(isWeb: Bool) async throws {
    let folder = try TemporaryFolder()
    let archive = try Self.head(in: folder)
    let instance = try #require(try archive.instances(of: try Self.target(archive)).first)
    let files = try Self.headFiles(12).map { Array(try Data(contentsOf: URL(filePath: $0))) }
    let requests = Self.requests(instance).filter {
      !$0.0.hasSuffix("/info") && !$0.0.hasSuffix("/\(instance.uid)")
        && !(isWeb && $0.0.contains("/frames/"))
    }
    let direct = Locked<[[UInt8]]>([])
    try await ArchiveServer(archive).used { client in
      let bodies = try await Self.bodies(of: requests, from: client)
      direct.withLock { $0 = bodies }
    }
    let expected = direct.withLock { $0 }
    try await Running.orthanc { webPort, nodePort in
      let place = isWeb ? web(webPort) : node(nodePort, title: "ORTHANC")
      try await front(place) { client in
        let stored = try await client.post(
          "/dicom-web/studies", ServedArchive.parts(files), ServedArchive.partsType)
        #expect(stored.status == .ok)
        let bodies = try await Self.bodies(of: requests, from: client)
        // Orthanc may write another meta group: pictures and frames are what they were.
        for n in requests.indices.dropLast() {
          #expect(bodies[n] == expected[n], "\(requests[n].0)")
        }
        try await Self.expectDataSets(instance, from: client)
      }
    }
  }
}
