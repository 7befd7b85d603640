import TestSupport
import Testing
import WebServices

/// A part as a test sees it.
private struct Part: Hashable {
  var head: PartHead
  var bytes: [UInt8] = []
  var isWhole = false
}

/// Everything in a body that comes in pieces of a size.
private func parts(
  of body: some Sequence<UInt8>, boundary: String?, size: Int = .max,
  limits: MultipartLimits = MultipartLimits()
) throws(WebServiceError) -> [Part] {
  var reader = MultipartReader(boundary: boundary, limits: limits)
  var parts: [Part] = []
  var rest = Array(body)[...]
  while !rest.isEmpty {
    reader.feed(rest.prefix(size))
    rest = rest.dropFirst(size)
    while let event = try reader.next() {
      switch event {
      case .head(let head): parts.append(Part(head: head))
      case .bytes(let bytes): parts[parts.count - 1].bytes += bytes
      case .end: parts[parts.count - 1].isWhole = true
      }
    }
  }
  try reader.finish()
  return parts
}

private func body(_ lines: String...) -> [UInt8] { Array(lines.joined(separator: "\r\n").utf8) }

@Suite struct `Bodies of several parts` {
  @Test func `come back as they were written, in pieces of every size`() throws {
    var generator = SeededRandom(3)
    var writer = MultipartWriter(of: .dicom, boundary: "b")
    let contents: [[UInt8]] = [
      [], Array("\r\n--".utf8), Array("\r\n--a\r\n\r\n-".utf8), [0x0D], [0x0D, 0x0A],
      (0..<300).map { _ in [0x0D, 0x0A, 0x2D, 0x41].randomElement(using: &generator) ?? 0 },
    ]
    var bytes: [UInt8] = []
    for (n, content) in contents.enumerated() {
      bytes += writer.head(
        contentType: .dicom, contentLength: n % 2 == 0 ? content.count : nil, location: "/\(n)")
      bytes += content
    }
    bytes += writer.tail
    for size in Array(1...40) + [1000] {
      let parts = try parts(of: bytes, boundary: "b", size: size)
      #expect(parts.map(\.bytes) == contents, "pieces of \(size)")
      #expect(parts.allSatisfy { $0.isWhole && $0.head.contentType == .dicom })
      #expect(parts.map(\.head.location) == contents.indices.map { "/\($0)" })
    }
  }

