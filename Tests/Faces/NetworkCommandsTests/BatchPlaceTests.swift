import DICOMNetwork
import Foundation
import Locks
import TestSupport
import Testing

/// Batches whose results go to an archive on a network.
@Suite struct `Batches with a place` {
  private static let volume = Repository.root.appending(path: "Volumes/mr-head")
  private static let work = [
    "--do", "slice -o planes/ --dicom --deterministic-uids --every 40", "--do", "mip -o mip.png",
  ]

  private func batch(_ output: String, _ words: [String]) async throws -> ProgramResult {
    try await NetworkPrograms.run(
      ["batch", Self.volume.path, "-o", output, "-q"] + Self.work + words)
  }

  private func rows(_ output: String) throws -> [[String: Any]] {
    let text = try String(contentsOfFile: output + "/ledger-0.jsonl", encoding: .utf8)
    return try text.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  @Test func `send what is DICOM, and keep the rest`() async throws {
    let folder = try TemporaryFolder()
    #expect(try await batch(folder.path("kept"), []).status == 0)
    let stored = Locked(0)
    let store = StoreFolder(folder.path("store")) { _ in stored.withLock { $0 += 1 } }
    try await NetworkPrograms.withNode(store) { place in
      let first = try await batch(folder.path("out"), ["--send-to", place])
      #expect(first.status == 0, "\(first.errors)")
      // What was sent is done, though nothing of it is here.
      let again = try await batch(folder.path("out"), ["--send-to", place, "--resume"])
      #expect(again.status == 0, "\(again.errors)")
    }
    let sent = try NetworkPrograms.dataSets(below: folder.path("store"))
    #expect(!sent.isEmpty && stored.withLock { $0 } == sent.count)
    #expect(try sent == NetworkPrograms.dataSets(below: folder.path("kept")))
    let rows = try rows(folder.path("out"))
    #expect(rows.count == 1 && (rows[0]["sent"] as? [Any])?.count == sent.count)
    #expect((rows[0]["outputs"] as? [Any])?.count == 1)
    #expect(try !folder.names.contains { $0.hasPrefix("out/") && $0.hasSuffix(".dcm") })
  }

  @Test func `fail where nobody takes what is sent`() async throws {
    let folder = try TemporaryFolder()
    let result = try await batch(
      folder.path("out"), ["--send-to", "dicom://NODE@127.0.0.1:1", "--retries", "0"])
    #expect(result.status == 65, "\(result.errors)")
    #expect(try rows(folder.path("out")).map { $0["code"] as? String } == ["write-failed"])
    #expect(try !folder.names.contains { $0.hasSuffix("mip.png") })
  }

  @Test(arguments: [
    (["--send-to", "nowhere"], "--send-to"),
    (["--send-to", "dicom://a:1"], "nothing of it is DICOM"),
  ])
  func `are refused where nothing could be sent`(words: [String], said: String) async throws {
    let folder = try TemporaryFolder()
    let result = try await NetworkPrograms.run(
      ["batch", Self.volume.path, "-o", folder.path("out"), "--do", "mip -o m.png"] + words)
    #expect(result.status == 64 && result.errors.contains(said), "\(result.errors)")
  }
}
