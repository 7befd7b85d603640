import DICOMCoding
import DICOMModel
import DICOMNetwork
import Foundation
import Locks
import MessageExchange
import TestSupport
import Testing

/// The verbs of networks, as people type them: the built programs against a node of this process.
@Suite struct `The verbs of networks` {
  private static let volume = Repository.root.appending(path: "Volumes/mr-head")

  @Test func `are handed to the program beside sagitta`() async throws {
    let help = try await NetworkPrograms.run("echo", "--help")
    #expect(help.status == 0 && help.text.contains("C-ECHO"), "\(help.errors)")
    let folder = try TemporaryFolder()
    let alone = URL(filePath: folder.path("sagitta"))
    try FileManager.default.copyItem(at: NetworkPrograms.sagitta, to: alone)
    let refused = try await apart {
      try Program.run(alone, ["echo", "dicom://127.0.0.1:1", "--json"])
    }
    #expect(refused.status == 69 && refused.errors.contains("sagitta-network"))
    #expect(refused.text.contains("\"error\""))
    let named = try await apart {
      try Program.run(
        alone, ["echo", "--help"],
        environment: ["SAGITTA_PROGRAM": NetworkPrograms.sagitta.path])
    }
    #expect(named.status == 0 && named.text.contains("C-ECHO"), "\(named.errors)")
  }

  @Test(arguments: ["echo", "find", "fetch", "send", "print", "serve"])
  func `have help without what joins its lines in the source`(verb: String) async throws {
    let help = try await NetworkPrograms.run(verb, "--help")
    #expect(help.status == 0 && !help.text.contains("\\"), "\(help.text)")
  }

