import ViewerPage
import WebServices

/// The page on which people look at series, and its files.
enum PageService {
  /// The file that a path means; nil if it means none.
  static func file(_ path: String) -> PageFile? {
    if path == "/" || path.hasPrefix("/view/") { return ViewerPage.files[ViewerPage.index] }
    guard path.hasPrefix("/page/") else { return nil }
    return ViewerPage.files[String(path.dropFirst("/page/".count))]
  }

  /// The answer: nothing from elsewhere runs in it.
  static func answer(_ file: PageFile, _ request: WebRequest) -> WebAnswer {
    WebAnswer(
      file.contentType, bytes: file.bytes,
      headers: [
        WebHeader("ETag", file.entityTag), WebHeader("Cache-Control", "no-cache"),
        WebHeader("Content-Security-Policy", ViewerPage.contentSecurityPolicy),
        WebHeader("Referrer-Policy", "no-referrer"),
      ])
  }
}
