import DICOMNetwork
import DICOMWebClient
import Faults
import NIOCore
import NIOPosix
import TestSupport
import Testing
import WebServices

@Suite struct `Connections to services of the web` {
  private func echo(_ base: String, options: WebOptions = .hasty) async throws {
    _ = try await WebClient.with(base, options: options) { try await $0.echo() }
  }

  private var secretive: WebOptions {
    var options = WebOptions.hasty
    options.credentials = .token("TOKEN")
    options.headers = [WebHeader("X-Key", "KEY")]
    return options
  }

  @Test func `show what is to be shown, and nowhere else`() async throws {
    try await withWebServer { _, saying in
      try await saying.json("[]")
    } _: { (base, seen) async throws in
      try await echo(base, options: secretive)
      #expect(seen.asked[0].headers["authorization"] == "Bearer TOKEN")
      #expect(seen.asked[0].headers["x-key"] == "KEY")
      var options = WebOptions.hasty
      options.credentials = .user("me", password: "ü:")
      try await echo(base, options: options)
      #expect(seen.asked[1].headers["authorization"] == "Basic bWU6w7w6")
    }
    #expect("\(WebCredentials.token("TOKEN"))" == "credentials")
  }

  @Test func `follow referrals on the same host, with all that is shown`() async throws {
    try await withWebServer { asked, saying in
      asked.path.hasPrefix("/other")
        ? try await saying.json("[]")
        : try await saying.answer("307 Temporary Redirect", ["Location: /other/studies"])
    } _: { (base, seen) async throws in
      try await echo(base, options: secretive)
      #expect(seen.paths == ["/base/studies?limit=1", "/other/studies"])
      #expect(seen.asked.allSatisfy { $0.headers["authorization"] == "Bearer TOKEN" })
    }
  }

  @Test func `follow no referral to another host, which learns nothing`() async throws {
    try await withWebServer { _, saying in
      try await saying.json("[]")
    } _: { (elsewhere, stranger) async throws in
      let targets = [
        elsewhere + "/studies?token=SECRET", "//127.0.0.1:1/x", "ftp://127.0.0.1/x", "x",
      ]
      for target in targets {
        try await withWebServer { _, saying in
          try await saying.answer("302 Found", ["Location: \(target)"])
        } _: { (base, _) async throws in
          let fault = try await webFault { try await echo(base, options: secretive) }
          #expect(fault.code == "referred-elsewhere")
          #expect(!fault.description.contains("SECRET") && !fault.description.contains("TOKEN"))
        }
      }
      #expect(stranger.asked.isEmpty)
    }
  }

  @Test func `follow no circle`() async throws {
    try await withWebServer { asked, saying in
      try await saying.answer("301 Moved Permanently", ["Location: \(asked.path)"])
    } _: { (base, seen) async throws in
      #expect(try await webFault { try await echo(base) }.reason == .referredInCircles)
      #expect(seen.asked.count == 5)
    }
  }

  @Test func `to silent peers are given up`() async throws {
    var options = WebOptions.hasty
    options.timeouts.response = 1
    let patience = options
    let silent: [@Sendable (Saying) async throws -> Void] = [
      { _ in try await Task.sleep(for: .seconds(60)) },
      { saying in
        try await saying.text("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[")
        try await Task.sleep(for: .seconds(60))
      },
    ]
    for say in silent {
      try await withWebServer { _, saying in
        try await say(saying)
      } _: { (base, _) async throws in
        let fault = try await webFault { try await echo(base, options: patience) }
        #expect(fault.code == "peer-silent", "\(fault)")
      }
    }
  }

  @Test func `to peers that speak something else say so`() async throws {
    let answers: [String] = [
      "\u{0}\u{1}\u{2}\r\n\r\n", "SSH-2.0-peer\r\n", "HTTP/9.9 200 OK\r\n\r\n", "",
      "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n[]",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n[]",
      "HTTP/1.1 200 OK\r\nX: \(String(repeating: "y", count: 1 << 20))\r\n\r\n",
    ]
    for answer in answers {
      try await withWebServer { _, saying in
        try await saying.text(answer)
        throw NothingFailed()
      } _: { (base, _) async throws in
        let fault = try await webFault { try await echo(base) }
        #expect(["unexpected-answer", "connection-lost"].contains(fault.code.rawValue), "\(fault)")
      }
    }
  }

  @Test func `to nobody say so`() async throws {
    let fault = try await webFault { try await echo("http://127.0.0.1:9/base") }
    #expect(fault.code == "unreachable" && fault.description.contains("http://127.0.0.1:9/base"))
    let nameless = try await webFault { try await echo("http://no-such-host.invalid/base") }
    #expect(nameless.code == "unreachable", "\(nameless)")
  }

  @Test func `without TLS where it is wanted say so`() async throws {
    try await withWebServer { _, saying in
      try await saying.json("[]")
    } _: { (base, _) async throws in
      let fault = try await webFault { try await echo("https" + base.dropFirst(4)) }
      #expect(fault.code == "not-secure", "\(fault)")
    }
  }

  @Test func `have no fields that would be two`() async throws {
    for header in [
      WebHeader("X", "a\r\nY: b"), WebHeader("X\r\nY", "b"), WebHeader("", "b"),
      WebHeader("X:", "b"),
    ] {
      try await withWebServer { _, saying in
        try await saying.json("[]")
      } _: { (base, seen) async throws in
        var options = WebOptions.hasty
        options.headers = [header]
        let wanted = options
        #expect(
          try await webFault { try await echo(base, options: wanted) }.reason == .unusableHeader)
        #expect(seen.asked.isEmpty)
      }
    }
  }

  @Test func `end when their task is cancelled`() async throws {
    try await withWebServer { _, saying in
      try await Task.sleep(for: .seconds(60))
    } _: { (base, seen) async throws in
      let task = Task { try await echo(base) }
      while seen.asked.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
      task.cancel()
      let result = await task.result
      #expect(throws: (any Error).self) { try result.get() }
    }
  }
}
