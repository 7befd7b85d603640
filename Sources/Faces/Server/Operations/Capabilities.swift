import WebServices

/// What the service can do, for those who ask it (PS3.18 8.9).
enum Capabilities {
  /// As JSON.
  static func answer() -> WebAnswer {
    WebAnswer(
      status: 200,
      headers: [
        WebHeader("Content-Type", "application/json"),
        WebHeader("Allow", "GET, HEAD, POST, OPTIONS"),
      ], body: .bytes(OpenAPI.text))
  }
}
