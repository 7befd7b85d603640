import DICOMWebClient
import Hummingbird
import NIOCore
import WebServices

/// What goes to a service of DICOMweb and back as it is.
extension UpstreamService {
  /// What a search of a service of the web answers; nil where another protocol is spoken, or the client
  /// takes no JSON.
  func passedSearch(
    _ resource: ResourcePath, _ request: WebRequest, _ channel: any Channel
  ) async throws -> WebAnswer? {
    guard let web = upstream as? WebUpstream, case .json = try SearchService.form(request.accept)
    else { return nil }
    // What makes no sense need not be asked.
    _ = try QueryParameters(request.query)
    return try await dataSets(web, resource.path, request, channel)
  }

  /// Data sets in JSON, with addresses that lead here.
  private func dataSets(
    _ web: WebUpstream, _ path: String, _ request: WebRequest, _ channel: any Channel
  ) async throws -> WebAnswer {
    var headers = [WebHeader("Accept", MediaType.dicomJSON.description)]
    headers += request.headers.filter { $0.name.lowercased() == "if-none-match" }
    let asked = PassedRequest(
      method: "GET", path: path + Self.query(request), headers: headers)
    let base = request.origin + DICOMwebService.base
    return try await departures.whilePresent(channel) {
      let answer = try await web.client.pass(asked)
      let kept = Self.kept(answer.headers).filter { $0.name.lowercased() != "content-type" }
      switch answer.status {
      case 200:
        let bytes = Relocation.relocated(try await answer.bytes(), to: base)
        return WebAnswer("application/dicom+json", bytes: bytes, headers: kept)
      case 204, 304: return WebAnswer(status: answer.status, headers: kept)
      default: throw ServiceFailure(upstreamStatus: answer.status)
      }
    }
  }

  /// Instances, frames and long values, which go through as they come.
  func passed(
    _ web: WebUpstream, _ path: String, _ request: WebRequest, _ channel: any Channel
  ) async throws -> WebResponse {
    let fields = ["accept", "range", "if-range", "if-none-match"]
    let headers = request.headers.filter { fields.contains($0.name.lowercased()) }
    let asked = PassedRequest(
      method: request.method, path: path + Self.query(request, keepsAccept: true),
      headers: headers)
    let answer = try await departures.whilePresent(channel) {
      let answer = try await web.client.pass(asked)
      guard [400, 406, 500, 501].contains(answer.status), let plainer = Self.plainer(asked) else {
        return answer
      }
      return try await web.client.pass(plainer)
    }
    let isTold = (200..<300).contains(answer.status) || [304, 406, 416].contains(answer.status)
    guard isTold else { throw ServiceFailure(upstreamStatus: answer.status) }
    return WebResponse(
      status: answer.status, headers: Self.kept(answer.headers, withLength: true),
      isHead: request.method == "HEAD"
    ) { writer in
      for try await piece in answer.body { try await writer.write(piece) }
    }
  }

  /// Some services do not know the asterisk as a transfer syntax.
  private static func plainer(_ request: PassedRequest) -> PassedRequest? {
    var plainer = request
    plainer.headers = request.headers.map { header in
      guard header.name.lowercased() == "accept" else { return header }
      let value = ["; transfer-syntax=*", ";transfer-syntax=*", "; transfer-syntax=\"*\""]
        .reduce(header.value) { $0.replacing($1, with: "") }
      return WebHeader(header.name, value)
    }
    return plainer.headers == request.headers ? nil : plainer
  }

  /// Attributes of a service of the web in JSON; in XML they are made of the instances' own.
  func passedMetadata(
    _ web: WebUpstream, _ resource: ResourcePath, _ request: WebRequest, _ channel: any Channel
  ) async throws -> WebResponse {
    switch try SearchService.form(request.accept) {
    case .json:
      let answer = try await dataSets(web, resource.path, request, channel)
      return try WebResponse(answer.suited(to: request), isHead: request.method == "HEAD")
    case .xml:
      let dataSets = try await departures.whilePresent(channel) {
        try await web.client.metadata(of: resource)
      }
      let texts = dataSets.map { dataSet in
        var writer = XMLText()
        writer.write(dataSet)
        return writer.bytes
      }
      return try WebResponse(
        MetadataService.answer(texts, form: .xml), isHead: request.method == "HEAD")
    }
  }

  /// Long values lie wherever the service says; its paths below a study are taken as they are.
  func passedBulk(
    _ path: String, _ request: WebRequest, _ channel: any Channel
  ) async throws -> WebResponse {
    guard let web = upstream as? WebUpstream, Self.isPlain(path) else {
      throw ServiceFailure.notFound
    }
    return try await passed(web, path, request, channel)
  }

  /// A path below a study, of words without anything that leads elsewhere.
  private static func isPlain(_ path: String) -> Bool {
    let words = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    let isStudy = words.count > 2 && words.first == "studies"
    return isStudy && path.utf8.count < 4096
      && words.allSatisfy { word in
        !word.isEmpty
          && !word.allSatisfy { $0 == "." }
          && word.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
              || (0x61...0x7A).contains(byte) || "._-".utf8.contains(byte)
          }
      }
  }

  /// Instances that are stored go there as they come.
  func passedStore(
    _ web: WebUpstream, _ path: String, _ request: WebRequest, body: RequestBody,
    _ channel: any Channel
  ) async throws -> WebResponse {
    let fields = ["content-type", "accept"]
    let asked = PassedRequest(
      method: "POST", path: path,
      headers: request.headers.filter { fields.contains($0.name.lowercased()) })
    let count = request.header("content-length").flatMap { Int($0) }
    let limit = options.limits.bodyBytes
    guard count ?? 0 <= limit else { throw ServiceFailure.bodyTooLong }
    let bounded = BoundedBody(body: body, limit: limit)
    let base = request.origin + DICOMwebService.base
    let answer = try await departures.whilePresent(channel) {
      let answer = try await web.client.pass(asked, body: bounded, byteCount: count)
      guard ![401, 403, 407].contains(answer.status), answer.status < 500 else {
        throw ServiceFailure(upstreamStatus: answer.status)
      }
      let bytes = Relocation.relocated(try await answer.bytes(), to: base)
      return WebAnswer(
        status: answer.status, headers: Self.kept(answer.headers), body: .bytes(bytes))
    }
    return try WebResponse(answer, isHead: false)
  }

  private static func query(_ request: WebRequest, keepsAccept: Bool = false) -> String {
    let items = request.query.items.filter { keepsAccept || $0.name != "accept" }
    return items.isEmpty ? "" : "?\(QueryItems(items).text)"
  }

  /// The fields of an answer that are for who asked.
  private static func kept(_ headers: [WebHeader], withLength: Bool = false) -> [WebHeader] {
    let names = [
      "content-type", "etag", "last-modified", "content-range", "accept-ranges", "warning",
      "retry-after",
    ]
    return headers.filter { header in
      let name = header.name.lowercased()
      return names.contains(name) || withLength && name == "content-length"
    }
  }
}
