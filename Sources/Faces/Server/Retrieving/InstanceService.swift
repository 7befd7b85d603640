import Archive
import DICOMModel
import WebServices

/// Studies, series and instances as they are (WADO-RS, PS3.18 10.4).
struct InstanceService: Sendable {
  let archive: Archive
  private let known = LatestAnswers<ArchivedInstance>()

  init(archive: Archive) { self.archive = archive }

  /// In which syntax instances go out.
  enum Sending {
    /// As they are stored.
    case stored
    /// In Explicit VR Little Endian.
    case explicit
  }

  /// Answers with the instances of a resource.
  func answer(_ resource: ResourcePath, _ request: WebRequest) throws -> WebAnswer {
    let instances = try instances(of: resource)
    let offers = Self.offers(instances) + [InstanceZIP.type]
    guard let choice = Self.choice(request.accept, among: offers) else {
      throw ServiceFailure.notAcceptable(offers)
    }
    let sending = Self.sending(choice, instances)
    let tag = EntityTag("\(choice.offer.essence) \(sending)", of: instances).text
    let headers = [WebHeader("ETag", tag), WebHeader("Cache-Control", "private, no-cache")]
    if choice.offer == InstanceZIP.type {
      return try InstanceZIP.answer(instances, headers: headers)
    }
    guard choice.offer.type == "multipart" else {
      return WebAnswer(
        Self.type(of: instances[0], sending), pieces: [Self.piece(instances[0], sending)],
        headers: headers)
    }
    let base = "\(request.origin)\(DICOMwebService.base)"
    var writer = MultipartWriter(of: .dicom)
    let pieces = Self.parts(of: instances, sending, base: base, writer: &writer)
    return WebAnswer(
      writer.contentType, pieces: pieces + [.bytes(writer.tail)], headers: headers)
  }

  /// Instances as the parts of a body.
  static func parts(
    of instances: [ArchivedInstance], _ sending: Sending, base: String,
    writer: inout MultipartWriter
  ) -> [BodyPiece] {
    instances.flatMap { instance -> [BodyPiece] in
      let piece = piece(instance, sending)
      let head = writer.head(
        contentType: type(of: instance, sending), contentLength: piece.byteCount,
        location: base + instance.resource.path)
      return [.bytes(head), piece]
    }
  }

  private func instances(of resource: ResourcePath) throws -> [ArchivedInstance] {
    guard resource.instance != nil, let target = ArchiveTarget(resource) else {
      return try archive.instances(of: resource)
    }
    let generation = archive.generation
    if let instance = known[target, generation] { return [instance] }
    let instances = try archive.instances(of: resource)
    if instances.count == 1 { known.keep(instances[0], target: target, generation: generation) }
    return instances
  }

  /// What can be had, the standard's default first.
  static func offers(_ instances: [ArchivedInstance]) -> [MediaType] {
    var offers: [MediaType] = []
    let stored = Set(instances.map(\.sentSyntax)).sorted()
    let isConvertible = instances.allSatisfy(InstanceConversion.isPossible)
    var syntaxes: [String?] = isConvertible ? [MediaType.defaultTransferSyntax] : []
    if stored.count == 1, !syntaxes.contains(stored[0]) { syntaxes.append(stored[0]) }
    // What cannot be converted is given as it is to those who name no syntax.
    if !isConvertible { syntaxes.append(nil) }
    for syntax in syntaxes { offers.append(.related(.dicom, transferSyntax: syntax)) }
    if !isConvertible || stored.count > 1 {
      offers.append(.related(.dicom, transferSyntax: "*"))
    }
    guard instances.count == 1 else { return offers }
    for syntax in syntaxes {
      var type = MediaType.dicom
      type.parameters = syntax.map { [MediaType.Parameter("transfer-syntax", $0)] } ?? []
      offers.append(type)
    }
    return offers
  }

  /// Without any wish the default.
  static func choice(_ accept: AcceptList, among offers: [MediaType]) -> MediaChoice? {
    if accept.isEmpty { return offers.first.map { MediaChoice(offer: $0, wish: $0) } }
    return accept.choice(among: offers).map { MediaChoice(offer: $0.offer, wish: $0.wish) }
  }

  static func sending(
    _ choice: MediaChoice, _ instances: [ArchivedInstance]
  ) -> Sending {
    let syntax = choice.offer["transfer-syntax"]
    let wantsStored = choice.wish["transfer-syntax"] == "*" || syntax == nil || syntax == "*"
    return wantsStored || instances.allSatisfy { $0.sentSyntax == syntax } ? .stored : .explicit
  }

  private static func type(of instance: ArchivedInstance, _ sending: Sending) -> MediaType {
    let syntax =
      sending == .stored ? instance.sentSyntax : MediaType.defaultTransferSyntax
    var type = MediaType.dicom
    type.parameters = [MediaType.Parameter("transfer-syntax", syntax)]
    return type
  }

  static func piece(_ instance: ArchivedInstance, _ sending: Sending) -> BodyPiece {
    let isExplicit = instance.transferSyntax.uid == MediaType.defaultTransferSyntax
    if instance.isSentAsStored, sending == .stored || isExplicit {
      return .file(path: instance.path, range: 0..<instance.fileSize)
    }
    return .made {
      guard sending == .explicit || !instance.transferSyntax.isEncapsulated else {
        return try InstanceConversion.rewritten(instance)
      }
      return try InstanceConversion.file(instance)
    }
  }
}
