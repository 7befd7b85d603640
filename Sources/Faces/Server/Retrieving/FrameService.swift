import Archive
import DICOMModel
import WebServices
import WorkScheduling

/// Frames (WADO-RS, PS3.18 10.4.1.1.5): each a part of its own, compressed ones as bare streams.
struct FrameService: Sendable {
  let archive: Archive
  private let known = LatestAnswers<StoredFrames>()

  init(archive: Archive) { self.archive = archive }

  /// Answers with the frames of an instance, or with all of them if the path names none.
  func answer(_ resource: ResourcePath, _ request: WebRequest) throws -> WebAnswer {
    let frames = try frames(of: resource)
    let numbers = resource.frames.isEmpty ? Array(1...frames.count) : resource.frames
    let offers = Self.offers(frames, isSingle: numbers.count == 1)
    guard let choice = InstanceService.choice(request.accept, among: offers) else {
      throw ServiceFailure.notAcceptable(offers)
    }
    let isStored = Self.isStored(choice, frames)
    let syntax =
      isStored && frames.isCompressed
      ? frames.instance.transferSyntax.uid : MediaType.defaultTransferSyntax
    var type = choice.offer
    if let inner = choice.offer["type"].flatMap({ MediaType($0) }) { type = inner }
    type.parameters = [MediaType.Parameter("transfer-syntax", syntax)]
    let headers = [
      WebHeader(
        "ETag", EntityTag("frames \(numbers) \(choice.offer) \(syntax)", of: [frames.instance]).text),
      WebHeader("Cache-Control", "private, no-cache"),
    ]
    guard choice.offer.type == "multipart" else {
      return WebAnswer(
        type, pieces: try pieces(numbers[0], of: frames, isStored: isStored), headers: headers)
    }
    let base = "\(request.origin)\(DICOMwebService.base)"
    var writer = MultipartWriter(of: MediaType(type.essence as String) ?? .octetStream)
    var body: [BodyPiece] = []
    for number in numbers {
      let pieces = try pieces(number, of: frames, isStored: isStored)
      let counts = pieces.compactMap(\.byteCount)
      var location = frames.instance.resource
      location.frames = [number]
      body.append(
        .bytes(
          writer.head(
            contentType: type,
            contentLength: counts.count == pieces.count ? counts.reduce(0, +) : nil,
            location: base + location.path)))
      body += pieces
    }
    return WebAnswer(writer.contentType, pieces: body + [.bytes(writer.tail)], headers: headers)
  }

  private func frames(of resource: ResourcePath) throws -> StoredFrames {
    guard let target = ArchiveTarget(resource), target.instance != nil else {
      throw ServiceFailure.notFound
    }
    let generation = archive.generation
    if let frames = known[target, generation] { return frames }
    guard let instance = try archive.instances(of: target).first,
      let attributes = try archive.attributes(of: instance)
    else { throw ServiceFailure.notFound }
    let frames = try StoredFrames(instance, attributes: attributes)
    // An instance of very many frames is found anew; its list would be long.
    if frames.count < 10_000 { known.keep(frames, target: target, generation: generation) }
    return frames
  }

  private func pieces(
    _ number: Int, of frames: StoredFrames, isStored: Bool
  ) throws -> [BodyPiece] {
    let pieces = try frames.pieces(ofFrame: number)
    guard frames.isCompressed, !isStored else { return pieces }
    return [
      .made { try Decompression.frame(number, of: frames, context: WorkContext(workers: 1)) }
    ]
  }

  // MARK: Offers

  private static func offers(_ frames: StoredFrames, isSingle: Bool) -> [MediaType] {
    let stored = frames.instance.transferSyntax
    var types: [(MediaType, String?)] = []
    let explicit = MediaType.defaultTransferSyntax
    guard frames.isCompressed else {
      return withParts([(.octetStream, explicit)], isSingle: isSingle)
    }
    if Decompression.isLossless(stored) { types.append((.octetStream, explicit)) }
    if let image = FrameMediaType.of(stored) {
      types.append((image, stored.uid))
      // Who asks for an image names the kind, and leaves it to its name which syntax that is.
      types.append((image, nil))
      if let older = FrameMediaType.older(stored) { types.append((older, nil)) }
    }
    types.append((.octetStream, stored.uid))
    if !Decompression.isLossless(stored) { types.append((.octetStream, nil)) }
    return withParts(types, isSingle: isSingle)
  }

  private static func withParts(
    _ types: [(type: MediaType, syntax: String?)], isSingle: Bool
  ) -> [MediaType] {
    let related = types.map { MediaType.related($0.type, transferSyntax: $0.syntax) }
    guard isSingle else { return related }
    return related
      + types.map { type, syntax in
        var single = type
        single.parameters = syntax.map { [MediaType.Parameter("transfer-syntax", $0)] } ?? []
        return single
      }
  }

  private static func isStored(_ choice: MediaChoice, _ frames: StoredFrames) -> Bool {
    guard frames.isCompressed else { return true }
    if choice.wish["transfer-syntax"] == "*" { return true }
    return choice.offer["transfer-syntax"] != MediaType.defaultTransferSyntax
  }
}

/// The media types of compressed frames (PS3.18 Tables 8.7.3-2 and 8.7.3-3).
enum FrameMediaType {
  /// The type of frames in a syntax; nil if the standard has none.
  static func of(_ syntax: TransferSyntax) -> MediaType? {
    switch syntax {
    case .jpegBaseline, .jpegExtended, .jpegLossless, .jpegLosslessSV1: MediaType("image/jpeg")
    case .rleLossless: MediaType("image/dicom-rle")
    case .jpegLSLossless, .jpegLSNearLossless: MediaType("image/jls")
    case .jpeg2000Lossless, .jpeg2000: MediaType("image/jp2")
    case .htj2kLossless, .htj2kLosslessRPCL, .htj2k: MediaType("image/jphc")
    default: nil
    }
  }

  /// What older clients call it.
  static func older(_ syntax: TransferSyntax) -> MediaType? {
    switch syntax {
    case .rleLossless: MediaType("image/x-dicom-rle")
    case .jpegLSLossless, .jpegLSNearLossless: MediaType("image/x-jls")
    default: nil
    }
  }
}
