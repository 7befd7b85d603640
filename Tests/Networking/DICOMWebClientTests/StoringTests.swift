import DICOMCoding
import DICOMModel
import DICOMNetwork
import DICOMWebClient
import Faults
import Foundation
import Locks
import TestSupport
import Testing
import WebServices

/// An answer in JSON that says that some are stored and others are not.
private func response(stored: [String], failed: [String: Int] = [:]) throws -> String {
  let response = StoreResponse(
    stored: stored.map { .init(sopClass: "1.2", sopInstance: $0) },
    failed: failed.map { .init(sopClass: "1.2", sopInstance: $0.key, reason: $0.value) })
  return String(decoding: try JSONEncoder().encode(DICOMJSON(response.dataSet)), as: UTF8.self)
}

/// The UIDs of the instances of a request.
private func uids(_ asked: Asked) throws -> [String] {
  let type = try #require(asked.headers["content-type"].flatMap { MediaType($0) })
  #expect(type.essence == "multipart/related" && type["type"] == "application/dicom")
  var reader = MultipartReader(boundary: type["boundary"])
  reader.feed(asked.body)
  var files: [[UInt8]] = []
  while let event = try reader.next() {
    switch event {
    case .head(let head):
      #expect(head.contentType == .dicom && head.contentLength != nil)
      files.append([])
    case .bytes(let bytes): files[files.count - 1] += bytes
    case .end: break
    }
  }
  try reader.finish()
  return try files.map {
    try #require(Part10Reader().readWhole($0).dataSet.uid(.sopInstanceUID))
  }
}

@Suite struct `Storing on the web` {
  private func answers(
    _ items: [StoreUser.Item], to base: String, options: WebOptions = .hasty
  ) async throws -> [WebStoreAnswer] {
    let answers = Locked<[WebStoreAnswer]>([])
    try await WebClient.with(base, options: options) { client in
      try await client.store(items) { answer in answers.withLock { $0.append(answer) } }
    }
    return answers.withLock { $0 }.sorted { $0.path < $1.path }
  }

  @Test func `sends files as they are, and reads what became of each`() async throws {
    let folder = try TemporaryFolder()
    let items = try Instances.items(4, in: folder)
    try await withWebServer { asked, saying in
      #expect(try uids(asked) == (0..<4).map(Instances.uid))
      let body = try response(
        stored: [Instances.uid(0), Instances.uid(2)],
        failed: [Instances.uid(1): 0xA900])
      try await saying.answer(
        "202 Accepted", ["Content-Type: application/dicom+json"], Array(body.utf8))
    } _: { (base, seen) async throws in
      let answers = try await answers(items, to: base)
      #expect(answers.map(\.isStored) == [true, false, true, false])
      #expect(answers[1].reason == 0xA900 && answers[1].comment?.contains("SOP class") == true)
      #expect(answers[3].comment == "the service says nothing of it")
      #expect(seen.asked[0].method == "POST" && seen.paths == ["/base/studies"])
      #expect(seen.asked[0].headers["accept"] == "application/dicom+json")
    }
  }

  @Test func `sends bounded requests, several at a time`() async throws {
    let folder = try TemporaryFolder()
    let items = try Instances.items(20, in: folder)
    var options = WebOptions.hasty
    options.limits.storedInstances = 3
    let bounded = options
    try await withWebServer { asked, saying in
      try await Task.sleep(for: .milliseconds(50))
      try await saying.json(try response(stored: try uids(asked)))
    } _: { (base, seen) async throws in
      let answers = try await answers(items, to: base, options: bounded)
      #expect(answers.count == 20 && answers.allSatisfy(\.isStored))
      #expect(seen.asked.count == 7 && (2...4).contains(seen.mostAtATime))
    }
  }

  @Test func `sends less where a service says that it is too much`() async throws {
    let folder = try TemporaryFolder()
    let items = try Instances.items(8, in: folder)
    try await withWebServer { asked, saying in
      let uids = try uids(asked)
      guard uids.count <= 2 else { return try await saying.answer("413 Payload Too Large") }
      try await saying.json(try response(stored: uids))
    } _: { (base, seen) async throws in
      #expect(try await answers(items, to: base).count(where: \.isStored) == 8)
      #expect(seen.asked.count == 7)
    }
    try await withWebServer { _, saying in
      try await saying.answer("413 Payload Too Large")
    } _: { (base, _) async throws in
      let answers = try await answers(items, to: base)
      #expect(answers.count == 8 && !answers.contains(where: \.isStored))
      #expect(answers[0].comment?.contains("413") == true)
    }
  }

  @Test func `believes the status where there is no more`() async throws {
    let folder = try TemporaryFolder()
    let items = try Instances.items(2, in: folder)
    for (status, isStored) in [("200 OK", true), ("202 Accepted", false), ("409 Conflict", false)] {
      for body in ["", "<xml/>", "{}"] {
        let type = body == "{}" ? "application/dicom+json" : "application/dicom+xml"
        try await withWebServer { _, saying in
          try await saying.answer(status, ["Content-Type: \(type)"], Array(body.utf8))
        } _: { (base, _) async throws in
          let answers = try await answers(items, to: base)
          #expect(answers.map(\.isStored) == [isStored, isStored], "\(status) \(body)")
        }
      }
    }
  }

  @Test func `that is not allowed, or referred elsewhere, ends at once`() async throws {
    let folder = try TemporaryFolder()
    let items = try Instances.items(2, in: folder)
    let refusals = [
      ("401 Unauthorized", "not-authorized"), ("500 Internal Server Error", "operation-failed"),
      ("307 Temporary Redirect", "unexpected-answer"), ("404 Not Found", "no-such-study"),
    ]
    for (status, code) in refusals {
      try await withWebServer { _, saying in
        try await saying.answer(status, ["Location: http://127.0.0.1:9/SECRET"])
      } _: { (base, seen) async throws in
        let fault = try await webFault { try await answers(items, to: base) }
        #expect(fault.code.rawValue == code && !fault.description.contains("SECRET"), "\(fault)")
        #expect(seen.asked.count == 1)
      }
    }
  }
}
