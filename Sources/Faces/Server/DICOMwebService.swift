import Archive
import WebServices

/// The services of DICOMweb over an archive: requests in, answers out, nothing of sockets.
struct DICOMwebService: Sendable {
  /// Where the service begins.
  static let base = "/dicom-web"

  private let searches: SearchService
  let instances: InstanceService
  private let metadata: MetadataService
  private let frames: FrameService
  private let bulk: BulkDataService

  init(archive: Archive) {
    searches = SearchService(archive: archive)
    instances = InstanceService(archive: archive)
    metadata = MetadataService(archive: archive)
    frames = FrameService(archive: archive)
    bulk = BulkDataService(archive: archive, frames: frames)
  }

  /// Answers a request to read.
  ///
  /// - Parameters:
  ///   - resource: What it is about.
  ///   - request: The request.
  /// - Returns: The answer.
  /// - Throws: What becomes a ``ServiceFailure``.
  func answer(_ resource: ResourcePath, _ request: WebRequest) throws -> WebAnswer {
    switch resource.subject {
    case .list(let level): return try searches.answer(level, in: resource, request)
    case .itself:
      guard resource.study != nil else { throw ServiceFailure.notFound }
      return resource.frames.isEmpty
        ? try instances.answer(resource, request) : try frames.answer(resource, request)
    case .form(.metadata): return try metadata.answer(resource, request)
    case .form(.pixelData): return try bulk.answer(resource, path: ["7FE00010"], request)
    case .bulkData(let path): return try bulk.answer(resource, path: path, request)
    // Pictures are made by others, off the threads that read.
    case .form(.rendered), .form(.thumbnail), .form(.renderedMPR), .form(.rendered3D), .form(.info):
      throw ServiceFailure.notFound
    }
  }
}
