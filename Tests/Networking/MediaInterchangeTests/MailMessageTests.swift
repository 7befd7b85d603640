import MediaInterchange
import TestSupport
import Testing

private func message(_ lines: String..., ending: String = "\r\n") -> [UInt8] {
  Array(lines.joined(separator: ending).utf8)
}

@Suite struct `Mail messages` {
  private func parts(_ bytes: [UInt8]) throws -> [MailMessage.Part] {
    try MailMessage(bytes, path: "a.eml").parts
  }

  @Test func `come back as they were written`() throws {
    var generator = SeededRandom(2)
    let contents = [0, 1, 2, 3, 56, 57, 58, 5000].map { count in
      (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
    let writer = MailWriter(boundary: "b")
    var bytes = writer.beginning(subject: "images")
    for (n, content) in contents.enumerated() {
      bytes += writer.head(type: "application/dicom", id: "DICOM/I\(n)", name: "I\(n).dcm")
      bytes += writer.lines(content[...])
    }
    bytes += writer.end
    let found = try parts(bytes)
    #expect(found.map(\.bytes) == contents)
    #expect(found.allSatisfy { $0.type == "application/dicom" })
    let lines = bytes.split(separator: 0x0A)
    #expect(lines.allSatisfy { $0.count <= 999 && $0.last == 0x0D })
    #expect(bytes.allSatisfy { $0 < 0x80 })
  }

  @Test func `are read with the ends of lines of every system, and parts in parts`() throws {
    for ending in ["\r\n", "\n"] {
      let found = try parts(
        message(
          "Received: from a", " by b", "MIME-Version: 1.0",
          "Content-Type: multipart/mixed;", " boundary=\"x y\"", "", "To be passed over", "--x y",
          "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable",
          "", "a=3D=", "b=C3=A4", "--x y", "Content-Type: multipart/related; boundary=z", "",
          "--z", "Content-Type: application/dicom", "Content-Transfer-Encoding: BASE64", "",
          " QUJD", "REU=", "--z", "", "plain", "--z--", "--x y--", "--x y", "", "no more",
          ending: ending))
      #expect(found.map(\.type) == ["text/plain", "application/dicom", nil])
      #expect(
        found.map { String(decoding: $0.bytes, as: UTF8.self) } == ["a=b\u{e4}", "ABCDE", "plain"])
    }
  }

  @Test func `that are none are refused`() {
    let head = ["MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b", ""]
    let wrong: [[UInt8]] = [
      [], message("hello"), message("From: a", "", "b"), [UInt8](repeating: 0, count: 1000),
      message(head[0], head[1], head[2], "no boundary"),
      message(head[0], head[1], head[2], "--b", "", "no end"),
      message(
        head[0], head[1], head[2], "--b", "Content-Transfer-Encoding: base64", "", "QUJDR", "--b--"),
      message(
        head[0], head[1], head[2], "--b", "Content-Transfer-Encoding: quoted-printable", "", "=ZZ",
        "--b--"),
      message(head[0], head[1], head[2], "--b", "Content-Transfer-Encoding: x", "", "a", "--b--"),
    ]
    for bytes in wrong { #expect(throws: MediaError.self) { try parts(bytes) } }
  }

  @Test func `in messages without end are refused`() {
    func level(_ boundary: String) -> String {
      "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\(boundary)\n\n--\(boundary)\n"
    }
    let names = (0..<1000).map { "b\($0)" }
    let ends = names.reversed().map { "\n--\($0)--\n" }
    let deep = names.map(level).joined() + "\nx" + ends.joined()
    #expect(throws: MediaError.self) { try parts(Array(deep.utf8)) }
    let many = level("b") + String(repeating: "\n\n--b\n", count: 100_000) + "\n\n--b--\n"
    #expect(throws: MediaError.self) { try parts(Array(many.utf8)) }
  }

  @Test func `of any bytes never trap`() {
    var generator = SeededRandom(9)
    for _ in 0..<2000 {
      var bytes = message(
        "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b", "", "--b",
        "Content-Transfer-Encoding: quoted-printable", "", "a=3Db", "--b", "", "c", "--b--")
      for _ in 0..<Int.random(in: 1..<8, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        bytes[place] = "\r\n-b:=3 \0".utf8.randomElement(using: &generator) ?? 0
      }
      _ = try? parts(bytes)
      _ = try? parts(Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &generator))))
    }
  }
}
