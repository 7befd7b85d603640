import DICOMWebClient
import Foundation
import TestSupport
import Testing

@testable import DICOMNetwork

@Suite struct `DICOMweb over TLS` {
  /// Runs a server that has no studies behind TLS, which asks for certificates of clients if it is told whom
  /// to trust.
  private func whileServing(
    _ made: Certificates, trusting authority: String? = nil, _ body: (String) async throws -> Void
  ) async throws {
    let folder = try TemporaryFolder()
    let port = try await freePort()
    let answer =
      "HTTP/1.1 200 OK\r\nContent-Type: application/dicom+json\r\nContent-Length: 2\r\n"
      + "Connection: close\r\n\r\n[]"
    try folder.write(answer.utf8, as: "dicom-web/studies?limit=1")
    let clients = authority.map {
      ["-Verify", "1", "-verify_return_error", "-CAfile", made.path("\($0).pem")]
    }
    guard let program = Peers.tool("openssl") else { throw PeerError.missing("openssl") }
    let words = [
      "s_server", "-accept", "\(port)", "-cert", made.path("server.pem"), "-key",
      made.path("server.key"), "-HTTP",
    ]
    try await whileRunning(program, words + (clients ?? []), listeningAt: port, in: folder) {
      try await body("https://localhost:\(port)/dicom-web")
    }
  }

  /// What becomes of a search; nil if it is answered.
  private func echo(_ base: String, _ security: TransportSecurity) async throws -> WebClientError? {
    var options = WebOptions(security: security)
    options.timeouts = NetworkOptions.hasty.timeouts
    let result = await resultOf {
      try await WebClient.with(base, options: options) { _ = try await $0.echo() }
    }
    guard case .failure(let error) = result else { return nil }
    return try #require(error as? WebClientError, "\(error)")
  }

  /// One line that says that there is no secure connection, and why.
  private func isNotSecure(_ error: WebClientError?) -> Bool {
    guard let error, case .notSecure(let why) = error.reason else { return false }
    return !why.isEmpty && !error.description.contains("\n") && error.description.count < 250
  }

  @Test(.needsTool("openssl"))
  func `takes a server that is vouched for, and no other`() async throws {
    let made = try await Certificates()
    try await whileServing(made) { base in
      let trusting = made.security(verification: .certificateAndName)
      #expect(try await echo(base, trusting) == nil)
      let stranger = try await echo(
        base, made.security(trusting: "stranger", verification: .certificateAndName))
      #expect(isNotSecure(stranger), "\(stranger.map(\.description) ?? "no error")")
      #expect(stranger?.description.contains("certificate") == true)
      let system = try await echo(
        base, made.security(trusting: nil, verification: .certificateAndName))
      #expect(isNotSecure(system), "\(system.map(\.description) ?? "no error")")
      let other = base.replacing("localhost", with: "127.0.0.1")
      let named = try await echo(other, trusting)
      #expect(isNotSecure(named), "\(named.map(\.description) ?? "no error")")
      #expect(try await echo(other, made.security(trusting: nil, verification: .none)) == nil)
    }
  }

  @Test(.needsTool("openssl"))
  func `shows its own certificate, which is taken or refused`() async throws {
    let made = try await Certificates()
    try await whileServing(made, trusting: "authority") { base in
      func shown(_ name: String?) -> TransportSecurity {
        made.security(showing: name, verification: .certificateAndName)
      }
      #expect(try await echo(base, shown("client")) == nil)
      for name in [nil, "impostor"] {
        let refused = try await echo(base, shown(name))
        #expect(
          isNotSecure(refused), "\(name ?? "none"): \(refused.map(\.description) ?? "no error")")
      }
    }
  }
}