  @Test func `have the exact bytes that clients look for`() {
    var writer = MultipartWriter(of: .octetStream, boundary: "xyz")
    let head = writer.head(
      contentType: MediaType("image/jls"), contentLength: 3,
      others: [WebHeader("X-Two\r\nLines", "a\r\n\r\nb")])
    #expect(
      String(decoding: head, as: UTF8.self)
        == "--xyz\r\nContent-Type: image/jls\r\nContent-Length: 3\r\nX-TwoLines: ab\r\n\r\n")
    #expect(String(decoding: writer.tail, as: UTF8.self) == "\r\n--xyz--\r\n")
    #expect(
      writer.contentType.description
        == "multipart/related; type=\"application/octet-stream\"; boundary=xyz")
  }

  @Test func `have another boundary every time`() {
    let boundaries = Set((0..<1000).map { _ in MultipartWriter.randomBoundary() })
    #expect(boundaries.count == 1000)
    #expect(boundaries.allSatisfy { $0.utf8.count <= 70 })
  }

  @Test func `show their boundary themselves where nobody names it`() throws {
    let bytes = body("", "--what a boundary \t", "A: b", "", "1", "--what a boundary--", "")
    let parts = try parts(of: bytes, boundary: nil, size: 3)
    #expect(parts.map(\.bytes) == [[0x31]])
    #expect(parts[0].head.headers == [WebHeader("A", "b")])
  }

  @Test func `may have something before and behind, and parts without heads`() throws {
    let bytes = body("Hello", "--b", "", "1", "--b  ", "", "2", "--b--", "--b", "", "3", "--b--")
    for size in [1, 2, 1000] {
      #expect(try parts(of: bytes, boundary: "b", size: size).map(\.bytes) == [[0x31], [0x32]])
    }
  }

  @Test func `may have heads on several lines, ended in either way`() throws {
    let bytes = Array("--b\nContent-Type:\n application/dicom\nX : y\r\n\n1\r\n--b--".utf8)
    let part = try #require(try parts(of: bytes, boundary: "b").first)
    #expect(part.head.contentType == .dicom && part.head.headers["x"] == "y")
    #expect(part.bytes == [0x31])
  }

  @Test func `leak nothing from one part into another`() throws {
    let bytes = body(
      "--b", "Content-Type: application/dicom; transfer-syntax=1.2", "Content-Length: 2",
      "Content-Location: /1", "", "11", "--b", "Content-Type: application/dicom", "", "222",
      "--b--")
    let parts = try parts(of: bytes, boundary: "b", size: 5)
    #expect(parts[1].head.headers == [WebHeader("Content-Type", "application/dicom")])
    #expect(parts[1].head.contentLength == nil && parts[1].head.location == nil)
    #expect(parts[1].bytes == [0x32, 0x32, 0x32])
  }

  @Test func `that are damaged are refused`() {
    let damaged: [(String, [UInt8])] = [
      ("its boundary does not come", body("", "hello", "--c", "")),
      ("its boundary does not come", []),
      ("it ends within part 1", body("--b", "A: b")),
      ("it ends within part 1", body("--b", "", "1234")),
      ("it ends within part 2", body("--b", "", "1", "--b", "", "2", "--")),
      ("a boundary is followed by something", body("--bc", "", "1", "--bc--")),
      ("part 1 does not have the 4 bytes", body("--b", "Content-Length: 4", "", "1", "--b--")),
      ("part 1 does not have the 1 bytes", body("--b", "Content-Length: 1", "", "12", "--b--")),
      ("a length below 0", body("--b", "Content-Length: -1", "", "12", "--b--")),
    ]
    for (why, bytes) in damaged {
      for size in [1, 1000] {
        let error = #expect(throws: WebServiceError.self) {
          try parts(of: bytes, boundary: "b", size: size)
        }
        #expect(error?.description.contains(why) == true, "\(why): \(error as Any)")
      }
    }
    let nameless = #expect(throws: WebServiceError.self) {
      try parts(of: body("1", "--b--"), boundary: nil)
    }
    #expect(nameless?.description.contains("does not begin with a boundary") == true)
  }

  @Test func `that are too long somewhere are refused before they are held`() {
    let limits = MultipartLimits(parts: 2, headerBytes: 64, partBytes: 100, preambleBytes: 50)
    let long = String(repeating: "x", count: 200)
    let bodies = [
      body(long, "--b", "", "1", "--b--"), body("--b", "A: \(long)", "", "1", "--b--"),
      body("--b", "", long, "--b--"), body("--b", "Content-Length: 101", "", "1", "--b--"),
      body("--b", "", "1", "--b", "", "1", "--b", "", "1", "--b--"), body("--\(long)\(long)"),
      body("--b" + String(repeating: " ", count: 300), "", "1", "--b--"),
    ]
    for bytes in bodies {
      for size in [1, 10, 10_000] {
        #expect(throws: WebServiceError.self) {
          try parts(
            of: bytes, boundary: bytes.starts(with: "--x".utf8) ? nil : "b", size: size,
            limits: limits)
        }
      }
    }
  }

  @Test func `of any bytes never trap, and hold no more than what was fed last`() {
    var generator = SeededRandom(11)
    for round in 0..<3000 {
      var bytes = body("--b", "Content-Length: 3", "", "123", "--b", "", "", "--b--")
      for _ in 0..<Int.random(in: 1..<6, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        bytes[place] = "\r\n-b:1\0 ".utf8.randomElement(using: &generator) ?? 0
      }
      let size = Int.random(in: 1..<12, using: &generator)
      let found = try? parts(of: bytes, boundary: round % 2 == 0 ? "b" : nil, size: size)
      #expect(found?.allSatisfy { $0.isWhole } != false)
    }
  }
}
