import TestSupport
import Testing
import WebServices

@Suite struct `Media types` {
  @Test(arguments: [
    "multipart/related; type=\"application/dicom\"; transfer-syntax=*",
    "multipart/related; type=application/dicom; transfer-syntax=*",
    "Multipart/Related;TYPE=application/dicom;Transfer-Syntax=\"*\"",
    "  multipart/related ; type = \"application/dicom\" ; transfer-syntax = * ; ",
    "multipart/related; type=\"application/dicom; transfer-syntax=*\"",
    "multipart/related; type=\"application/dicom\";; transfer-syntax=*; x",
  ]) func `mean the same in every spelling that clients have`(text: String) throws {
    let type = try #require(MediaType(text))
    #expect(type.essence == "multipart/related")
    #expect(type["type"] == "application/dicom")
    #expect(type["transfer-syntax"] == "*")
  }

  @Test func `are written with quotes around the type`() {
    #expect(
      MediaType.related(.dicom, transferSyntax: "1.2.840.10008.1.2.1").description
        == "multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.1")
    var type = MediaType.dicomJSON
    type.parameters = [MediaType.Parameter("Name", "a \"b\" \\")]
    #expect(type.description == #"application/dicom+json; name="a \"b\" \\""#)
    #expect(MediaType(type.description) == type)
  }

  @Test(arguments: ["", ";", "dicom", "a/b/c", "/b", "a/", "a b/c", "\"a/b\"", ";a/b=c/d/e"])
  func `have a type and a subtype`(text: String) { #expect(MediaType(text) == nil) }

  @Test func `survive quotes that do not end, and any bytes`() {
    #expect(MediaType("a/b; c=\"d; e=f")?["c"] == "d; e=f")
    var generator = SeededRandom(7)
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 0..<60, using: &generator)).map { _ in
        "a/;=\"\\, *\t\u{e9}".utf8.randomElement(using: &generator) ?? 0
      }
      let text = String(decoding: bytes, as: UTF8.self)
      if let type = MediaType(text) { #expect(MediaType(type.description) == type, "\(text)") }
      _ = AcceptList(header: text)
    }
  }
}

@Suite struct `Lists of what a client takes` {
  private let offers = [
    MediaType.related(.dicom), MediaType.dicom, MediaType.dicomJSON,
    MediaType.related(.octetStream, transferSyntax: "1.2.840.10008.1.2.1"),
    MediaType.related(.octetStream, transferSyntax: "1.2.840.10008.1.2.4.80"),
  ]

  private func chosen(_ header: String?, parameter: String? = nil) -> Int? {
    AcceptList(header: header, parameter: parameter).choice(among: offers)
      .flatMap { offers.firstIndex(of: $0.offer) }
  }

  @Test func `are fulfilled by the first offer for the best wish`() {
    #expect(chosen("*/*") == 0)
    #expect(chosen("application/*") == 1)
    #expect(chosen("application/dicom+json, application/json") == 2)
    #expect(chosen("application/json;q=1, application/dicom+json;q=0.1, */*;q=0") == 2)
    #expect(chosen("application/dicom;q=0.2, application/dicom+json;q=0.9") == 2)
    #expect(chosen("image/png") == nil && chosen("") == nil && chosen(nil) == nil)
  }

  @Test func `name a type that is refused with quality 0`() {
    #expect(chosen("*/*, multipart/related;q=0") == 1)
    #expect(chosen("application/dicom;q=0") == nil)
  }

  @Test func `have the parameter before the header`() {
    #expect(chosen("application/dicom", parameter: "application/dicom+json;q=0.1") == 2)
    #expect(chosen("application/dicom", parameter: "image/png") == 1)
  }

  @Test func `take mixed types, types without quotes and transfer syntaxes anywhere`() {
    #expect(chosen("multipart/related; type=application/octet-stream; transfer-syntax=*") == 3)
    #expect(
      chosen(
        "multipart/related; type=\"application/octet-stream\"; transfer-syntax=1.2.840.10008.1.2.4.80"
      )
        == 4)
    #expect(
      chosen(
        "multipart/related; type=\"application/octet-stream;transfer-syntax=1.2.840.10008.1.2.4.80\""
      )
        == 4)
    // No transfer syntax means the default one.
    #expect(chosen("multipart/related; type=\"application/octet-stream\"") == 3)
    #expect(
      chosen("multipart/related; type=\"application/octet-stream\"; transfer-syntax=1.2") == nil)
    #expect(
      chosen("application/dicom+json, multipart/related; type=application/dicom+xml, */*;q=0.01")
        == 2)
    #expect(chosen("multipart/related; type=\"image/jls\", multipart/related; type=\"*/*\"") == 0)
  }

  @Test func `pass over what is no media type, and keep the order of equals`() {
    let list = AcceptList(header: "nonsense, a/b;q=x, c/d;q=5, ,e/f; q=-1, g/h;q=nan")
    #expect(list.entries.map(\.mediaType.essence) == ["a/b", "c/d", "g/h", "e/f"])
    #expect(list.entries.map(\.quality) == [1, 1, 1, 0])
  }

  @Test func `are bounded`() {
    let long = Array(repeating: "a/b", count: 10_000).joined(separator: ",")
    #expect(AcceptList(header: long).entries.count == 64)
  }
}
