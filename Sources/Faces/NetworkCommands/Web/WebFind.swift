import DICOMModel
import DICOMWebClient
import MessageExchange
import Places
import WebServices

extension ReachableWeb {
  /// What matches a query, at most so many.
  func matches(of query: Query, limit: Int?) async throws -> [DataSet] {
    let (resource, parameters) = query.search(limit: limit)
    return try await with { client in
      var matches: [DataSet] = []
      try await client.search(resource, parameters) { matches.append($0) }
      return matches
    }
  }
}

extension Query {
  /// The search that asks for the same: what lies in what is the path, the rest are parameters.
  fileprivate func search(limit: Int?) -> (ResourcePath, QueryParameters) {
    var path = ResourcePath()
    var rest = matches
    if level != .study { path.study = rest.removeValue(forKey: .studyInstanceUID) }
    if level == .image { path.series = rest.removeValue(forKey: .seriesInstanceUID) }
    path.subject = .list(level == .study ? .studies : level == .series ? .series : .instances)
    var parameters = QueryParameters()
    parameters.matches = rest.sorted { $0.key < $1.key }.map { tag, value in
      let isUID = DataDictionary.vr(tag) == .ui
      return QueryParameters.Match(
        [tag], isUID ? QueryParameters.uids(value).joined(separator: ",") : value)
    }
    parameters.included = wanted.map { [$0] }
    parameters.limit = limit
    return (path, parameters)
  }
}
