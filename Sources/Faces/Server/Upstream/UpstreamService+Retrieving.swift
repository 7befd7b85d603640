import Archive
import DICOMNetwork
import Hummingbird
import NIOCore
import NIOPosix
import WebServices

/// Retrieving: through from a service of the web; from a node instances come some at a time, and go on
/// at once.
extension UpstreamService {
  /// Answers with what is stored, or with a part or another form of it.
  func retrieve(
    _ resource: ResourcePath, _ request: WebRequest, _ channel: any Channel
  ) async throws -> WebResponse {
    if let web = upstream as? WebUpstream {
      guard case .form(.metadata) = resource.subject else {
        return try await passed(web, resource.path, request, channel)
      }
      return try await passedMetadata(web, resource, request, channel)
    }
    let target = ResourcePath(
      study: resource.study, series: resource.series, instance: resource.instance)
    guard resource.instance == nil else {
      return try await borrowing(target, request, channel) { borrowed, _ in
        try DICOMwebService(archive: borrowed.archive).answer(resource, request)
      }
    }
    let groups = try await groups(of: target, channel)
    switch resource.subject {
    case .form(.metadata): return try await metadata(groups, request, channel)
    case .itself: return try await instances(groups, request, channel)
    default:
      throw ServiceFailure(
        501, code: "not-implemented",
        message: "long values are fetched instance by instance from the archive behind this server")
    }
  }

  /// As many instances as are held at a time.
  private static var held: Int { 16 }

  /// The instances of a study or series, in groups that are held at a time.
  private func groups(
    of target: ResourcePath, _ channel: any Channel
  ) async throws -> [InstanceGroup] {
    let upstream = upstream
    let listed = try await departures.whilePresent(channel) {
      try await upstream.instances(of: target)
    }
    guard let study = target.study, !listed.isEmpty else { throw ServiceFailure.notFound }
    return stride(from: 0, to: listed.count, by: Self.held).map { start in
      let some = listed[start..<min(start + Self.held, listed.count)]
      return InstanceGroup(study: study, instances: Array(some))
    }
  }

  private func borrowed(
    _ group: InstanceGroup, _ channel: any Channel
  ) async throws -> BorrowedInstances {
    let upstream = upstream
    return try await departures.whilePresent(channel) {
      try await BorrowedInstances.of(group, from: upstream)
    }
  }

  private func metadata(
    _ groups: [InstanceGroup], _ request: WebRequest, _ channel: any Channel
  ) async throws -> WebResponse {
    let form = try SearchService.form(request.accept)
    let base = "\(request.origin)\(DICOMwebService.base)"
    var texts: [[UInt8]] = []
    for group in groups {
      let borrowed = try await borrowed(group, channel)
      texts += try await pool.runIfActive {
        let archive = borrowed.archive
        return try MetadataService(archive: archive).texts(
          of: archive.instances(of: ResourcePath(study: group.study)), form: form, base: base)
      }
    }
    let answer = MetadataService.answer(texts, form: form)
    return try WebResponse(answer.suited(to: request), isHead: request.method == "HEAD")
  }

  /// Instances as they come, in the syntax that the client wants.
  private func instances(
    _ groups: [InstanceGroup], _ request: WebRequest, _ channel: any Channel
  ) async throws -> WebResponse {
    let accept = request.accept
    let base = "\(request.origin)\(DICOMwebService.base)"
    let first = try await pieces(of: groups[0], accept: accept, channel)
    let writer = MultipartWriter(of: .dicom)
    let isHead = request.method == "HEAD"
    let type = WebHeader("Content-Type", writer.contentType.description)
    return WebResponse(status: 200, headers: [type], isHead: isHead) { out in
      var parts = writer
      for (n, group) in groups.enumerated() {
        let now = n == 0 ? first : try await pieces(of: group, accept: accept, channel)
        let pieces = InstanceService.parts(
          of: now.instances, now.sending, base: base, writer: &parts)
        var chunks = PieceChunks(pieces)
        while let (chunk, next) = try await read(chunks) {
          chunks = next
          try await out.write(ByteBuffer(bytes: chunk))
        }
        withExtendedLifetime(now.borrowed) {}
      }
      try await out.write(ByteBuffer(bytes: parts.tail))
    }
  }

  private struct Pieces: Sendable {
    let borrowed: BorrowedInstances
    let instances: [ArchivedInstance]
    let sending: InstanceService.Sending
  }

  private func pieces(
    of group: InstanceGroup, accept: AcceptList, _ channel: any Channel
  ) async throws -> Pieces {
    let borrowed = try await borrowed(group, channel)
    return try await pool.runIfActive {
      let instances = try borrowed.archive.instances(of: ResourcePath(study: group.study))
      let offers = InstanceService.offers(instances).filter { $0.type == "multipart" }
      guard let choice = InstanceService.choice(accept, among: offers) else {
        throw ServiceFailure.notAcceptable(offers)
      }
      return Pieces(
        borrowed: borrowed, instances: instances,
        sending: InstanceService.sending(choice, instances))
    }
  }

  /// The next piece of a body, and what is left then; nil behind the last.
  private func read(_ chunks: PieceChunks) async throws -> ([UInt8], PieceChunks)? {
    try await pool.runIfActive {
      var chunks = chunks
      return try chunks.next().map { ($0, chunks) }
    }
  }
}

/// Some instances of a study.
struct InstanceGroup: Sendable {
  let study: String
  let instances: [ListedInstance]

  /// As those who fetch have them.
  var fetched: [InstanceFetcher.Instance] {
    instances.map {
      InstanceFetcher.Instance(
        study: study, series: $0.series, uid: $0.uid, sopClass: $0.sopClass)
    }
  }
}
