import Foundation
import TestSupport
import Testing

@testable import Server

@Suite struct `A secure server` {
  /// Keys and certificates of an authority, and of those that it vouches for.
  private static func makeCertificates(in folder: TemporaryFolder, _ authority: String) throws {
    func openssl(_ arguments: String...) throws {
      guard let tool = Peers.tool("openssl") else { throw PeerError.missing("openssl") }
      let result = try Program.run(tool, arguments)
      try #require(result.status == 0, "\(result.errors)")
    }
    let path = { (name: String) in folder.path("\(authority)-\(name)") }
    try openssl(
      "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", path("ca.key"), "-out",
      path("ca.pem"), "-days", "2", "-subj", "/CN=\(authority)")
    let names = try folder.write("subjectAltName=IP:127.0.0.1".utf8, as: "\(authority)-names")
    for name in ["server", "client"] {
      try openssl(
        "req", "-newkey", "rsa:2048", "-nodes", "-keyout", path("\(name).key"), "-out",
        path("\(name).csr"), "-subj", "/CN=127.0.0.1")
      try openssl(
        "x509", "-req", "-in", path("\(name).csr"), "-CA", path("ca.pem"), "-CAkey",
        path("ca.key"), "-CAcreateserial", "-out", path("\(name).pem"), "-days", "2", "-extfile",
        names)
    }
  }

  private static func curl(_ port: Int, _ arguments: [String]) async throws -> (String, Int32) {
    let url = "https://127.0.0.1:\(port)/dicom-web/studies"
    let result = try await apart {
      guard let tool = Peers.tool("curl") else { throw PeerError.missing("curl") }
      return try Program.run(
        tool, ["-s", "-o", "/dev/null", "-w", "%{http_version} %{http_code}"] + arguments + [url])
    }
    return (String(decoding: result.output, as: UTF8.self), result.status)
  }

  @Test(.needsTool("curl"), .needsTool("openssl"))
  func `speaks HTTP/2 and HTTP/1.1, to clients whose certificate it knows alone`() async throws {
    let folder = try TemporaryFolder()
    for authority in ["own", "foreign"] {
      try await apart { try Self.makeCertificates(in: folder, authority) }
    }
    let served = try ServedArchive()
    var options = ServerOptions()
    options.security = ServerSecurity(
      certificate: folder.path("own-server.pem"), key: folder.path("own-server.key"),
      clientAuthorities: folder.path("own-ca.pem"))
    try await Running.server(served.archive, options) { port in
      func words(_ client: String?) -> [String] {
        ["--cacert", folder.path("own-ca.pem")]
          + (client.map {
            [
              "--cert", folder.path("\($0)-client.pem"), "--key", folder.path("\($0)-client.key"),
            ]
          } ?? [])
      }
      #expect(try await Self.curl(port, ["--http2"] + words("own")) == ("2 200", 0))
      #expect(try await Self.curl(port, ["--http1.1"] + words("own")) == ("1.1 200", 0))
      for client in [nil, "foreign"] {
        let refused = try await Self.curl(port, ["--http2"] + words(client))
        #expect(refused.1 != 0)
        #expect(refused.0.hasSuffix("000"))
      }
      let impostor = try await Self.curl(
        port, ["--cacert", folder.path("foreign-ca.pem")] + words("own").dropFirst(2))
      #expect(impostor.1 != 0)
    }
  }
}
