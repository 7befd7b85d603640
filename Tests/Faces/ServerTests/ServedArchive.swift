import Archive
import DICOMCoding
import DICOMModel
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import TestSupport

@testable import Server

extension ArchiveServer {
  /// Sends requests, and ends what works for the server.
  func used(
    as setup: TestingSetup = .live,
    _ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void
  ) async throws {
    let result: Result<Void, any Error>
    do {
      result = .success(try await application.test(setup) { try await body($0) })
    } catch {
      result = .failure(error)
    }
    await close()
    try result.get()
  }
}

/// An archive of small images behind a server.
struct ServedArchive {
  let folder: TemporaryFolder
  let archive: Archive
  private let options: ServerOptions

  /// Makes an archive of one study: a series of three images, and one of an image in two frames.
  init(_ change: (inout ServerOptions) -> Void = { _ in }, isReadOnly: Bool = false) throws {
    folder = try TemporaryFolder()
    for n in 1...3 {
      try folder.write(try Self.file(number: n), as: "in/\(n).dcm")
    }
    var options = ServerOptions()
    change(&options)
    archive = try Archive(
      folders: [folder.path("in")], store: isReadOnly ? nil : folder.path("store"),
      index: folder.path("index.sqlite"), awaitingDisk: true)
    try archive.scan()
    self.options = options
  }

  static let study = "1.2.3"
  static let series = "/dicom-web/studies/1.2.3/series/1.2.3.1"
  static func instance(_ number: Int) -> String { "\(series)/instances/1.2.3.1.\(number)" }

  /// Sends requests; what is rendered is given up where there is no connection, so it needs one.
  func use(
    overSockets: Bool = false,
    _ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void
  ) async throws {
    try await ArchiveServer(archive, options: options)
      .used(as: overSockets ? .live : .router, body)
  }

  /// The data set of an image of four by three, whose pixels are its number and what follows.
  static func dataSet(number: Int, study: String = study, name: String = "Doe^Jane") -> DataSet {
    var set = DataSet()
    set.set(.specificCharacterSet, string: "ISO_IR 192")
    set.set(.sopClassUID, string: "1.2.840.10008.5.1.4.1.1.2")
    set.set(.sopInstanceUID, string: "\(study).1.\(number)")
    set.set(.studyInstanceUID, string: study)
    set.set(.seriesInstanceUID, string: "\(study).1")
    set.set(.studyDate, string: "20260115")
    set.set(.modality, string: "CT")
    set.set(.patientName, string: name)
    set.set(.patientID, string: "4711")
    set.set(.instanceNumber, integer: number)
    set.set(.samplesPerPixel, integer: 1)
    set.set(.photometricInterpretation, string: "MONOCHROME2")
    set.set(.rows, integer: 3)
    set.set(.columns, integer: 4)
    set.set(.bitsAllocated, integer: 16)
    set.set(.bitsStored, integer: 16)
    set.set(.highBit, integer: 15)
    set.set(.pixelRepresentation, integer: 0)
    set.set(.pixelData, vr: .ow, integers: pixels(number))
    return set
  }

  static func pixels(_ number: Int) -> [Int] { (0..<12).map { $0 + 100 * number } }

  /// The pixels as bytes.
  static func pixelBytes(_ number: Int) -> [UInt8] {
    pixels(number).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
  }

  static func file(
    number: Int, study: String = study, name: String = "Doe^Jane",
    syntax: TransferSyntax = .explicitVRLittleEndian
  ) throws -> [UInt8] {
    var set = dataSet(number: number, study: study, name: name)
    if syntax.pixelByteOrder != syntax.byteOrder {
      set.set(.pixelData, vr: .ow, integers: pixels(number).map { $0 >> 8 | ($0 & 0xFF) << 8 })
    }
    return try Part10Writer().file(set, transferSyntax: syntax)
  }

  /// A body of several parts.
  static func parts(_ files: [[UInt8]], boundary: String = "xyz") -> ByteBuffer {
    var bytes: [UInt8] = []
    for file in files {
      bytes += Array("--\(boundary)\r\nContent-Type: application/dicom\r\n\r\n".utf8) + file
      bytes += Array("\r\n".utf8)
    }
    return ByteBuffer(bytes: bytes + Array("--\(boundary)--\r\n".utf8))
  }

  static let partsType: HTTPFields = [
    .contentType: "multipart/related; type=\"application/dicom\"; boundary=xyz"
  ]
}

extension TestClientProtocol {
  /// Asks for something.
  func get(_ path: String, _ headers: HTTPFields = [:]) async throws -> TestResponse {
    try await executeRequest(uri: path, method: .get, headers: headers, body: nil)
  }

  /// Stores something.
  func post(_ path: String, _ body: ByteBuffer, _ headers: HTTPFields) async throws -> TestResponse
  {
    try await executeRequest(uri: path, method: .post, headers: headers, body: body)
  }
}

extension TestResponse {
  var bytes: [UInt8] { Array(body.readableBytesView) }
  var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension Archive {
  /// Studies, series and instances.
  var sizes: [Int] {
    get throws {
      let found = try self.counts()
      return [found.studies, found.series, found.instances]
    }
  }
}
