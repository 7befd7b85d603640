import Compression
import DICOMCoding
import DICOMModel
import Foundation
import Phantoms
import TestSupport
import Testing
import VolumeModel

/// `sagitta batch`, as a process of its own: it splits into others.
@Suite struct BatchTests {
  private static let work = ["--do", "mip -o mip.png", "--do", "convert -o v/volume.nii.gz"]

  /// Series of different sizes, and some that are none.
  private static func archive(_ folder: TemporaryFolder, good: Int = 6) throws -> String {
    for n in 0..<good {
      let series = PhantomSeries(
        .head, dimensions: GridDimensions(columns: 20 + n, rows: 18, slices: 8 + n),
        spacing: SIMD3(6, 6, 8))
      _ = try Inputs.rewritten(series, in: folder, as: "in/study/good\(n)") { set, k in
        set.set(.seriesInstanceUID, string: "1.2.3.\(n)")
        set.set(.sopInstanceUID, string: "1.2.3.\(n).\(k)")
        set.set(.seriesNumber, integer: n)
        set.set(.patientName, string: "Secret^Name")
      }
    }
    try folder.write([], as: "in/study/empty/a.dcm")
    try folder.write(Array("no image".utf8), as: "in/study/garbage/b.dcm")
    try folder.write(Array("see elsewhere".utf8), as: "in/README.txt")
    return folder.path("in")
  }

  /// What a batch wrote, without its records.
  private func results(_ folder: TemporaryFolder, _ name: String) throws -> [String: String] {
    let names = try folder.names.filter {
      $0.hasPrefix(name + "/") && !$0.hasSuffix(".jsonl") && !$0.hasSuffix("index.html")
        && !$0.hasSuffix(".lock")
        && !Self.isFolder(folder.path($0))
    }
    return Dictionary(
      uniqueKeysWithValues: try names.map { path in
        var digest = SHA256Digest()
        digest.update(try folder.bytes(path))
        return (String(path.dropFirst(name.count)), digest.hex)
      })
  }

  private static func isFolder(_ path: String) -> Bool {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes?[.type] as? FileAttributeType == .typeDirectory
  }

