import Archive
import DICOMCoding
import DICOMModel
import Foundation
import HTTPTypes
import HummingbirdTesting
import ImageReading
import SeriesLoading
import TestSupport
import Testing
import WebServices

@testable import Server

@Suite struct `A server of DICOMweb` {
  @Test func `searches at every level, and says what it left out`() async throws {
    try await ServedArchive().use { client in
      let studies = try await client.get("/dicom-web/studies?PatientName=doe*&limit=5&color=blue")
      #expect(studies.status == .ok)
      #expect(studies.headers[.contentType] == "application/dicom+json")
      let found = try DICOMJSONReader.dataSets(studies.bytes)
      #expect(found.map { $0.uid(.studyInstanceUID) } == ["1.2.3"])
      #expect(studies.headers.text("Warning")?.contains("1 unknown parameters") == true)
      let instances = try await client.get("/dicom-web/instances?limit=2")
      #expect(try DICOMJSONReader.dataSets(instances.bytes).count == 2)
      #expect(instances.headers.text("Warning")?.contains("There are 1 additional") == true)
      #expect(try await client.get("/dicom-web/studies?PatientID=0").status == .noContent)
      #expect(try await client.get("/dicom-web/studies?limit=-1").status == .badRequest)
    }
  }

  @Test func `answers viewers' ways of asking for a frame with its very bytes`() async throws {
    try await ServedArchive().use { client in
      for accept in [
        "multipart/related; type=application/octet-stream; transfer-syntax=*",
        "multipart/related; type=\"application/octet-stream\"",
        "multipart/related;type=\"application/octet-stream;transfer-syntax=1.2.840.10008.1.2.1\"",
        "*/*", "multipart/related",
      ] {
        let answer = try await client.get(
          "\(ServedArchive.instance(2))/frames/1", [.accept: accept])
        #expect(answer.status == .ok, "\(accept)")
        let parts = try Self.parts(answer)
        #expect(parts.map(\.bytes) == [ServedArchive.pixelBytes(2)], "\(accept)")
        #expect(
          answer.text.contains(
            "Content-Type: application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1\r\n"))
      }
      let single = try await client.get(
        "\(ServedArchive.instance(2))/frames/1", [.accept: "application/octet-stream"])
      #expect(single.bytes == ServedArchive.pixelBytes(2))
      #expect(
        try await client.get("\(ServedArchive.instance(2))/frames/2", [.accept: "*/*"]).status
          == .notFound)
      #expect(
        try await client.get(
          "\(ServedArchive.instance(2))/frames/1", [.accept: "text/plain"]
        ).status
          == .notAcceptable)
    }
  }

  @Test func `gives instances byte for byte, whole and in parts`() async throws {
    try await ServedArchive().use { client in
      let file = try ServedArchive.file(number: 3)
      let path = ServedArchive.instance(3)
      let single = try await client.get(path, [.accept: "application/dicom"])
      #expect(single.bytes == file)
      #expect(single.headers[.contentLength] == "\(file.count)")
      let part = try await client.get(
        path, [.accept: "application/dicom", .range: "bytes=128-131"])
      #expect(part.status == .partialContent)
      #expect(part.text == "DICM")
      #expect(part.headers[.contentRange] == "bytes 128-131/\(file.count)")
      let outside = try await client.get(
        path, [.accept: "application/dicom", .range: "bytes=999999-"])
      #expect(outside.status == .rangeNotSatisfiable)
      let series = try await client.get(
        ServedArchive.series, [.accept: "multipart/related; type=\"application/dicom\""])
      #expect(try Self.parts(series).count == 3)
      let tag = try #require(single.headers[.eTag])
      let again = try await client.get(path, [.accept: "application/dicom", .ifNoneMatch: tag])
      #expect(again.status == .notModified)
      #expect(again.bytes.isEmpty)
      let head = try await client.executeRequest(
        uri: path, method: .head, headers: [.accept: "application/dicom"], body: nil)
      #expect(head.headers[.contentLength] == "\(file.count)")
      #expect(head.bytes.isEmpty)
    }
  }

  @Test(arguments: [
    TransferSyntax.implicitVRLittleEndian, .explicitVRBigEndian, .privateGEBigEndianPixels,
  ])
  func `never sends what the web does not know`(syntax: TransferSyntax) async throws {
    let served = try ServedArchive()
    try served.folder.write(
      try ServedArchive.file(number: 4, syntax: syntax), as: "in/4.dcm")
    try served.archive.scan()
    try await served.use { client in
      for wish in ["application/dicom", "application/dicom; transfer-syntax=*"] {
        let answer = try await client.get(ServedArchive.instance(4), [.accept: wish])
        let parsed = try Part10Reader().readWhole(answer.bytes)
        #expect(parsed.transferSyntax == .explicitVRLittleEndian)
        #expect(parsed.dataSet == ServedArchive.dataSet(number: 4))
      }
      let frame = try await client.get(
        "\(ServedArchive.instance(4))/frames/1", [.accept: "application/octet-stream"])
      #expect(frame.bytes == ServedArchive.pixelBytes(4))
    }
  }

  @Test func `gives attributes as JSON and XML, and where the pixels are`() async throws {
    try await ServedArchive().use { client in
      let both = "multipart/related; type=\"application/dicom+xml\", application/dicom+json"
      let json = try await client.get("\(ServedArchive.series)/metadata", [.accept: both])
      #expect(json.headers[.contentType] == "application/dicom+json")
      let sets = try DICOMJSONReader.dataSets(json.bytes)
      #expect(sets.map { $0.integer(.instanceNumber) } == [1, 2, 3])
      let location = "http://localhost\(ServedArchive.instance(1))/bulkdata/7FE00010"
      #expect(json.text.contains("\"BulkDataURI\":\"\(location)\""))
      let bulk = try await client.get(
        "\(ServedArchive.instance(1))/bulkdata/7FE00010", [.accept: "application/octet-stream"])
      #expect(bulk.bytes == ServedArchive.pixelBytes(1))
      let xml = try await client.get(
        "\(ServedArchive.instance(1))/metadata",
        [.accept: "multipart/related; type=\"application/dicom+xml\""])
      #expect(xml.text.contains("<FamilyName>Doe</FamilyName>"))
      let packed = try await client.get(
        "\(ServedArchive.series)/metadata", [.acceptEncoding: "br, gzip"])
      #expect(packed.headers[.contentEncoding] == "gzip")
      #expect(packed.bytes.count < json.bytes.count)
    }
  }

  @Test func `gives attributes from the index alone, of a series that nobody has read yet, too`()
    async throws
  {
    let served = try ServedArchive()
    try FileManager.default.removeItem(atPath: served.folder.path("in"))
    try await served.use { client in
      let metadata = try await client.get("\(ServedArchive.series)/metadata")
      let sets = try DICOMJSONReader.dataSets(metadata.bytes)
      #expect(sets.map { $0.integer(.instanceNumber) } == [1, 2, 3])
      #expect(sets.allSatisfy { $0.string(.patientName) == "Doe^Jane" })
      // What needs the files says that they are gone.
      let series = try await client.get(ServedArchive.series)
      #expect(series.status != .ok)
    }
  }

  @Test func `shows pictures at every level`() async throws {
    try await ServedArchive().use(overSockets: true) { client in
      let levels = [
        "/dicom-web/studies/1.2.3", ServedArchive.series, ServedArchive.instance(1),
        "\(ServedArchive.instance(1))/frames/1",
      ]
      for level in levels {
        for form in ["rendered", "thumbnail"] {
          for (type, start) in [
            ("image/jpeg", [0xFF, 0xD8]), ("image/png", [0x89, 0x50]),
            ("image/gif", [0x47, 0x49]),
          ] as [(String, [UInt8])] {
            let answer = try await client.get("\(level)/\(form)", [.accept: type])
            #expect(answer.status == .ok)
            #expect(answer.headers[.contentType] == type)
            #expect(answer.bytes.starts(with: start))
          }
        }
      }
      let wrong = [
        "viewport=0,5", "viewport=5", "window=1,2", "window=1,2,cubic", "quality=0",
        "annotation=", "iccprofile=yes",
      ]
      for query in wrong {
        let answer = try await client.get("\(ServedArchive.instance(1))/rendered?\(query)")
        #expect(answer.status == .badRequest, "\(query)")
      }
    }
  }

  @Test func `writes in letters of one size, however small the picture is`() async throws {
    try await ServedArchive().use(overSockets: true) { client in
      let path = "\(ServedArchive.instance(1))/rendered?viewport=256,192"
      var pictures: [ReadImage] = []
      for path in [path, path + "&annotation=technique"] {
        let answer = try await client.get(path, [.accept: "image/png"])
        pictures.append(try #require(ReadImage(png: answer.bytes)))
      }
      #expect(pictures.allSatisfy { $0.width == 256 && $0.height == 192 })
      let ink = zip(pictures[0].brightness, pictures[1].brightness).filter { $0.0 != $0.1 }
      #expect(ink.count > 100 && ink.count < 256 * 192 / 5, "\(ink.count)")
      let beside = try await client.get(
        "\(ServedArchive.instance(1))/rendered?viewport=256,192,9,9")
      #expect(beside.status == .badRequest && beside.text.contains("outside of the picture"))
    }
  }

  @Test func `answers the older service`() async throws {
    try await ServedArchive().use(overSockets: true) { client in
      let uids = "requestType=WADO&studyUID=1.2.3&seriesUID=1.2.3.1&objectUID=1.2.3.1.1"
      let image = try await client.get("/wado?\(uids)")
      #expect(image.headers[.contentType] == "image/jpeg")
      let object = try await client.get("/wado?\(uids)&contentType=application%2Fdicom")
      #expect(object.bytes == (try ServedArchive.file(number: 1)))
      #expect(try await client.get("/wado?requestType=WADO&studyUID=1.2.3").status == .badRequest)
    }
  }

  private struct Part {
    var bytes: [UInt8] = []
  }

  private static func parts(_ answer: TestResponse) throws -> [Part] {
    let type = try #require(answer.headers[.contentType].flatMap { MediaType($0) })
    var reader = MultipartReader(boundary: type["boundary"])
    reader.feed(answer.bytes)
    var parts: [Part] = []
    while let event = try reader.next() {
      switch event {
      case .head: parts.append(Part())
      case .bytes(let bytes): parts[parts.count - 1].bytes += bytes
      case .end: break
      }
    }
    try reader.finish()
    return parts
  }
}

