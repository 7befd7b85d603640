/// One file of the viewer page, as a server sends it.
public struct PageFile: Sendable {
  /// Its name, without a path; `index.html` is the page itself.
  public let name: String
  /// What it is, as `Content-Type` says it.
  public let contentType: String
  /// A strong entity tag with its quotes: other bytes have another one.
  public let entityTag: String
  /// The file.
  public let bytes: [UInt8]
}