  private func rows(_ folder: TemporaryFolder, _ ledger: String) throws -> [[String: Any]] {
    try String(decoding: folder.bytes(ledger), as: UTF8.self).split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  private func batch(_ words: [String]) throws -> ProgramResult {
    try TestSupport.Program.run(BuiltProgram.url, ["batch"] + words)
  }

  @Test func `good series are done, others quarantined with the loader's code`() throws {
    let folder = try TemporaryFolder()
    let input = try Self.archive(folder)
    let result = try batch([input, "-o", folder.path("out")] + Self.work)
    #expect(result.status == 65, "\(result.errors)")
    let rows = try rows(folder, "out/ledger-0.jsonl")
    #expect(rows.filter { $0["state"] as? String == "done" }.count == 6)
    let codes = rows.filter { $0["state"] as? String == "quarantined" }.compactMap {
      $0["code"] as? String
    }
    #expect(codes.sorted() == ["empty-file", "not-dicom"])
    #expect(try results(folder, "out").count == 12)
    for row in rows where row["state"] as? String == "done" {
      for output in try #require(row["outputs"] as? [[String: Any]]) {
        let path = try #require(output["path"] as? String)
        var digest = SHA256Digest()
        digest.update(try folder.bytes("out/" + path))
        #expect(digest.hex == output["sha256"] as? String)
      }
    }
    let page = String(decoding: try folder.bytes("out/index.html"), as: UTF8.self)
    #expect(page.contains("empty-file") && page.contains("data:image/png;base64,"))
    #expect(!page.contains("Secret") && !page.contains(folder.path))
    let status = try batch(["status", folder.path("out"), "--json"])
    #expect(
      status.status == 0
        && String(decoding: status.output, as: UTF8.self).contains("\"pending\" : 0"))
  }

  @Test func `what is written does not depend on workers and parts`() throws {
    let folder = try TemporaryFolder()
    let input = try Self.archive(folder)
    _ = try batch([input, "-o", folder.path("one"), "--workers", "1"] + Self.work)
    _ = try batch([input, "-o", folder.path("three"), "--workers", "3"] + Self.work)
    for part in 0..<3 {
      _ = try batch([input, "-o", folder.path("parts"), "--shard", "\(part)/3"] + Self.work)
    }
    let one = try results(folder, "one")
    #expect(one.count == 12)
    #expect(try results(folder, "three") == one)
    #expect(try results(folder, "parts") == one)
    // Neither does it depend on going through a batch.
    let name = try #require(try folder.names.first { $0.hasPrefix("one/") && $0.contains("-0-") })
      .split(separator: "/")[1]
    let alone = Run("mip", input + "/study/good0", "-o", folder.path("alone.png"))
    #expect(alone.status == 0)
    #expect(try folder.bytes("alone.png") == folder.bytes("one/\(name)/mip.png"))
  }

  @Test(arguments: [false, true])
  func `works that share an input write what each writes alone`(isDamaged: Bool) throws {
    let folder = try TemporaryFolder()
    let input = try Self.archive(folder, good: 2)
    if isDamaged {
      let cut = try folder.names.filter { $0.hasPrefix("in/study/good1/") }.sorted()[3]
      try folder.write(Array(try folder.bytes(cut).dropLast(50)), as: cut)
    }
    // An uneven stack is not written as if it were even.
    let works = [
      "info -o info.json", "mip -o mip.png", "convert -o volume.nii.gz", "report -o r.html --plain",
      "slice -o slice.png --plane coronal", "mip -o left.png --view left --provenance p.json",
      "convert -o assumed.nii.gz --assume-spacing 1,1,1", "resample -o even.nii.gz --spacing 9",
    ].filter { !isDamaged || !$0.hasPrefix("convert") }
    let shared = works.flatMap { ["--do", $0] }
    #expect(try batch([input, "-o", folder.path("shared")] + shared).status == 65)
    for work in works {
      _ = try batch([input, "-o", folder.path("alone"), "--resume", "--do", work])
      for (path, digest) in try results(folder, "alone") {
        #expect(try results(folder, "shared")[path] == digest, "\(work): \(path)")
      }
    }
    #expect(try results(folder, "shared").count >= 2 * works.count)
  }

  @Test func `a batch that was ended at any moment goes on to the same bytes`() throws {
    let folder = try TemporaryFolder()
    let input = try Self.archive(folder, good: 12)
    _ = try batch([input, "-o", folder.path("quiet")] + Self.work)
    let quiet = try results(folder, "quiet")
    var generator = SeededRandom(19)
    let words = [BuiltProgram.url.path, "batch", input, "-o", folder.path("out"), "--resume"]
    for round in 0..<8 {
      let process = Process()
      // Threads of a dispatch queue block signals, and children inherit that.
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = ["--default-signal=INT,TERM"] + words + Self.work
      process.standardError = FileHandle.nullDevice
      let unfinished = Set(try folder.names.filter { $0.contains(".part/") })
      try process.run()
      usleep(UInt32.random(in: 1_000...120_000, using: &generator))
      let signal = [SIGKILL, SIGTERM, SIGINT][round % 3]
      kill(process.processIdentifier, signal)
      process.waitUntilExit()
      if try folder.names.contains("out/ledger-0.jsonl") {
        _ = try rows(folder, "out/ledger-0.jsonl")
      }
      // Whatever stands in its place is whole.
      for (path, digest) in try results(folder, "out") where !path.contains(".part/") {
        #expect(digest == quiet[path])
      }
      guard process.terminationReason == .exit else {
        // The signal came before the program listened to any.
        #expect(process.terminationStatus == signal)
        continue
      }
      guard process.terminationStatus != 65 else { continue }
      #expect(process.terminationStatus == 128 + signal)
      // What one that was killed has left goes when the next begins to work, which this one may not have reached.
      #expect(try unfinished.isSuperset(of: folder.names.filter { $0.contains(".part/") }))
    }
    let last = try batch([input, "-o", folder.path("out"), "--resume"] + Self.work)
    #expect(last.status == 65)
    #expect(try results(folder, "out") == quiet)
    let again = try batch([input, "-o", folder.path("out"), "--resume"] + Self.work)
    #expect(again.status == 65)
    #expect(try !folder.names.contains { $0.contains(".part") })
  }

  @Test func `what is done is not done again, what changed is`() throws {
    let folder = try TemporaryFolder()
    let input = try Self.archive(folder, good: 3)
    let words = [input, "-o", folder.path("out")]
    _ = try batch(words + Self.work)
    let count = try rows(folder, "out/ledger-0.jsonl").count
    #expect(try batch(words + Self.work).status == 73)
    #expect(try batch(words + ["--resume"] + Self.work).status == 65)
    #expect(try rows(folder, "out/ledger-0.jsonl").count == count)
    // What failed is tried again only if that is asked for.
    #expect(try batch(words + ["--retry-failed"] + Self.work).status == 65)
    #expect(try rows(folder, "out/ledger-0.jsonl").count == count + 2)
    // Another work is another item; its outputs replace the older ones.
    _ = try batch(words + ["--resume", "--do", "slice -o s.png"])
    #expect(try results(folder, "out").keys.allSatisfy { $0.hasSuffix("/s.png") })
    // An output that is gone is made again.
    let name = try #require(try folder.names.first { $0.hasSuffix("/s.png") })
    try FileManager.default.removeItem(atPath: folder.path(name))
    _ = try batch(words + ["--resume", "--do", "slice -o s.png"])
    #expect(try folder.names.contains(name))
  }

  @Test func `work that cannot succeed is refused before anything is read`() throws {
    let folder = try TemporaryFolder()
    let input = try Self.archive(folder, good: 1)
    for work in [
      "mip -o mip.xyz", "mip -o mip.png --blend most", "nothing -o a", "mip -o ../mip.png", "mip",
      "render -o r.png --preset none", "slice -o s.png --overlay nowhere/",
    ] {
      let result = try batch([input, "-o", folder.path("out"), "--do", work])
      #expect(result.status == 64, "\(work): \(result.errors)")
      #expect(
        result.errors.hasPrefix("sagitta: ") && !result.errors.contains("/tmp/"), "\(result.errors)"
      )
      #expect(try !folder.names.contains { $0.hasPrefix("out") })
    }
  }

  @Test func `an item that takes too long costs one item`() throws {
    let folder = try TemporaryFolder()
    let input = try Self.archive(folder, good: 1)
    let result = try batch(
      [input, "-o", folder.path("out"), "--item-timeout", "0.001", "--do", "report -o r.html"])
    #expect(result.status == 65)
    let codes = try rows(folder, "out/ledger-0.jsonl").compactMap { $0["code"] as? String }
    #expect(codes.contains("timed-out"))
    #expect(try !folder.names.contains { $0.contains(".part") || $0.hasSuffix("r.html") })
  }

  @Test func `a dry run says what there is and writes nothing`() throws {
    let folder = try TemporaryFolder()
    let input = try Self.archive(folder)
    let result = try batch([input, "-o", folder.path("out"), "--dry-run", "--json"] + Self.work)
    #expect(result.status == 0, "\(result.errors)")
    let estimate = try #require(
      try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
    #expect(estimate["items"] as? Int == 8 && estimate["remaining"] as? Int == 8)
    #expect(estimate["otherFiles"] as? Int == 1)
    #expect(try !folder.names.contains { $0.hasPrefix("out") })
  }

  @Test func `names of any kind are items, and their folders lie in that of the batch`() throws {
    let folder = try TemporaryFolder()
    for (n, name) in ["a b", "-o", "x;rm", "é", "<b>", "'", "\u{202E}"].enumerated() {
      let series = PhantomSeries(
        .head, dimensions: GridDimensions(columns: 12, rows: 10, slices: 6), spacing: SIMD3(9, 9, 9)
      )
      _ = try Inputs.rewritten(series, in: folder, as: "in/\(name)") { set, k in
        set.set(.seriesInstanceUID, string: "1.2.4.\(n)")
        set.set(.sopInstanceUID, string: "1.2.4.\(n).\(k)")
        set.set(.seriesDescription, string: "../\(name)/..")
      }
    }
    let result = try batch(
      [folder.path("in"), "-o", folder.path("out"), "--do", "slice -o s.png --plane axial"])
    #expect(result.status == 0, "\(result.errors)")
    let results = try results(folder, "out").keys
    #expect(results.count == 7 && results.allSatisfy { $0.split(separator: "/").count == 2 })
    #expect(try !folder.names.contains { $0.hasPrefix("in/") && $0.hasSuffix(".png") })
  }

  @Test func `a manifest names its items`() throws {
    let folder = try TemporaryFolder()
    let input = try Self.archive(folder, good: 2)
    let table =
      "input,name\n\(input)/study/good0,first\n\(input)/study/good1,second\n/nowhere,third\n"
    try folder.write(Array(table.utf8), as: "list.csv")
    let result = try batch(
      ["--manifest", folder.path("list.csv"), "-o", folder.path("out"), "--do", "info -o i.json"])
    #expect(result.status == 65, "\(result.errors)")
    #expect(try Set(results(folder, "out").keys) == ["/first/i.json", "/second/i.json"])
    let failed = try #require(
      try rows(folder, "out/ledger-0.jsonl").first { $0["state"] as? String == "failed" })
    #expect(failed["item"] as? String == "third" && failed["code"] as? String == "not-found")
  }

  @Test func `a job of a queue does all parts with the program alone`() throws {
    let folder = try TemporaryFolder()
    let input = try Self.archive(folder, good: 4)
    let out = folder.path("out")
    let submitted = try TestSupport.Program.run(
      BuiltProgram.url,
      ["batch", input, "-o", out, "--engine", "slurm", "--shards", "3"] + Self.work,
      environment: ["PATH": "/nowhere"])
    #expect(submitted.status == 69, "\(submitted.errors)")
    for task in 0..<3 {
      let result = try TestSupport.Program.run(
        URL(filePath: "/bin/bash"), [out + "/batch.sbatch"],
        environment: ["SLURM_ARRAY_TASK_ID": "\(task)"])
      #expect([0, 65].contains(result.status), "\(result.errors)")
    }
    _ = try batch([input, "-o", folder.path("one")] + Self.work)
    let one = try results(folder, "one")
    #expect(try results(folder, "out").filter { !$0.key.hasSuffix(".sbatch") } == one)
    #expect(one.count == 8)
  }
}
