import WebServices

/// A request, whichever version of HTTP it came in.
struct WebRequest: Sendable {
  /// The method, in capital letters.
  var method: String
  /// The path, percent-coded, without the query.
  var path: String
  /// The query.
  var query: QueryItems
  /// The fields of the head.
  var headers: [WebHeader]
  /// Where the service stands for whoever asks: scheme and host.
  var origin: String

  /// What the client takes.
  var accept: AcceptList { AcceptList(header: header("accept"), parameter: query["accept"]) }

  /// All values of a field, joined by commas; nil without any.
  func header(_ name: String) -> String? {
    let values = headers.filter { $0.name.lowercased() == name }.map(\.value)
    return values.isEmpty ? nil : values.joined(separator: ", ")
  }

  /// Creates a request.
  init(
    method: String, path: String, query: QueryItems = QueryItems(), headers: [WebHeader] = [],
    origin: String = "http://localhost"
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.origin = origin
  }
}
