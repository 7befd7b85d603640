import Foundation
import MessageExchange
import Places
import TestSupport
import Testing
import UpperLayer

@testable import DICOMNetwork

@Suite struct `Associations` {
  @Test func `answer whether somebody is there`() async throws {
    try await withNode { node in
      try await echo(node.peer)
      guard case .closed = try await node.nextEnd() else {
        Issue.record("it ended in another way")
        return
      }
    }
  }

  @Test func `one after the other leave no connection open`() async throws {
    try await withNode { node in
      for _ in 0..<500 { try await echo(node.peer) }
      for _ in 0..<500 { _ = try await node.nextEnd() }
      #expect(try await openConnections(of: node.port) == 0)
    }
  }

  @Test func `one after the other take as long as the first ones`() async throws {
    try await withNode { node in
      var times: [Duration] = []
      for _ in 0..<600 {
        let start = ContinuousClock.now
        try await echo(node.peer)
        times.append(ContinuousClock.now - start)
      }
      // Half of them, since a machine with much to do lets single ones wait; something that grows with
      // each would make them many times slower.
      let halves = [times[..<200], times[400...]].map { $0.sorted()[100] }
      #expect(halves[1] < halves[0] * 5, "\(halves)")
    }
  }

  #if os(Linux)
    /// How many connections of a port are neither closed nor forgotten by both sides.
    private func openConnections(of port: Int) async throws -> Int {
      var count = 0
      for _ in 0..<50 {
        let text = try await apart { try String(contentsOfFile: "/proc/net/tcp", encoding: .utf8) }
        let name = ":" + String(port + 0x10000, radix: 16, uppercase: true).dropFirst()
        // TIME_WAIT and LISTEN belong to no connection that somebody has.
        count =
          text.split(separator: "\n").filter { line in
            let fields = line.split(separator: " ")
            return fields.count > 3 && (fields[1].hasSuffix(name) || fields[2].hasSuffix(name))
              && !["06", "0A"].contains(fields[3])
          }.count
        if count == 0 { return 0 }
        try await Task.sleep(for: .milliseconds(20))
      }
      return count
    }
  #endif

  @Test func `beyond the most are refused for a while, and harm no other`() async throws {
    try await withNode(.stores(mostAssociations: 1)) { node in
      let plan = try #require(ContextPlan.plans(for: [.verification]).first)
      let peer = node.peer
      try await NetworkClient(options: .hasty).withAssociation(to: peer, proposing: plan) {
        let refused = try await fault { try await echo(peer) }
        #expect(refused.reason == .rejected(.temporaryCongestion))
        #expect(refused.description.hasSuffix("try again later"))
        try await $0.echo()
      }
      _ = try await node.nextEnd()
      _ = try await node.nextEnd()
      try await echo(peer)
    }
  }

  @Test func `with titles that are not known are refused`() async throws {
    let listener = NetworkListener.stores(calledTitles: ["NODE"], callingTitles: ["FRIEND"])
    try await withNode(listener) { node in
      var options = NetworkOptions.hasty
      let stranger = try await fault { try await echo(node.peer, options: options) }
      #expect(stranger.reason == .rejected(.callingTitleNotRecognized))
      options.title = "FRIEND"
      var peer = node.peer
      peer.title = "OTHER"
      let astray = try await fault { try await echo(peer, options: options) }
      #expect(astray.reason == .rejected(.calledTitleNotRecognized))
      try await echo(node.peer, options: options)
    }
  }

  @Test func `whose contexts are refused say what is not supported`() async throws {
    let listener = NetworkListener(options: .hasty) { _ in nil }
    try await withNode(listener) { node in
      let refused = try await fault { try await echo(node.peer) }
      #expect(refused.reason == .notSupported("C-ECHO"))
    }
  }

  @Test func `on which the roles for C-GET are refused say so`() async throws {
    let inbox = try Inbox()
    let listener = NetworkListener(options: .hasty) { _ in AcceptedSyntaxes.inOrder }
    try await withNode(listener) { node in
      let refused = try await fault {
        try await InstanceFetcher(peer: node.peer, options: .hasty).get(
          [
            InstanceFetcher.Instance(
              study: "1.2", series: "1.3", uid: "1.4", sopClass: Samples.ctClass)
          ], whole: true, into: inbox.store)
      }
      #expect(refused.reason == .roleRefused("instances"))
      #expect(refused.description.contains("refuses the roles"))
    }
  }

  @Test func `answer operations that they do not know, and go on`() async throws {
    let listener = NetworkListener(options: .hasty) { _ in AcceptedSyntaxes.inOrder }
    try await withNode(listener) { node in
      let find = InformationModel.studyRoot.find
      let plan = try #require(ContextPlan.plans(for: [.query(find), .verification]).first)
      try await NetworkClient(options: .hasty).withAssociation(
        to: node.peer, proposing: plan
      ) { association in
        for query in [Query(level: .study), Query(level: .series)] {
          let refused = try await fault { try await association.find(query.identifier) { _ in } }
          guard case .failed("C-FIND", .unrecognizedOperation, _) = refused.reason else {
            Issue.record("\(refused)")
            continue
          }
        }
        try await association.echo()
      }
    }
  }

  @Test func `are over for both sides when one gives up`() async throws {
    struct GivenUp: Error {}
    try await withNode { node in
      let plan = try #require(ContextPlan.plans(for: [.verification]).first)
      await #expect(throws: GivenUp.self) {
        try await NetworkClient(options: .hasty).withAssociation(
          to: node.peer, proposing: plan
        ) { association in
          try await association.echo()
          throw GivenUp()
        }
      }
      #expect(try await node.nextFailure().reason == .aborted(.byUser))
      try await echo(node.peer)
    }
  }

  @Test func `end when their task is cancelled`() async throws {
    try await withServer(answering: { _ = await $0.rest() }) { peer in
      let waiting = Task { try await echo(peer) }
      try await Task.sleep(for: .milliseconds(50))
      waiting.cancel()
      await #expect(throws: CancellationError.self) { try await waiting.value }
    }
  }

  @Test func `cannot be had where nobody listens`() async throws {
    let port = try await freePort()
    let peer = NetworkPeer(title: "NOBODY", host: "127.0.0.1", port: port)
    #expect(
      try await fault { try await echo(peer) }.description
        == "NOBODY@127.0.0.1:\(port): cannot be reached: Connection refused")
  }

  @Test func `cannot be listened for at a port that somebody has`() async throws {
    try await withNode { node in
      let taken = try await fault {
        try await NetworkListener.stores().run(
          host: "127.0.0.1", port: node.port, telling: { _ in }, serve: { _ in })
      }
      #expect(taken.reason == .cannotListen("Address already in use"))
    }
  }
}
