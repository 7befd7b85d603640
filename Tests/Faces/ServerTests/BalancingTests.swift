import Archive
import DICOMWebClient
import Foundation
import TestSupport
import Testing

@testable import Server

@Suite struct `Behind a balancer` {
  /// The last of the addresses that a header names.
  private static func answered(by port: Int, _ path: String) async throws -> (String, Int) {
    let url = try #require(URL(string: "http://127.0.0.1:\(port)\(path)"))
    let result = try await apart {
      try Peers.run(
        tool: "curl", "-s", "-o", "/dev/null", "-w", "%header{x-answered-by} %{http_code}",
        url.absoluteString)
    }
    let words = String(decoding: result.output, as: UTF8.self).split(separator: " ")
    try #require(words.count == 2)
    return (String(words[0]), try #require(Int(words[1])))
  }

  @Test(.needsTool("nginx"), .needsTool("curl"))
  func `two servers without folders share the series of one archive`() async throws {
    let served = try ServedArchive()
    let folder = try TemporaryFolder()
    try await Running.server(served.archive) { archive in
      var options = ServerOptions()
      options.upstream = .web("http://127.0.0.1:\(archive)/dicom-web", WebOptions())
      let front = options
      try await Running.server(try Archive(holding: []), front) { first in
        try await Running.server(try Archive(holding: []), front) { second in
          let port = try await Running.freePort()
          let example = Repository.root.appending(path: "Examples/Balanced/nginx.conf")
          let text = try String(contentsOf: example, encoding: .utf8)
            .replacing("127.0.0.1:8080", with: "127.0.0.1:\(port)")
            .replacing("127.0.0.1:8081", with: "127.0.0.1:\(first)")
            .replacing("127.0.0.1:8082", with: "127.0.0.1:\(second)")
          try folder.write(text.utf8, as: "nginx.conf")
          let nginx = try #require(Peers.tool("nginx"))
          let settings =
            "daemon off; master_process off; pid \(folder.path("pid")); error_log \(folder.path("log"));"
          let arguments = ["-p", folder.path, "-c", folder.path("nginx.conf"), "-g", settings]
          try await Running.process(nginx, arguments, ports: [port]) {
            var answerers: Set<String> = []
            for series in 1...12 {
              let path = "/dicom-web/studies/1.2.3/series/1.2.3.\(series)/instances"
              let one = try await Self.answered(by: port, path)
              let other = try await Self.answered(by: port, path + "?limit=2")
              #expect(one.0 == other.0)
              #expect(one.1 == (series == 1 ? 200 : 204))
              answerers.insert(one.0)
            }
            #expect(answerers == ["127.0.0.1:\(first)", "127.0.0.1:\(second)"])
            #expect(try await Self.answered(by: port, "/ready").1 == 200)
          }
        }
      }
    }
  }
}
