import Archive
import WebServices
import WorkScheduling

/// Single objects by a query alone (WADO-URI, PS3.18 chapter 9), brought into the form of the newer service.
struct WadoURIService: Sendable {
  let instances: InstanceService
  let images: RenderedImageService

  /// Answers a request.
  func answer(_ request: WebRequest, context: WorkContext) throws -> WebAnswer {
    let query = request.query
    let resource = try Self.target(query)
    let types = (query["contentType"] ?? request.header("accept") ?? "image/jpeg")
    let accept = AcceptList(header: types)
    if query["presentationUID"] != nil || query["presentationSeriesUID"] != nil {
      throw ServiceFailure(
        501, code: "presentation-state", message: "presentation states are not applied")
    }
    if query["anonymize"] == "yes" {
      throw ServiceFailure(
        501, code: "not-implemented", message: "objects are not de-identified on the way out")
    }
    let wantsObject = accept.entries.first?.mediaType.essence == "application/dicom"
    guard !wantsObject else {
      return try instances.answer(resource, Self.objectRequest(request))
    }
    return try picture(resource, request, types: types, context: context)
  }

  /// The instance that a request names.
  ///
  /// - Throws: `WebServiceError`.
  static func target(_ query: QueryItems) throws -> ResourcePath {
    guard query["requestType"] == "WADO" else { throw wrong("requestType", "it is WADO") }
    return try ResourcePath(
      "/studies/\(try uid("studyUID", query))/series/\(try uid("seriesUID", query))"
        + "/instances/\(try uid("objectUID", query))")
  }

  private static func objectRequest(_ request: WebRequest) -> WebRequest {
    var inner = request
    let syntax = request.query["transferSyntax"]
    let type = "application/dicom" + (syntax.map { "; transfer-syntax=\($0)" } ?? "")
    inner.headers.removeAll { $0.name.lowercased() == "accept" }
    inner.headers.append(WebHeader("Accept", type))
    inner.query = QueryItems()
    return inner
  }

  private func picture(
    _ resource: ResourcePath, _ request: WebRequest, types: String, context: WorkContext
  ) throws -> WebAnswer {
    var resource = resource
    resource.subject = .form(.rendered)
    let query = request.query
    if let frame = query["frameNumber"] {
      guard let number = Int(frame), number >= 1 else {
        throw Self.wrong("frameNumber", "it is a number from 1")
      }
      resource.frames = [number]
    }
    var inner = request
    inner.headers.removeAll { $0.name.lowercased() == "accept" }
    inner.headers.append(WebHeader("Accept", types))
    inner.query = QueryItems(try Self.parameters(query))
    return try images.answer(resource, inner, context: context)
  }

  /// The same wishes in the words of the newer service.
  private static func parameters(_ query: QueryItems) throws -> [QueryItems.Item] {
    var items: [QueryItems.Item] = []
    switch (query["windowCenter"], query["windowWidth"]) {
    case (let center?, let width?):
      items.append(QueryItems.Item("window", "\(center),\(width),linear"))
    case (nil, nil): break
    default: throw wrong("windowCenter", "it belongs to windowWidth")
    }
    if query["rows"] != nil || query["columns"] != nil {
      let most = "\(RenderedParameter.longestSide)"
      items.append(
        QueryItems.Item("viewport", "\(query["columns"] ?? most),\(query["rows"] ?? most)"))
    }
    if let quality = query["imageQuality"] { items.append(QueryItems.Item("quality", quality)) }
    if let annotation = query["imageAnnotation"] {
      items.append(QueryItems.Item("annotation", annotation))
    }
    if query["region"] != nil {
      throw ServiceFailure(
        501, code: "not-implemented", message: "a part of an image is asked for with viewport")
    }
    return items
  }

  private static func uid(_ name: String, _ query: QueryItems) throws -> String {
    guard let uid = query[name], !uid.isEmpty,
      uid.utf8.allSatisfy({ $0 == 0x2E || (0x30...0x39).contains($0) })
    else { throw wrong(name, "it is a UID, and needed") }
    return uid
  }

  private static func wrong(_ name: String, _ why: String) -> WebServiceError {
    WebServiceError(.badParameter(name, why))
  }
}
