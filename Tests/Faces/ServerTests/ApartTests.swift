import DICOMCoding
import DICOMModel
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing
import WebServices

@testable import Archive
@testable import Server

/// Attributes in JSON, and long values as parts behind them (PS3.18 8.6.1.2.2).
@Suite struct `Instances whose attributes and values come apart` {
  private struct Part {
    var type: String
    var location: String?
    var bytes: [UInt8]
  }

  private static let type = form("json")

  private static func form(_ form: String) -> HTTPFields {
    [.contentType: "multipart/related; type=\"application/dicom+\(form)\"; boundary=xyz"]
  }

  private static func body(_ parts: [Part]) -> ByteBuffer {
    var bytes: [UInt8] = []
    for part in parts {
      let location = part.location.map { "Content-Location: \($0)\r\n" } ?? ""
      bytes += Array("--xyz\r\nContent-Type: \(part.type)\r\n\(location)\r\n".utf8)
      bytes += part.bytes + Array("\r\n".utf8)
    }
    return ByteBuffer(bytes: bytes + Array("--xyz--\r\n".utf8))
  }

  private static func attributes(_ dataSets: [DataSet], pixelsAt places: [String]) throws -> Part {
    let texts = try zip(dataSets, places).map { dataSet, place in
      var dataSet = dataSet
      dataSet.remove(.pixelData)
      let json = String(decoding: try JSONEncoder().encode(DICOMJSON(dataSet)), as: UTF8.self)
      return "\(json.dropLast()),\"7FE00010\":{\"vr\":\"OW\",\"BulkDataURI\":\"\(place)\"}}"
    }
    return Part(
      type: "application/dicom+json", bytes: Array("[\(texts.joined(separator: ","))]".utf8))
  }

  private static func octets(_ bytes: [UInt8], _ location: String) -> Part {
    Part(type: "application/octet-stream", location: location, bytes: bytes)
  }

