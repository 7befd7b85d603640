/// Where images are: a DICOMweb service, with what is meant of it.
///
/// `http[s]://host[:port]/base[/studies/UID[/series/UID[/instances/UID]]]`, or `@NAME[/STUDY[/…]]` for a
/// place that has a name.
public struct WebPlace: Hashable, Sendable, CustomStringConvertible {
  /// The service's address, without a slash at its end.
  public var base: String

  /// Whether the connection is secure.
  public var isSecure: Bool

  /// What is meant of the place.
  public var target: PlaceTarget

  /// Whether a text is meant as such a place, be it written well or not.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - book: The places that have names.
  /// - Returns: Whether it, or the address of its name, begins with `http`.
  public static func isMeant(by text: String, in book: PlaceBook = PlaceBook()) -> Bool {
    guard text.hasPrefix("@") else { return scheme(of: text) != nil }
    let name = String(text.dropFirst().prefix { $0 != "/" })
    return (try? book.entry(named: name)).map { scheme(of: $0.url) != nil } ?? false
  }

  /// Reads a place.
  ///
  /// - Parameters:
  ///   - text: The place.
  ///   - book: Those that have names.
  /// - Throws: ``PlaceError``.
  public init(_ text: String, in book: PlaceBook = PlaceBook()) throws(PlaceError) {
    guard text.hasPrefix("@") else {
      try self.init(url: text, subject: text)
      return
    }
    let parts = text.dropFirst().split(
      separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    let entry = try book.entry(named: String(parts[0]))
    try self.init(url: entry.url, subject: text)
    if parts.count > 1 { target = try PlaceTarget(parts[1], subject: text) }
  }

  /// The address, with what is meant.
  public var description: String {
    let words: [(String, String?)] = [
      ("studies", target.study), ("series", target.series), ("instances", target.instance),
    ]
    return base + words.compactMap { word, uid in uid.map { "/\(word)/\($0)" } }.joined()
  }

  private static func scheme(of text: String) -> String? {
    ["http://", "https://"].first { text.lowercased().hasPrefix($0) }
  }

  private init(url: String, subject: String) throws(PlaceError) {
    func malformed(_ why: String) -> PlaceError { PlaceError(.malformed(why), subject: subject) }
    guard let scheme = Self.scheme(of: url) else {
      throw malformed("it does not begin with http:// or https://")
    }
    isSecure = scheme == "https://"
    let rest = url.dropFirst(scheme.count)
    guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !rest.contains("?"), !rest.contains("#")
    else { throw malformed("an address has ASCII characters, and no query") }
    let words = rest.split(separator: "/", omittingEmptySubsequences: true)
    guard !rest.hasPrefix("/"), let authority = words.first, Self.isAuthority(authority) else {
      throw malformed("the host is missing, as in http://host:8042/dicom-web")
    }
    let path = words.dropFirst()
    let end = path.firstIndex(of: "studies") ?? path.endIndex
    base = scheme + ([authority] + path[..<end]).joined(separator: "/")
    target = try Self.target(path[end...], subject: subject)
  }

  /// A host and perhaps a port; no name or password, which would be for all to see.
  private static func isAuthority(_ text: Substring) -> Bool {
    guard !text.contains("@") else { return false }
    guard let colon = text.lastIndex(of: ":"), !text.hasSuffix("]") else { return true }
    return colon > text.startIndex
      && Int(text[text.index(after: colon)...]).map { (1...65535).contains($0) } == true
  }

  /// What `studies/UID/series/UID/instances/UID` means.
  private static func target(
    _ words: ArraySlice<Substring>, subject: String
  ) throws(PlaceError) -> PlaceTarget {
    var uids: [String] = []
    var rest = words
    for word in ["studies", "series", "instances"] {
      guard let first = rest.popFirst() else { break }
      guard first == word, let uid = rest.popFirst() ?? (uids.isEmpty ? "" : nil) else {
        throw PlaceError(
          .malformed("a path is studies/STUDY/series/SERIES/instances/INSTANCE"),
          subject: subject)
      }
      if !uid.isEmpty { uids.append(String(uid)) }
    }
    guard rest.isEmpty else {
      throw PlaceError(.malformed("nothing follows an instance"), subject: subject)
    }
    return try PlaceTarget(uids.joined(separator: "/"), subject: subject)
  }
}
