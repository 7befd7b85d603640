import MessageExchange
import TestSupport
import Testing

@testable import DICOMNetwork

@Suite struct `Secure connections` {
  private func options(_ security: TransportSecurity?) -> NetworkOptions {
    var options = NetworkOptions.hasty
    options.security = security
    return options
  }

  /// What becomes of an echo between two sides.
  private func echo(
    from client: TransportSecurity?, to server: TransportSecurity?, host: String = "127.0.0.1"
  ) async throws -> NetworkError? {
    try await withNode(.stores(options(server))) { node in
      var peer = node.peer
      peer.host = host
      let result = await resultOf {
        try await DICOMNetworkTests.echo(peer, options: options(client))
      }
      guard case .failure(let error) = result else { return nil }
      return try #require(error as? NetworkError)
    }
  }

  private func isNotSecure(_ error: NetworkError?) -> Bool {
    guard let error, case .notSecure = error.reason else { return false }
    return !error.description.contains("\n") && error.description.count < 250
  }

  @Test(.needsTool("openssl")) func `stand with and without certificates of clients`() async throws
  {
    let made = try await Certificates()
    let open = made.security(trusting: nil, showing: "server")
    let mutual = made.security(showing: "server")
    #expect(try await echo(from: made.security(), to: open) == nil)
    #expect(try await echo(from: made.security(showing: "client"), to: open) == nil)
    #expect(try await echo(from: made.security(showing: "client"), to: mutual) == nil)
    let careless = made.security(trusting: nil, verification: .none)
    #expect(try await echo(from: careless, to: open) == nil)
  }

  @Test(.needsTool("openssl")) func `are refused with one line where certificates are wrong`()
    async throws
  {
    let made = try await Certificates()
    let open = made.security(trusting: nil, showing: "server")
    let mutual = made.security(showing: "server")
    // The server is not vouched for.
    let stranger = try await echo(from: made.security(trusting: "stranger"), to: open)
    #expect(isNotSecure(stranger), "\(stranger.map { "\($0)" } ?? "no error")")
    // The client shows nothing, or what the server does not trust.
    for client in [made.security(), made.security(showing: "impostor")] {
      let refused = try await echo(from: client, to: mutual)
      #expect(isNotSecure(refused), "\(refused.map { "\($0)" } ?? "no error")")
    }
  }

  @Test(.needsTool("openssl")) func `ask for the host's name where that is wanted`() async throws {
    let made = try await Certificates()
    let open = made.security(trusting: nil, showing: "server")
    let strict = made.security(verification: .certificateAndName)
    #expect(try await echo(from: strict, to: open, host: "localhost") == nil)
    let address = try await echo(from: strict, to: open)
    #expect(isNotSecure(address), "\(address.map { "\($0)" } ?? "no error")")
  }

  @Test(.needsTool("openssl")) func `are not had where one side is plain, and both say so`()
    async throws
  {
    let made = try await Certificates()
    let open = made.security(trusting: nil, showing: "server")
    let plainClient = try await echo(from: nil, to: open)
    #expect(plainClient != nil)
    let plainServer = try await echo(from: made.security(), to: nil)
    #expect(isNotSecure(plainServer), "\(plainServer.map { "\($0)" } ?? "no error")")
    try await withNode(.stores(options(open))) { node in
      try await withConnection(to: node.port) { connection in
        try await connection.send(Array("GET / HTTP/1.1\r\n\r\n".utf8))
        _ = await connection.rest()
      }
      #expect(isNotSecure(try await node.nextFailure()))
    }
  }

  @Test(.needsTool("openssl")) func `need files that can be read`() async throws {
    let made = try await Certificates()
    let wrong = [
      TransportSecurity(authorities: made.path("none.pem")),
      TransportSecurity(certificate: made.path("client.key"), key: made.path("client.key")),
      TransportSecurity(certificate: made.path("client.pem"), key: made.path("client.pem")),
      TransportSecurity(certificate: made.path("client.pem"), key: made.path("server.key")),
    ]
    for security in wrong {
      let error = try await fault {
        try await DICOMNetworkTests.echo(
          NetworkPeer(title: "X", host: "127.0.0.1", port: 1), options: options(security))
      }
      guard case .unusableCredentials(let why) = error.reason else {
        Issue.record("\(error)")
        continue
      }
      #expect(why.contains(made.folder.path) && !why.contains("\n"))
    }
    let bare = try await fault {
      try await withNode(.stores(options(TransportSecurity()))) { _ in }
    }
    #expect(
      bare.reason == .unusableCredentials("a secure listener needs a certificate and its key"))
  }

  @Test(.needsTool("openssl")) func `carry large data sets both ways`() async throws {
    let made = try await Certificates()
    let inbox = try Inbox()
    let path = try Samples.write(
      Samples.dataSet(1, bytes: 3_000_001), as: "large.dcm", in: inbox.folder)
    let server = options(made.security(trusting: nil, showing: "server"))
    let answers = try await withNode(.stores(server), serving: inbox.store) {
      try await send([path], to: $0.peer, options: options(made.security()))
    }
    #expect(answers.map(\.status) == [.success])
    let stored = try #require(inbox.stored.first)
    #expect(try dataSetBytes(stored.path) == dataSetBytes(path))
  }
}
