import WebServices

/// What pages of other origins may do with answers, also with those that say no.
struct CrossOrigin {
  /// The fields of every answer.
  let headers: [WebHeader]

  /// Looks at the origin that a request names.
  init(_ allowed: [String], origin: String?) {
    guard !allowed.isEmpty else {
      headers = []
      return
    }
    let vary = allowed.contains("*") ? [] : [WebHeader("Vary", "Origin")]
    guard let origin, allowed.contains("*") || allowed.contains(origin) else {
      headers = vary
      return
    }
    headers =
      [
        WebHeader("Access-Control-Allow-Origin", allowed.contains("*") ? "*" : origin),
        WebHeader(
          "Access-Control-Expose-Headers",
          "Content-Length, Content-Range, Content-Type, ETag, Warning, Retry-After, "
            + "Sagitta-Plane, Sagitta-Window, Sagitta-Preliminary, Sagitta-Coarse"),
      ] + vary
  }

  /// The answer to a browser that asks whether it may ask.
  var preflight: WebAnswer {
    WebAnswer(
      status: 204,
      headers: [
        WebHeader("Access-Control-Allow-Methods", "GET, HEAD, POST, OPTIONS"),
        WebHeader(
          "Access-Control-Allow-Headers",
          "Accept, Authorization, Content-Type, Range, If-None-Match, X-Requested-With"),
        WebHeader("Access-Control-Max-Age", "86400"),
      ])
  }
}
