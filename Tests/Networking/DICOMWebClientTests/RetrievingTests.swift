import DICOMNetwork
import DICOMWebClient
import Faults
import Places
import TestSupport
import Testing
import WebServices

@Suite struct `Instances from the web` {
  private let resource = ResourcePath(study: Instances.study, series: Instances.series)

  private func retrieved(_ base: String, options: WebOptions = .hasty) async throws -> [String:
    [UInt8]]
  {
    let keeper = Keeper()
    try await WebClient.with(base, options: options) {
      try await $0.retrieve(resource, into: keeper)
    }
    return keeper.dataSets
  }

  @Test func `are taken from several parts, with or without a named boundary`() async throws {
    for named in [true, false] {
      let files = try (0..<5).map { try Instances.file($0) }
      try await withWebServer { _, saying in
        try await saying.parts("b", files, named: named)
      } _: { (base, seen) async throws in
        let found = try await retrieved(base)
        #expect(found.count == 5)
        for (n, file) in files.enumerated() {
          #expect(found[Instances.uid(n)] == Instances.dataSet(file))
        }
        #expect(
          seen.asked[0].headers["accept"]
            == "multipart/related; type=\"application/dicom\"; transfer-syntax=*")
      }
    }
  }

  @Test func `are taken alone too`() async throws {
    let file = try Instances.file(3)
    try await withWebServer { _, saying in
      try await saying.answer("200 OK", ["Content-Type: application/dicom"], file)
    } _: { (base, _) async throws in
      #expect(try await retrieved(base) == [Instances.uid(3): Instances.dataSet(file)])
    }
  }

  @Test func `are asked for without an asterisk where that is not known`() async throws {
    let file = try Instances.file(3)
    for status in ["406 Not Acceptable", "400 Bad Request"] {
      try await withWebServer { asked, saying in
        asked.headers["accept"]?.contains("*") == true
          ? try await saying.answer(status) : try await saying.parts("b", [file])
      } _: { (base, seen) async throws in
        #expect(try await retrieved(base).count == 1)
        #expect(seen.asked.count == 2)
      }
    }
  }

  @Test func `leak nothing from one to the next, in pieces of any size`() async throws {
    let files = try (0..<4).map { try Instances.file($0, bytes: 100 + 2 * $0) }
    var generator = SeededRandom(5)
    let cuts = (0..<200).map { _ in Int.random(in: 1..<40, using: &generator) }
    var body: [UInt8] = []
    for file in files {
      body += Array("--b\r\nContent-Type: application/dicom\r\n\r\n".utf8) + file + [0x0D, 0x0A]
    }
    body += Array("--b--".utf8)
    let whole = body
    try await withWebServer { _, saying in
      try await saying.text(
        "HTTP/1.1 200 OK\r\nContent-Type: multipart/related; boundary=b\r\nContent-Length: "
          + "\(whole.count)\r\n\r\n")
      var rest = whole[...]
      for cut in cuts {
        try await saying.bytes(Array(rest.prefix(cut)))
        rest = rest.dropFirst(cut)
      }
      try await saying.bytes(Array(rest))
    } _: { (base, _) async throws in
      let found = try await retrieved(base)
      for (n, file) in files.enumerated() {
        #expect(found[Instances.uid(n)] == Instances.dataSet(file))
      }
    }
  }

  @Test func `that are damaged are refused, and say how`() async throws {
    let file = try Instances.file(0)
    let part = Array("--b\r\nContent-Type: application/dicom\r\n".utf8)
    let blank = Array("\r\n".utf8)
    let type = "Content-Type: multipart/related; boundary=b"
    let damaged: [(String, String, [UInt8])] = [
      ("does not come", type, Array("nothing".utf8)),
      ("ends within part 1", type, part + blank + file),
      ("not have the 7 bytes", type, part + Array("Content-Length: 7\r\n\r\n".utf8) + file),
      (
        "no DICOM file", type,
        part + blank + [UInt8](repeating: 7, count: 500) + Array("\r\n--b--".utf8)
      ),
      ("no DICOM file", type, part + blank + Array("x\r\n--b--".utf8)),
      ("does not begin with a boundary", "Content-Type: multipart/related", file),
      ("does not say what it sends", "X: y", file),
      ("text/html", "Content-Type: text/html", Array("<html>".utf8)),
      ("dicom+json", "Content-Type: application/dicom+json", Array("[]".utf8)),
      ("no DICOM file", "Content-Type: application/dicom", Array("short".utf8)),
    ]
    for (why, type, body) in damaged {
      try await withWebServer { _, saying in
        try await saying.answer("200 OK", [type], body)
      } _: { (base, _) async throws in
        let fault = try await webFault { try await retrieved(base) }
        #expect(fault.description.contains(why), "\(fault)")
      }
    }
  }

  @Test func `that never end are given up at the bound`() async throws {
    let file = try Instances.file(0)
    for type in ["multipart/related; boundary=b", "application/dicom"] {
      try await withWebServer { _, saying in
        try await saying.text(
          "HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\nTransfer-Encoding: chunked\r\n\r\n")
        if type.hasPrefix("multipart") { try await saying.text("7\r\n--b\r\n\r\n\r\n") }
        try await saying.text("\(String(file.count, radix: 16))\r\n")
        try await saying.bytes(file)
        let piece = String(repeating: "x", count: 1 << 16)
        while true { try await saying.text("\r\n10000\r\n\(piece)") }
      } _: { (base, _) async throws in
        var options = WebOptions.hasty
        options.limits.instanceBytes = 1 << 20
        let fault = try await webFault { try await retrieved(base, options: options) }
        #expect(fault.description.contains("1 MiB"), "\(fault)")
      }
    }
  }

  @Test func `that break off are lost, and those before them are there`() async throws {
    let files = try (0..<2).map { try Instances.file($0) }
    let keeper = Keeper()
    try await withWebServer { _, saying in
      try await saying.text(
        "HTTP/1.1 200 OK\r\nContent-Type: multipart/related; boundary=b\r\n"
          + "Content-Length: 1000000\r\n\r\n--b\r\n\r\n")
      try await saying.bytes(files[0])
      try await saying.text("\r\n--b\r\n\r\n")
      try await saying.bytes(Array(files[1].prefix(1000)))
      // What lies unread when a connection breaks off goes with it.
      for _ in 0..<1000 where keeper.dataSets.isEmpty {
        try await Task.sleep(for: .milliseconds(10))
      }
      throw NothingFailed()
    } _: { (base, _) async throws in
      let fault = try await webFault {
        try await WebClient.with(base, options: .hasty) {
          try await $0.retrieve(resource, into: keeper)
        }
      }
      #expect(fault.code == "connection-lost", "\(fault)")
      #expect(Array(keeper.dataSets.keys) == [Instances.uid(0)])
    }
  }

  @Test func `are asked for several at a time`() async throws {
    let wanted = (0..<12).map { n in
      InstanceFetcher.Instance(
        study: Instances.study, series: Instances.series, uid: Instances.uid(n), sopClass: "")
    }
    try await withWebServer { asked, saying in
      let number = Int(asked.path.split(separator: ".").last ?? "") ?? 0
      try await Task.sleep(for: .milliseconds(50))
      try await saying.parts("b", [try Instances.file(number)])
    } _: { (base, seen) async throws in
      let keeper = Keeper()
      try await WebClient.with(base, options: .hasty) {
        try await $0.retrieve(wanted, whole: false, into: keeper)
      }
      #expect(keeper.dataSets.count == 12 && seen.asked.count == 12)
      #expect((2...4).contains(seen.mostAtATime), "\(seen.mostAtATime) at a time")
    }
  }

  @Test func `with UIDs that would leave a folder do not`() async throws {
    let file = try Instances.file(0, uid: "../../1.2")
    try await withWebServer { _, saying in
      try await saying.parts("b", [file])
    } _: { (base, _) async throws in
      let folder = try TemporaryFolder()
      let fault = try await webFault {
        try await WebClient.with(base, options: .hasty) {
          try await $0.retrieve(resource, into: StoreFolder(folder.path("a/b")))
        }
      }
      #expect(fault.description.contains("no UID"))
      #expect(try folder.names.isEmpty)
    }
  }

  @Test func `have frames as bare streams, each with what it says of itself`() async throws {
    try await withWebServer { _, saying in
      let body =
        "--b\r\nContent-Type: image/jls; transfer-syntax=1.2.840.10008.1.2.4.80\r\n\r\nONE"
        + "\r\n--b\r\nContent-Type: application/octet-stream\r\n\r\nTWO\r\n--b--"
      try await saying.answer(
        "200 OK", ["Content-Type: multipart/related; boundary=b"], Array(body.utf8))
    } _: { (base, seen) async throws in
      var instance = resource
      instance.instance = "1.2"
      instance.frames = [1, 2]
      let wanted = instance
      let frames = try await WebClient.with(base, options: .hasty) { client in
        var frames: [String] = []
        try await client.frames(wanted, atMost: 100) { head, bytes in
          frames.append(
            "\(head.contentType?.essence ?? "") \(String(decoding: bytes, as: UTF8.self))")
        }
        return frames
      }
      #expect(frames == ["image/jls ONE", "application/octet-stream TWO"])
      #expect(seen.paths.first?.hasSuffix("/instances/1.2/frames/1,2") == true)
      let fault = try await webFault {
        try await WebClient.with(base, options: .hasty) {
          try await $0.frames(wanted, atMost: 2) { _, _ in }
        }
      }
      #expect(fault.description.contains("a frame"))
    }
  }
}
