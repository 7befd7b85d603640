import DICOMNetwork
import TestSupport
import Testing

/// Certificates that openssl makes: of an authority, a server and a client, and those of a stranger.
struct Certificates {
  let folder: TemporaryFolder

  init() async throws {
    folder = try TemporaryFolder()
    for authority in ["authority", "stranger"] {
      try await openssl(
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=\(authority)",
        "-keyout", path("\(authority).key"), "-out", path("\(authority).pem"))
    }
    try await issue("server", by: "authority")
    try await issue("client", by: "authority")
    try await issue("impostor", by: "stranger")
  }

  func path(_ name: String) -> String { folder.path(name) }

  /// What one side has: whom it trusts, and what it shows.
  func security(
    trusting authority: String? = "authority", showing name: String? = nil,
    verification: TransportSecurity.Verification = .certificate
  ) -> TransportSecurity {
    TransportSecurity(
      authorities: authority.map { path("\($0).pem") },
      certificate: name.map { path("\($0).pem") }, key: name.map { path("\($0).key") },
      verification: verification)
  }

  private func issue(_ name: String, by authority: String) async throws {
    try await openssl(
      "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout",
      path("\(name).key"), "-out", path("\(name).csr"))
    try folder.write("subjectAltName=DNS:localhost\n".utf8, as: "names")
    try await openssl(
      "x509", "-req", "-in", path("\(name).csr"), "-CA", path("\(authority).pem"), "-CAkey",
      path("\(authority).key"), "-CAcreateserial", "-days", "2", "-extfile", path("names"), "-out",
      path("\(name).pem"))
  }

  private func openssl(_ arguments: String...) async throws {
    let result = try await run(tool: "openssl", arguments)
    try #require(result.status == 0, "\(result.errors)")
  }
}
