public import DICOMModel
public import WebServices

extension WebClient {
  /// Searches (QIDO-RS): page after page, until there is none, since servers have bounds of their own.
  ///
  /// - Parameters:
  ///   - resource: A list: all studies, the series of a study.
  ///   - parameters: What has to match, and what is wanted; its `limit` bounds the matches.
  ///   - take: Gets each match.
  /// - Returns: How many matches there were.
  /// - Throws: ``WebClientError``; what `take` throws.
  @discardableResult
  public func search(
    _ resource: ResourcePath, _ parameters: QueryParameters = QueryParameters(),
    _ take: (DataSet) throws -> Void
  ) async throws -> Int {
    var seen: Set<String> = []
    var count = 0
    while true {
      var page = parameters
      let wanted = (parameters.limit ?? .max) - count
      page.limit = min(options.limits.pageMatches, wanted)
      page.offset = parameters.offset + count
      let matches = try await matches(resource, page)
      // A server that does not know pages sends the first one for ever.
      let new = matches.filter { seen.insert($0.uniqueKeys).inserted }
      for match in new.prefix(wanted) { try take(match) }
      count += min(new.count, wanted)
      if new.isEmpty || count >= parameters.limit ?? .max { return count }
    }
  }

  private func matches(
    _ resource: ResourcePath, _ parameters: QueryParameters
  ) async throws -> [DataSet] {
    let query = parameters.items.text
    let exchange = try await get(
      resource.path + (query.isEmpty ? "" : "?\(query)"),
      accept: MediaType.dicomJSON.description, named: "matches")
    if exchange.status == 204 { return [] }
    try await exchange.check("the search")
    return try await dataSets(of: exchange)
  }

  /// The data sets of an answer in JSON.
  func dataSets(of exchange: WebExchange) async throws -> [DataSet] {
    let bytes = try await exchange.bytes()
    return try await named("data sets") {
      try Task.checkCancellation()
      return try DICOMJSONReader.dataSets(bytes)
    }
  }

  /// Asks whether the service is there: a search for one study.
  ///
  /// - Returns: Which program it says that it is.
  /// - Throws: ``WebClientError``.
  public func echo() async throws -> String? {
    let exchange = try await get(
      "/studies?limit=1", accept: MediaType.dicomJSON.description, named: "an answer")
    try await exchange.check("the search")
    if exchange.status != 204 { _ = try await dataSets(of: exchange) }
    return exchange.server
  }

  /// Data sets without bulk data (WADO-RS metadata).
  ///
  /// - Parameter resource: A study, a series or an instance.
  /// - Returns: One for each instance.
  /// - Throws: ``WebClientError``.
  public func metadata(of resource: ResourcePath) async throws -> [DataSet] {
    var resource = resource
    resource.subject = .form(.metadata)
    let exchange = try await get(
      resource.path, accept: MediaType.dicomJSON.description, named: "metadata")
    try await exchange.check("the request for metadata")
    return try await dataSets(of: exchange)
  }
}

extension DataSet {
  /// What tells a match from others.
  fileprivate var uniqueKeys: String {
    [Tag.studyInstanceUID, .seriesInstanceUID, .sopInstanceUID].map { uid($0) ?? "" }
      .joined(separator: " ")
  }
}