extension `A server of DICOMweb` {
  @Test func `gives a series as a ZIP file of its instances`() async throws {
    let folder = try TemporaryFolder()
    try await ServedArchive().use { client in
      let answer = try await client.get(ServedArchive.series, [.accept: "application/zip"])
      #expect(answer.status == .ok)
      #expect(answer.headers[.contentType] == "application/zip")
      let path = try folder.write(answer.bytes, as: "series.zip")
      let report = try VolumeLoader().scan([path])
      #expect(report.filesRead == 3)
      let other = try await client.get(ServedArchive.series, [.accept: "application/pdf"])
      #expect(other.status == .notAcceptable)
      #expect(other.text.contains("application/zip"))
    }
  }

  @Test(arguments: ["6", "9"])
  func `names presentation states, which it does not show`(kind: String) async throws {
    let folder = try TemporaryFolder()
    var state = DataSet()
    state.set(.sopClassUID, string: "1.2.840.10008.5.1.4.1.1.11.\(kind)")
    state.set(.sopInstanceUID, string: "1.2.3.9.1")
    state.set(.studyInstanceUID, string: "1.2.3")
    state.set(.seriesInstanceUID, string: "1.2.3.9")
    state.set(.modality, string: "PR")
    let file = try Part10Writer().file(state, transferSyntax: .explicitVRLittleEndian)
    try folder.write(file, as: "in/state.dcm")
    let archive = try Archive(
      folders: [folder.path("in")], store: nil, index: folder.path("index.sqlite"))
    try archive.scan()
    try await ArchiveServer(archive).used { client in
      for form in ["rendered", "thumbnail", "renderedmpr", "rendered3d"] {
        let answer = try await client.get(
          "/dicom-web/studies/1.2.3/series/1.2.3.9/instances/1.2.3.9.1/\(form)")
        #expect(answer.status == .notImplemented, "\(form)")
        #expect(answer.text.contains("Volumetric Presentation State"))
      }
    }
  }

