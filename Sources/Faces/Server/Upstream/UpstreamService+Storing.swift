import DICOMCoding
import DICOMModel
import DICOMNetwork
import Hummingbird
import Locks
import MessageExchange
import NIOCore
import SeriesLoading
import WebServices

/// Storing: through to a service of the web; to a node some instances at a time (C-STORE).
extension UpstreamService {
  /// Passes on what is to be stored, unless nothing is.
  func store(
    _ request: WebRequest, body: RequestBody, _ channel: any Channel
  ) async throws -> WebResponse {
    let resource = try ResourcePath(request.path.dropFirst(DICOMwebService.base.utf8.count))
    let isAll = resource.study == nil && resource.subject == .list(.studies)
    let isOne = resource.study != nil && resource.series == nil && resource.subject == .itself
    guard isAll || isOne else { throw ServerRoutes.notAllowed("GET, HEAD, OPTIONS") }
    guard !options.isReadOnly else {
      throw ServiceFailure(403, code: "read-only", message: "this server takes nothing")
    }
    if let web = upstream as? WebUpstream {
      return try await passedStore(web, resource.path, request, body: body, channel)
    }
    guard let node = upstream as? NodeUpstream else { throw ServiceFailure.notFound }
    let form = try SearchService.form(request.accept)
    let type = request.header("content-type").flatMap { MediaType($0) }
    guard type?.essence == "multipart/related", let boundary = type?["boundary"] else {
      throw StoreSession.otherType
    }
    var session = NodeStoring(
      node: node, study: resource.study, base: "\(request.origin)\(DICOMwebService.base)",
      reader: MultipartReader(boundary: boundary, limits: MultipartLimits()))
    for try await buffer in BoundedBody(body: body, limit: options.limits.bodyBytes) {
      try await session.take(buffer.readableBytesView)
    }
    let response = try await session.finish()
    return try WebResponse(StoreService.answer(response, form: form), isHead: false)
  }
}

/// Instances of one request on their way to a node.
struct NodeStoring {
  private let node: NodeUpstream
  private let study: String?
  private let base: String
  private var reader: MultipartReader
  private var part: [UInt8] = []
  private var waiting: [Waiting] = []
  private var response = StoreResponse()

  private struct Waiting {
    let file: MemoryFile
    let item: StoreUser.Item
    let resource: ResourcePath
    let sopClass: String
  }

  /// Instances that are held before they go, and bytes of them.
  private static let most = 64
  private static let mostBytes = 256 << 20
  /// Bytes of an instance.
  private static let longest = 2 << 30

  init(node: NodeUpstream, study: String?, base: String, reader: MultipartReader) {
    self.node = node
    self.study = study
    self.base = base
    self.reader = reader
  }

  mutating func take(_ bytes: some Collection<UInt8>) async throws {
    reader.feed(bytes)
    while let event = try reader.next() {
      switch event {
      case .head: part = []
      case .bytes(let bytes):
        guard part.count + bytes.count <= Self.longest else { throw ServiceFailure.bodyTooLong }
        part += bytes
      case .end: try await endPart()
      }
    }
  }

  mutating func finish() async throws -> StoreResponse {
    try reader.finish()
    try await send()
    let isEmpty = response.stored.isEmpty && response.failed.isEmpty && response.others.isEmpty
    guard !isEmpty else {
      throw ServiceFailure(400, code: "no-instances", message: "the request holds no instances")
    }
    if let study { response.retrieveURL = base + ResourcePath(study: study).path }
    return response
  }

  private mutating func endPart() async throws {
    let file = try MemoryFile()
    _ = try file.append(part)
    part = []
    guard let item = try StoreUser.item(path: file.path),
      let object = try? ObjectFile(path: file.path),
      let study = object.parsed.dataSet.uid(.studyInstanceUID)
    else {
      response.others.append(0xC000)
      return
    }
    let sopClass = object.parsed.dataSet.uid(.sopClassUID) ?? ""
    guard self.study ?? study == study else {
      response.failed.append(
        StoreResponse.Failed(sopClass: sopClass, sopInstance: item.sopInstance, reason: 0xA900))
      return
    }
    waiting.append(
      Waiting(
        file: file, item: item,
        resource: ResourcePath(
          study: study, series: object.parsed.dataSet.uid(.seriesInstanceUID),
          instance: item.sopInstance), sopClass: sopClass))
    let bytes = waiting.reduce(0) { $0 + $1.file.count }
    if waiting.count >= Self.most || bytes > Self.mostBytes { try await send() }
  }

  private mutating func send() async throws {
    guard !waiting.isEmpty else { return }
    let answers = Locked<[String: StoreUser.Answer]>([:])
    try await StoreUser(options: node.options).send(waiting.map(\.item), to: node.peer) { answer in
      answers.withLock { $0[answer.path] = answer }
    }
    for instance in waiting {
      let answer = answers.withLock { $0[instance.item.path] }
      let uid = instance.item.sopInstance
      guard let answer, answer.isStored else {
        let reason = answer?.status.map { Int($0.code) } ?? 0xC122
        response.failed.append(
          StoreResponse.Failed(sopClass: instance.sopClass, sopInstance: uid, reason: reason))
        continue
      }
      response.stored.append(
        StoreResponse.Stored(
          sopClass: instance.sopClass, sopInstance: uid,
          retrieveURL: base + instance.resource.path))
    }
    waiting = []
  }
}
