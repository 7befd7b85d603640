import CViewerPage
import Compression

/// The page on which people look at series in a browser: plain files, held by the program itself.
public enum ViewerPage {
  /// What a server says as `Content-Security-Policy` with each of the files: nothing comes from elsewhere, and no
  /// other page frames this one.
  public static let contentSecurityPolicy =
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

  /// The page itself, which is the answer at `/` and at `/view/STUDY/SERIES`.
  ///
  /// It names the others as `/page/NAME`.
  public static let index = "index.html"

  /// Every file of the page, by name.
  public static let files: [String: PageFile] = embeddedFiles()
}

/// Copies what is embedded: a few hundred kilobytes, once.
private func embeddedFiles() -> [String: PageFile] {
  var count = 0
  // SAFETY: the C side gives a constant table of `count` entries.
  let table = unsafe UnsafeBufferPointer(start: viewer_page_files(&count), count: count)
  let files = unsafe table.map { entry in unsafe PageFile(entry) }
  return Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0) })
}

extension PageFile {
  /// The file of an entry of the C side's table.
  fileprivate init(_ entry: viewer_page_file) {
    // SAFETY: names and types are constant strings, and the bytes lie for as long as the program runs.
    unsafe name = String(cString: entry.name)
    unsafe contentType = String(cString: entry.content_type)
    unsafe bytes = Array(UnsafeBufferPointer(start: entry.bytes, count: entry.count))
    var digest = SHA256Digest()
    digest.update(bytes)
    entityTag = "\"\(digest.hex.prefix(32))\""
  }
}
