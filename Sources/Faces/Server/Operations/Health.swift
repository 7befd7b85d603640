import Archive
import WebServices

/// Whether the server lives, and whether its answers are complete.
enum Health {
  /// It answers, so it lives.
  static let alive = WebAnswer(
    "application/json", bytes: Array(#"{"status":"ok"}"#.utf8),
    headers: [WebHeader("Cache-Control", "no-store")])

  /// Ready once all folders have been looked at.
  static func ready(_ archive: Archive) -> WebAnswer {
    state(archive.isScanned ? "ready" : "indexing", isReady: archive.isScanned)
  }

  /// Whether requests may come, and what keeps them from it.
  static func state(_ word: String, isReady: Bool) -> WebAnswer {
    var answer = WebAnswer(
      "application/json", bytes: Array(#"{"status":"\#(word)"}"#.utf8),
      headers: [WebHeader("Cache-Control", "no-store")])
    if !isReady {
      answer.status = 503
      answer.headers.append(WebHeader("Retry-After", "1"))
    }
    return answer
  }
}
