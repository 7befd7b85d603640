import Archive
import Hummingbird
import Locks
import NIOPosix
import WebServices

/// Takes instances (STOW-RS, PS3.18 10.5).
struct StoreService: Sendable {
  let archive: Archive
  let pool: NIOThreadPool
  let limits: ServerLimits
  private let held: HeldBytes

  init(archive: Archive, pool: NIOThreadPool, limits: ServerLimits) {
    self.archive = archive
    self.pool = pool
    self.limits = limits
    held = HeldBytes(limit: limits.apartBytes)
  }

  /// Stores what a request holds, as it comes.
  func answer(
    study: String?, _ request: WebRequest, body: RequestBody
  ) async throws -> WebAnswer {
    let form = try SearchService.form(request.accept)
    let type = request.header("content-type").flatMap { MediaType($0) }
    let session = Locked(
      try StoreSession(
        archive, study: study, contentType: type, holding: held,
        base: "\(request.origin)\(DICOMwebService.base)"))
    for try await buffer in BoundedBody(body: body, limit: limits.bodyBytes) {
      try await pool.runIfActive {
        try session.withLock { try $0.take(buffer.readableBytesView) }
      }
    }
    let response = try await pool.runIfActive { try session.withLock { try $0.finish() } }
    guard !response.stored.isEmpty || !response.failed.isEmpty || !response.others.isEmpty else {
      throw ServiceFailure(400, code: "no-instances", message: "the request holds no instances")
    }
    return Self.answer(response, form: form)
  }

  static func answer(_ response: StoreResponse, form: SearchService.Form) -> WebAnswer {
    var answer: WebAnswer
    switch form {
    case .json:
      var writer = JSONText()
      writer.write(response.dataSet)
      answer = WebAnswer("application/dicom+json", bytes: writer.bytes)
    case .xml:
      var writer = XMLText()
      writer.write(response.dataSet)
      answer = WebAnswer("application/dicom+xml", bytes: writer.bytes)
    }
    answer.status = response.status
    return answer
  }
}