  @Test(arguments: [
    (["echo", "nowhere"], 64, "dicom://"),
    (["echo", "dicom://host"], 64, "host and port"),
    (["echo", "dicom://127.0.0.1:104", "--aet", "a title of many letters"], 64, "AE title"),
    (["echo", "dicom://127.0.0.1:104", "--count", "0"], 64, "--count"),
    (["echo", "dicom://127.0.0.1:104", "--tls-cert", "a"], 64, "--tls-key"),
    (["find", "dicom://127.0.0.1:104", "--level", "series"], 64, "study"),
    (["find", "dicom://127.0.0.1:104", "--match", "Nonsense=1"], 64, "--match"),
    (["fetch", "dicom://127.0.0.1:104", "-o", "a"], 64, "study"),
    (["fetch", "dicom://127.0.0.1:104/../x", "-o", "a"], 64, "UID"),
    (["fetch", "dicom://127.0.0.1:104/1.2", "-o", "a", "--via", "move"], 64, "--listen"),
    (["send", "dicom://127.0.0.1:104"], 64, "files or folders"),
    (["ech", "dicom://127.0.0.1:104"], 64, "there is no verb"),
  ])
  func `say what is wrong with words`(words: [String], status: Int, hint: String) async throws {
    let result = try await NetworkPrograms.run(words)
    #expect(Int(result.status) == status, "\(result.errors)")
    #expect(
      result.errors.hasPrefix("sagitta: ") && result.errors.contains(hint), "\(result.errors)")
  }

  @Test func `say that nobody is there, for people and for scripts`() async throws {
    let result = try await NetworkPrograms.run("echo", "dicom://SOMEBODY@127.0.0.1:9", "--json")
    #expect(result.status == 66)
    #expect(result.errors.contains("SOMEBODY@127.0.0.1:9: cannot be reached"))
    #expect(result.text.contains("\"error\"") && result.text.contains("\"unreachable\""))
  }

  @Test func `name what is wrong by words for scripts, of inputs too`() async throws {
    let folder = try TemporaryFolder()
    let place = "dicom://SOMEBODY@127.0.0.1:9/1.2"
    let runs: [([String], String)] = [
      (["find", place, "--json"], "unreachable"),
      (["fetch", place, "-o", folder.path("a"), "--json"], "unreachable"),
      (["info", place, "--json"], "unreachable"),
      (["frames", place, "-o", folder.path("a.png"), "--json"], "unreachable"),
      (["echo", "http://127.0.0.1:9/dicom-web", "--json"], "unreachable"),
      (["echo", "dicom://nowhere", "--json"], "bad-place"),
      (["send", folder.path(""), place, "--json"], "nothing-to-send"),
    ]
    for (words, code) in runs {
      let result = try await NetworkPrograms.run(words)
      #expect(result.text.contains("\"\(code)\""), "\(words): \(result.text)")
    }
  }

  @Test func `send over several associations with the same report`() async throws {
    let folder = try TemporaryFolder()
    try await NetworkPrograms.withNode(StoreFolder(folder.path("store"))) { place in
      var reports: [[String]] = []
      for associations in ["1", "4"] {
        let result = try await NetworkPrograms.run(
          "send", Self.volume.path, place, "--json", "--associations", associations)
        #expect(result.status == 0, "\(result.errors)")
        reports.append(
          result.text.split(separator: "\n").map(String.init).filter {
            !$0.contains("\"seconds\"")
          })
      }
      #expect(reports[0] == reports[1] && reports[0].count > 96)
      let many = try await NetworkPrograms.run("send", "a", place, "--associations", "17")
      #expect(many.status == 64 && many.errors.contains("--associations"))
    }
    #expect(try NetworkPrograms.dataSets(below: folder.path("store")).count == 96)
  }

  @Test func `know places by name`() async throws {
    let folder = try TemporaryFolder()
    let list = folder.path("places.toml")
    try "[near]\nurl = \"dicom://NODE@127.0.0.1:9\"\n".write(
      toFile: list, atomically: true, encoding: .utf8)
    let near = try await NetworkPrograms.run("echo", "@near", "--places", list)
    #expect(near.status == 66 && near.errors.contains("NODE@127.0.0.1:9"))
    let far = try await NetworkPrograms.run("echo", "@far", "--places", list)
    #expect(far.status == 64 && far.errors.contains("near"))
  }

  @Test func `send a series to a node, which has its data sets byte for byte`() async throws {
    let folder = try TemporaryFolder()
    let stored = Locked<[StoreFolder.Stored]>([])
    let store = StoreFolder(folder.path("store")) { news in stored.withLock { $0.append(news) } }
    try await NetworkPrograms.withNode(store) { place in
      let echo = try await NetworkPrograms.run("echo", place, "--count", "3")
      #expect(echo.status == 0 && echo.text.contains("SAGITTA_1"), "\(echo.errors)")
      let first = try await NetworkPrograms.run("send", Self.volume.path, place, "--json")
      #expect(first.status == 0, "\(first.errors)")
      let again = try await NetworkPrograms.run("send", Self.volume.path, place)
      #expect(again.status == 0 && again.errors.contains("96 of 96"), "\(again.errors)")
    }
    let outcomes = stored.withLock { $0.map(\.outcome) }
    #expect(outcomes.count(where: { $0 == .new }) == 96)
    #expect(outcomes.count(where: { $0 == .known }) == 96)
    let sent = try NetworkPrograms.dataSets(below: Self.volume.path)
    let kept = try NetworkPrograms.dataSets(below: folder.path("store"))
    #expect(sent.count == 96 && sent == kept)
  }

  @Test func `send what data sets say, and tell of meta groups that say something else`()
    async throws
  {
    let folder = try TemporaryFolder()
    let stored = Locked<[StoreFolder.Stored]>([])
    let store = StoreFolder(folder.path("store")) { news in stored.withLock { $0.append(news) } }
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.volume.path).sorted()
    let original = Array(try Data(contentsOf: Self.volume.appending(path: names[0])))
    let length = (0..<4).reduce(0) { $0 | Int(original[140 + $1]) << (8 * $1) }
    let meta = try Part10Reader().readDataSet(
      Array(original[132..<144 + length]), transferSyntax: .explicitVRLittleEndian
    ).dataSet
    let other = IncomingInstance(
      sopClass: "1.2.840.10008.5.1.4.1.1.4", sopInstance: "1.2.3",
      transferSyntax: try #require(meta.uid(.transferSyntaxUID)), peer: "")
    let path = try folder.write(
      other.fileBeginning() + original[(144 + length)...], as: "sent/odd.dcm")
    try await NetworkPrograms.withNode(store) { place in
      let result = try await NetworkPrograms.run("send", path, place, "--json")
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.errors.contains("sagitta: warning: \(path): its meta group has"))
      #expect(result.text.contains("\"warning\" : \"its meta group has SOP"))
      let quiet = try await NetworkPrograms.run("send", path, place, "--quiet")
      #expect(quiet.status == 0 && quiet.errors.isEmpty)
    }
    #expect(stored.withLock { $0.map(\.instance.sopInstance) }.allSatisfy { $0 != "1.2.3" })
  }

  @Test func `send more files than a process may have open`() async throws {
    let folder = try TemporaryFolder()
    try await NetworkPrograms.withNode(StoreFolder(folder.path("store"))) { place in
      let result = try await NetworkPrograms.run(
        "send", Self.volume.path, place, openFiles: 48)
      #expect(result.status == 0 && result.errors.contains("96 of 96"), "\(result.errors)")
    }
  }

  @Test func `tell which files were not taken, and why`() async throws {
    try await NetworkPrograms.withNode(Refusing()) { place in
      let result = try await NetworkPrograms.run("send", Self.volume.path, place, "--json")
      #expect(result.status == 65 && result.errors.contains("96 instances were not stored"))
      #expect(result.text.contains("\"A700\"") && result.text.contains("no room today"))
      #expect(result.text.contains("\"code\" : \"operation-failed\""))
    }
  }
}

/// A provider without room.
private struct Refusing: ServiceProvider {
  func receive(_ instance: IncomingInstance) throws -> any InstanceReceiver {
    throw Refusal(.outOfResources, comment: "no room today")
  }
}