  private static func send(
    _ parts: [Part], study: String = "", to served: ServedArchive,
    _ check: @escaping @Sendable (Int, StoreResponse) throws -> Void
  ) async throws {
    let body = body(parts)
    try await served.use { client in
      let answer = try await client.post("/dicom-web/studies\(study)", body, type)
      let said = try DICOMJSONReader.dataSets(answer.bytes)
      try check(Int(answer.status.code), StoreResponse(try #require(said.first)))
    }
  }

  /// The one file in the store.
  private static func file(_ served: ServedArchive, _ number: Int) throws -> ParsedFile {
    let path = "store/1.2.3/1.2.3.1/1.2.3.1.\(number).dcm"
    return try Part10Reader().readWhole(try served.folder.bytes(path))
  }

  @Test func `are kept as files of what was sent`() async throws {
    let served = try ServedArchive()
    let sets = [7, 8].map { ServedArchive.dataSet(number: $0, name: "Yamada^Tarou=山田^太郎") }
    let parts = [
      try Self.attributes(sets, pixelsAt: ["http://x/bulk/7", "bulk/8"]),
      Self.octets(ServedArchive.pixelBytes(8), "bulk/8"),
      Self.octets(ServedArchive.pixelBytes(7), "http://x/bulk/7"),
    ]
    try await Self.send(parts, to: served) { status, response in
      #expect(status == 200)
      #expect(response.stored.map(\.sopInstance) == ["1.2.3.1.8", "1.2.3.1.7"])
      #expect(response.failed.isEmpty && response.others.isEmpty)
    }
    for (number, set) in zip([7, 8], sets) {
      let file = try Self.file(served, number)
      #expect(file.transferSyntax == .explicitVRLittleEndian)
      #expect(file.dataSet == set)
    }
    try await served.use { client in
      let frame = try await client.get(
        "\(ServedArchive.instance(7))/frames/1", [.accept: "application/octet-stream"])
      #expect(frame.bytes == ServedArchive.pixelBytes(7))
    }
  }

  @Test func `are taken in XML, too`() async throws {
    let served = try ServedArchive()
    let sets = [7, 8].map { ServedArchive.dataSet(number: $0, name: "Yamada^Tarou=山田^太郎") }
    let parts = sets.map { set in
      var attributes = set
      attributes.remove(.pixelData)
      var text = XMLText()
      let pixels = BulkAttribute(tag: .pixelData, vr: .ow)
      text.write(
        attributes, bulk: [pixels], location: "http://x/\(set.integer(.instanceNumber) ?? 0)/")
      return Part(type: "application/dicom+xml", bytes: text.bytes)
    }
    let values = [8, 7].map { Self.octets(ServedArchive.pixelBytes($0), "http://x/\($0)/7FE00010") }
    try await served.use { client in
      let answer = try await client.post(
        "/dicom-web/studies", Self.body(parts + values), Self.form("xml"))
      #expect(answer.status == .ok)
      let damaged = try await client.post(
        "/dicom-web/studies",
        Self.body([Part(type: "application/dicom+xml", bytes: Array("<a/>".utf8))]),
        Self.form("xml"))
      #expect(damaged.status == .badRequest && damaged.text.contains("xml-damaged"))
    }
    for (number, set) in zip([7, 8], sets) {
      #expect(try Self.file(served, number).dataSet == set)
    }
  }

  @Test func `may have values in items, in line, or none that are apart`() async throws {
    let served = try ServedArchive()
    let set = ServedArchive.dataSet(number: 7)
    var json = String(decoding: try JSONEncoder().encode(DICOMJSON(set)), as: UTF8.self)
    json =
      "\(json.dropLast()),\"54000100\":{\"vr\":\"SQ\",\"Value\":[{},"
      + "{\"54001010\":{\"vr\":\"OW\",\"BulkDataURI\":\"w\"}}]}}"
    let parts = [
      Part(type: "application/dicom+json", bytes: Array(json.utf8)),
      Self.octets([1, 2, 3, 4], "w"),
    ]
    try await Self.send(parts, to: served) { status, _ in #expect(status == 200) }
    let stored = try Self.file(served, 7).dataSet
    let items = try #require(stored.items(Tag(0x5400, 0x0100)))
    #expect(
      items.count == 2 && items[1].bytes(Tag(0x5400, 0x1010)).map(Array.init) == [1, 2, 3, 4])
    #expect(stored.bytes(.pixelData).map(Array.init) == ServedArchive.pixelBytes(7))
  }

  /// A run-length coded frame of twelve words: two segments of literal bytes.
  private static let rle: [UInt8] = {
    let high = [11] + [UInt8](repeating: 1, count: 12)
    let low = [11] + (0..<12).map { UInt8($0) }
    let words = [2, 64, 64 + high.count + 1] + [Int](repeating: 0, count: 13)
    return words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }
      + high + [0] + low + [0]
  }()

  @Test func `have compressed frames each as a part, in the order of the frames`() async throws {
    let served = try ServedArchive()
    var set = ServedArchive.dataSet(number: 7)
    set.set(.numberOfFrames, integer: 2)
    let frame = { (location: String) in
      Part(
        type: "image/dicom-rle; transfer-syntax=1.2.840.10008.1.2.5", location: location,
        bytes: Self.rle)
    }
    let parts = [
      try Self.attributes([set], pixelsAt: ["b/1"]), frame("b/1/frames/1"), frame("b/1/frames/2"),
    ]
    try await Self.send(parts, to: served) { status, _ in #expect(status == 200) }
    let file = try Self.file(served, 7)
    #expect(file.transferSyntax == .rleLossless)
    let value = Array(try #require(file.dataSet.bytes(.pixelData)))
    let pixels = try EncapsulatedPixelData(parsing: value[...])
    #expect(pixels.fragments.map { Array(value[$0]) } == [Self.rle, Self.rle])
    try await served.use { client in
      let words: [UInt8] = (0..<12).flatMap { [$0, 1] }
      let answer = try await client.get(
        "\(ServedArchive.instance(7))/frames/2", [.accept: "application/octet-stream"])
      #expect(answer.bytes == words)
      // What is decompressed can be had in parts, and its length be asked for.
      let octets: HTTPFields = [.accept: "application/octet-stream", .range: "bytes=2-5"]
      let part = try await client.get("\(ServedArchive.instance(7))/frames/2", octets)
      #expect(part.status == .partialContent && part.bytes == Array(words[2..<6]))
      for form in ["/frames/2", ""] {
        let kind = form.isEmpty ? "application/dicom" : "application/octet-stream"
        let path = "\(ServedArchive.instance(7))\(form)"
        let whole = try await client.get(path, [.accept: kind])
        let head = try await client.executeRequest(
          uri: path, method: .head, headers: [.accept: kind], body: nil)
        #expect(head.headers[.contentLength] == "\(whole.bytes.count)")
      }
    }
  }

  @Test(arguments: [
    ("image/jls", ["grey12.jls"], TransferSyntax.jpegLSLossless),
    ("image/jls", ["grey12-near.jls"], .jpegLSNearLossless),
    ("image/jls", ["grey12.jls", "grey12-near.jls"], .jpegLSNearLossless),
    ("image/jpeg", ["grey12-sv1.jpg"], .jpegLosslessSV1),
    ("image/jpeg", ["grey12-sv7.jpg"], .jpegLossless),
    ("image/jp2", ["grey12.j2k"], .jpeg2000Lossless),
    ("image/jph", ["grey12-htj2k-lossy.j2k"], .htj2k),
    // What is said counts, unless it is not so.
    ("image/jls; transfer-syntax=1.2.840.10008.1.2.4.81", ["grey12.jls"], .jpegLSNearLossless),
    ("image/jls; transfer-syntax=1.2.840.10008.1.2.4.80", ["grey12-near.jls"], nil),
    ("image/jpeg; transfer-syntax=1.2.840.10008.1.2.4.70", ["grey12-sv7.jpg"], nil),
  ])
  func `have the syntax that their streams tell`(
    type: String, files: [String], syntax: TransferSyntax?
  ) async throws {
    let served = try ServedArchive()
    var set = ServedArchive.dataSet(number: 7)
    set.set(.numberOfFrames, integer: files.count)
    let frames = try files.map { file in
      Part(
        type: type, location: "7",
        bytes: try Array(Data(contentsOf: Repository.fixtures.appending(path: "codecs/\(file)"))))
    }
    let parts = [try Self.attributes([set], pixelsAt: ["7"])] + frames
    try await Self.send(parts, to: served) { status, _ in
      #expect(status == (syntax == nil ? 409 : 200))
    }
    if let syntax { #expect(try Self.file(served, 7).transferSyntax == syntax) }
  }

  @Test(arguments: [
    // Of other lengths than the attributes say, or not at all.
    [(Self.octetType, ServedArchive.pixelBytes(7) + [0, 0])],
    [(Self.octetType, Array(ServedArchive.pixelBytes(7).dropLast(2)))], [],
    // What their type does not say, or nobody knows.
    [("image/jpeg", Self.rle)],
    [("image/dicom-rle; transfer-syntax=1.2.840.10008.1.2.4.50", Self.rle)],
    [("image/dicom-rle", ServedArchive.pixelBytes(7))], [("video/mp4", Self.rle)],
    [("application/octet-stream; transfer-syntax=1.2.840.10008.1.2.5", Self.rle)],
  ])
  func `fail for themselves where values do not fit`(values: [(String, [UInt8])]) async throws {
    let served = try ServedArchive()
    let sets = [7, 8].map { ServedArchive.dataSet(number: $0) }
    let parts =
      [try Self.attributes(sets, pixelsAt: ["7", "8"])]
      + values.map { Part(type: $0.0, location: "7", bytes: $0.1) }
      + [Self.octets(ServedArchive.pixelBytes(8), "8")]
    try await Self.send(parts, to: served) { status, response in
      #expect(status == 202)
      #expect(response.stored.map(\.sopInstance) == ["1.2.3.1.8"])
      #expect(response.failed.map(\.sopInstance) == ["1.2.3.1.7"])
      #expect(response.failed.map(\.reason) == [0xC000])
    }
    #expect(try served.archive.sizes == [1, 1, 4])
  }

  private static let octetType = "application/octet-stream"

  @Test func `fail where attributes are none, and values are nobody's`() async throws {
    let set = ServedArchive.dataSet(number: 7)
    let good = String(decoding: try JSONEncoder().encode(DICOMJSON(set)), as: UTF8.self)
    let wrong = good.replacing(
      #""00280010":{"#, with: #""00280034":{"vr":"US","Value":["x"]},"00280010":{"#)
    #expect(wrong != good)
    let other = ServedArchive.dataSet(number: 8, study: "1.2.9")
    let foreign = String(decoding: try JSONEncoder().encode(DICOMJSON(other)), as: UTF8.self)
    let parts = [
      Part(type: "application/dicom+json", bytes: Array("[\(wrong),{},\(foreign)]".utf8)),
      Self.octets([1, 2], "nowhere"),
    ]
    let served = try ServedArchive()
    try await Self.send(parts, study: "/1.2.3", to: served) { status, response in
      #expect(status == 409)
      #expect(response.failed.map(\.reason) == [0xC000, 0xA900])
      #expect(response.others == [0xC000, 0xC000])
    }
    try await served.use { client in
      for text in ["{", "[1]", "\"a\"", "[[]]"] {
        let answer = try await client.post(
          "/dicom-web/studies",
          Self.body([Part(type: "application/dicom+json", bytes: Array(text.utf8))]), Self.type)
        #expect(answer.status == .badRequest && answer.text.contains("json-damaged"), "\(text)")
      }
    }
    #expect(try served.archive.sizes == [1, 1, 3])
  }

  @Test func `take no more memory than there is for them`() async throws {
    let held = HeldBytes(limit: 100)
    var first: HeldBytes.Share? = HeldBytes.Share(of: held)
    let second = HeldBytes.Share(of: held)
    try first?.take(60)
    #expect(throws: ServiceFailure.self) { try second.take(50) }
    try second.take(40)
    #expect((try? first?.take(1)) == nil)
    second.give(back: 40)
    try first?.take(40)
    #expect((try? first?.take(1)) == nil)
    first = nil
    try second.take(100)
    let set = ServedArchive.dataSet(number: 7)
    let attributes = try Self.attributes([set], pixelsAt: ["7"])
    #expect(attributes.bytes.count * 25 < 40_000)
    for count in [10_000, 40_000] {
      let body = Self.body([attributes, Self.octets([UInt8](repeating: 1, count: count), "7")])
      try await ServedArchive { $0.limits.apartBytes = 40_000 }.use { client in
        let answer = try await client.post("/dicom-web/studies", body, Self.type)
        #expect(answer.status == (count < 20_000 ? .conflict : .contentTooLarge))
      }
    }
  }
}
