import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import NIOPosix
import TestSupport
import Testing

@testable import Server

/// Requests that nobody honest sends, all of one seed.
struct HostileRequests {
  private var random: SeededRandom

  init(seed: UInt64) { random = SeededRandom(seed) }

  private static let words = [
    "dicom-web", "studies", "1.2.3", "series", "1.2.3.1", "instances", "1.2.3.1.1", "frames", "1",
    "1,2,999999999999", "metadata", "rendered", "thumbnail", "bulkdata", "7FE00010", "pixeldata",
    "renderedmpr", "rendered3d", "info", "wado", "..", "%2e%2e", "%2e%2e%2f", "%00", "page", "view",
    "health", "ready", "metrics", "openapi.json", "etc", "passwd", "%F0%9F%99%82", "0", "%", "%zz",
    ";",
  ]
  private static let names = [
    "limit", "offset", "includefield", "PatientName", "StudyDate", "StudyInstanceUID", "viewport",
    "window",
    "quality", "annotation", "accept", "pixel", "center", "right", "down", "preset", "overlay",
    "phase",
    "mprslab", "renderingmethod", "viewpointposition", "swivelrange", "animationrate",
    "requestType",
    "studyUID", "seriesUID", "objectUID", "contentType", "region", "frameNumber",
    "00400275.00400009",
  ]
  private static let values = [
    "1", "-1", "0", "nan", "inf", "1e999", "9223372036854775807", "99999999999999999999", "1,1",
    "16384,16384",
    ",,,,", "*", "?", "[[*?", "%5C", "1.2.3", "WADO", "image/png", "application/dicom", "20260101-",
    "-",
    "0,0,0", "1,0,0", "../../etc/passwd", "%00", "all", "a,b,linear",
  ]
  private static let headers = [
    "Accept: */*", "Accept: ;;;,", "Accept: image/jpeg;q=x", "Accept: multipart/related; type=",
    "Accept: application/dicom+json", "Range: bytes=0-", "Range: bytes=-1", "Range: bytes=9-1",
    "If-None-Match: *", "Accept-Encoding: gzip;q=0,gzip", "Origin: null", "Content-Length: 5",
    "Content-Length: -1", "Transfer-Encoding: chunked", "Expect: 100-continue", "Upgrade: h2c",
    "X-Forwarded-Proto: javascript", "Authorization: Bearer", "Authorization: Bearer wrong",
    "Content-Type: multipart/related; boundary=", "Connection: upgrade", "Host: a b",
  ]

  /// A path with its query.
  mutating func target() -> String {
    let path = (0..<Int.random(in: 0...9, using: &random)).map { _ in pick(Self.words) }
      .joined(separator: "/")
    let query = (0..<Int.random(in: 0...4, using: &random)).map { _ in
      "\(pick(Self.names))=\(pick(Self.values))"
    }.joined(separator: "&")
    return "/\(path)" + (query.isEmpty ? "" : "?\(query)")
  }

  /// A request as it comes over a connection, some of its bytes changed.
  mutating func bytes() -> [UInt8] {
    let method = pick(["GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "G\u{0}T", "PRI"])
    var lines = ["\(method) \(target()) HTTP/1.1", "Host: x", "Connection: close"]
    for _ in 0..<Int.random(in: 0...5, using: &random) { lines.append(pick(Self.headers)) }
    var bytes = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8(
        truncatingIfNeeded: random.next())
    }
    return bytes
  }

  /// A body of two instances, changed.
  mutating func body(of file: [UInt8]) -> [UInt8] {
    var body = Array(ServedArchive.parts([file, file]).readableBytesView)
    for _ in 0..<Int.random(in: 1...12, using: &random) {
      let place = Int.random(in: 0..<body.count, using: &random)
      switch random.next() % 3 {
      case 0: body[place] = UInt8(truncatingIfNeeded: random.next())
      case 1: body.removeSubrange(place..<min(body.count - 1, place + 9))
      default: body.insert(contentsOf: "--xyz\r\n".utf8, at: place)
      }
    }
    return body
  }

  mutating func accept() -> String {
    pick(["*/*", "image/jpeg", "multipart/related", ";;;,", "application/dicom+json;q=x"])
  }

  private mutating func pick(_ list: [String]) -> String {
    list[Int.random(in: 0..<list.count, using: &random)]
  }
}

@Suite struct `Against hostile requests` {
  /// How many are sent of each kind; more where somebody asks for more.
  private static let count =
    ProcessInfo.processInfo.environment["SAGITTA_HOSTILE_REQUESTS"].flatMap { Int($0) } ?? 3000

  private static func expectHarmless(_ status: Int, _ text: String, _ request: String) {
    #expect(status != 500, "\(request)")
    #expect(!text.contains("root:"), "\(request)")
    #expect(!text.contains("/tmp/"), "\(request)")
  }

  @Test func `no request and no body is an error of the server`() async throws {
    let served = try ServedArchive()
    let file = try ServedArchive.file(number: 5)
    try await served.use { client in
      var requests = HostileRequests(seed: 18)
      for n in 0..<Self.count {
        guard n % 8 == 0 else {
          let target = requests.target()
          let answer = try await client.get(target, [.accept: requests.accept()])
          Self.expectHarmless(Int(answer.status.code), answer.text, target)
          continue
        }
        let answer = try await client.post(
          "/dicom-web/studies", ByteBuffer(bytes: requests.body(of: file)), ServedArchive.partsType)
        #expect(answer.status.code < 500)
      }
    }
  }

  @Test(arguments: [true, false])
  func `no bytes on a connection harm those who come later`(isGuarded: Bool) async throws {
    let served = try ServedArchive()
    var options = ServerOptions()
    if isGuarded { options.token = AccessToken("secret") }
    try await Running.server(served.archive, options) { port in
      var requests = HostileRequests(seed: isGuarded ? 19 : 20)
      for _ in 0..<Self.count / 10 {
        let bytes = requests.bytes()
        let text = try await Self.answer(to: bytes, at: port)
        let request = String(decoding: bytes, as: UTF8.self)
        let status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        Self.expectHarmless(status, text, request)
        if isGuarded { #expect(!text.contains("Doe") && !text.contains("4711"), "\(request)") }
      }
      let last = try await Self.answer(
        to: Array("GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".utf8), at: port)
      #expect(last.hasPrefix("HTTP/1.1 200"))
    }
  }

  /// What a server sends until it closes, or has nothing more to say for a moment.
  private static func answer(to bytes: [UInt8], at port: Int) async throws -> String {
    try await apart {
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      defer { close(descriptor) }
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = in_port_t(port).bigEndian
      address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
      let isThere = unsafe withUnsafePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      try #require(isThere == 0, "the server is there")
      var patience = timeval(tv_sec: 0, tv_usec: 300_000)
      unsafe setsockopt(
        descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
      _ = unsafe bytes.withUnsafeBytes {
        unsafe send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      var answer: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while answer.count < 1 << 22 {
        let count = unsafe buffer.withUnsafeMutableBytes {
          unsafe recv(descriptor, $0.baseAddress, $0.count, 0)
        }
        guard count > 0 else { break }
        answer += buffer[..<count]
      }
      return String(decoding: answer, as: UTF8.self)
    }
  }
}
