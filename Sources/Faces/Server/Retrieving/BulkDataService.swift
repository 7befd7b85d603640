import Archive
import DICOMCoding
import DICOMModel
import WebServices

/// Long values (WADO-RS, PS3.18 10.4.1.1.6).
struct BulkDataService: Sendable {
  let archive: Archive
  let frames: FrameService

  /// Answers with a long value of an instance, or with all of them of a resource.
  func answer(
    _ resource: ResourcePath, path: [String], _ request: WebRequest
  ) throws -> WebAnswer {
    let instances = try archive.instances(of: resource)
    guard let word = path.first else { return try all(instances, request) }
    guard path.count == 1, resource.instance != nil, word.utf8.count == 8,
      let number = UInt32(word, radix: 16)
    else { throw ServiceFailure.notFound }
    return try value(Tag(rawValue: number), of: instances[0], request)
  }

  private func value(
    _ tag: Tag, of instance: ArchivedInstance, _ request: WebRequest
  ) throws -> WebAnswer {
    if let pixels = instance.pixelData, pixels.tag == tag, pixels.length == nil {
      return try frames.answer(instance.resource, request)
    }
    let piece = try Self.piece(tag, of: instance)
    let offers = [MediaType.related(.octetStream), .octetStream]
    guard let choice = InstanceService.choice(request.accept, among: offers) else {
      throw ServiceFailure.notAcceptable(offers)
    }
    let headers = [WebHeader("ETag", EntityTag("\(tag)", of: [instance]).text)]
    guard choice.offer.type == "multipart" else {
      return WebAnswer(.octetStream, pieces: [piece], headers: headers)
    }
    var writer = MultipartWriter(of: .octetStream)
    let head = writer.head(contentType: .octetStream, contentLength: piece.byteCount)
    return WebAnswer(
      writer.contentType, pieces: [.bytes(head), piece, .bytes(writer.tail)], headers: headers)
  }

  /// All long values of some instances, each a part.
  private func all(_ instances: [ArchivedInstance], _ request: WebRequest) throws -> WebAnswer {
    let offers = [MediaType.related(.octetStream)]
    guard InstanceService.choice(request.accept, among: offers) != nil else {
      throw ServiceFailure.notAcceptable(offers)
    }
    let base = "\(request.origin)\(DICOMwebService.base)"
    var writer = MultipartWriter(of: .octetStream)
    var pieces: [BodyPiece] = []
    for instance in instances {
      for attribute in instance.bulk {
        let isPixels = attribute.tag == instance.pixelData?.tag
        // Compressed pixels are no single value: their frames are asked for.
        if isPixels, instance.pixelData?.length == nil { continue }
        var location = instance.resource
        location.subject = .bulkData([attribute.tag.digits])
        pieces.append(
          .bytes(
            writer.head(contentType: .octetStream, location: base + location.path)))
        pieces.append(try Self.piece(attribute.tag, of: instance))
      }
    }
    return WebAnswer(writer.contentType, pieces: pieces + [.bytes(writer.tail)])
  }

  /// A value as little words: a part of the file where it lies there so.
  private static func piece(_ tag: Tag, of instance: ArchivedInstance) throws -> BodyPiece {
    let isDeflated = instance.transferSyntax.isDeflated
    if let pixels = instance.pixelData, pixels.tag == tag, let length = pixels.length, !isDeflated,
      pixels.byteOrder == .littleEndian
    {
      let end = pixels.offset + length
      guard end <= instance.fileSize else { throw FrameLayout.noImage }
      return .file(path: instance.path, range: pixels.offset..<end)
    }
    guard instance.bulk.contains(where: { $0.tag == tag }) else { throw ServiceFailure.notFound }
    return .made {
      let file = try Part10Reader().readWhole(InstanceConversion.file(instance))
      guard let value = file.dataSet.bytes(tag) else { throw ServiceFailure.notFound }
      return Array(value)
    }
  }
}

extension Tag {
  /// The tag as eight digits of base 16.
  var digits: String {
    let text = String(rawValue, radix: 16, uppercase: true)
    return String(repeating: "0", count: 8 - text.count) + text
  }
}