  /// What viewers of others send, as their own issues quote it.
  @Test(arguments: [
    // OHIF and its client: lists with and without quotation marks, wildcards behind.
    ("/metadata", "application/dicom+json", "application/dicom+json"),
    ("/metadata", "application/json", "application/dicom+json"),
    (
      "/metadata", "multipart/related; type=\"application/dicom+xml\", application/dicom+json, */*",
      "application/dicom+json"
    ),
    (
      "/instances/1.2.3.1.1/frames/1",
      "multipart/related; type=application/octet-stream; transfer-syntax=*", "multipart/related"
    ),
    (
      "/instances/1.2.3.1.1/frames/1",
      "multipart/related; type=\"image/jls\"; transfer-syntax=1.2.840.10008.1.2.4.80, "
        + "multipart/related; type=application/octet-stream; transfer-syntax=*",
      "multipart/related"
    ),
    (
      "/instances/1.2.3.1.1/frames/1",
      "multipart/related;type=\"application/octet-stream\";transfer-syntax=1.2.840.10008.1.2.1,"
        + "multipart/related;type=\"application/octet-stream\"", "multipart/related"
    ),
    ("/instances/1.2.3.1.1/rendered", "image/jpeg,*/*;q=0.9", "image/jpeg"),
    ("/thumbnail", "image/png, image/*;q=0.8, */*;q=0.5", "image/png"),
    // Weasis: whole series, in the syntax in which they are stored.
    ("", "multipart/related; type=\"application/dicom\"; transfer-syntax=*", "multipart/related"),
    (
      "", "multipart/related;type=application/dicom;transfer-syntax=*;q=0.9, */*;q=0.1",
      "multipart/related"
    ),
    ("/metadata", "application/dicom+json; charset=utf-8", "application/dicom+json"),
    // Clients of Microsoft's service: single parts, and the syntax without quotation marks.
    (
      "/instances/1.2.3.1.1", "application/dicom; transfer-syntax=*", "application/dicom"
    ),
    (
      "/instances/1.2.3.1.1/frames/1", "application/octet-stream; transfer-syntax=*",
      "application/octet-stream"
    ),
    (
      "/instances/1.2.3.1.1/frames/1",
      "multipart/related; type=\"application/octet-stream\"; transfer-syntax=1.2.840.10008.1.2.1",
      "multipart/related"
    ),
  ])
  func `answers what others' viewers ask for`(
    path: String, accept: String, type: String
  ) async throws {
    try await ServedArchive().use(overSockets: true) { client in
      let answer = try await client.get("\(ServedArchive.series)\(path)", [.accept: accept])
      #expect(answer.status == .ok)
      #expect(answer.headers[.contentType]?.hasPrefix(type) == true)
    }
  }
}

extension HTTPFields {
  fileprivate func text(_ name: String) -> String? {
    HTTPField.Name(name).flatMap { self[$0] }
  }
}
