/// Where images are: an application entity of a DICOM network, with what is meant of it.
///
/// `dicom://[CALLED@]host:port[/STUDY[/SERIES[/INSTANCE]]]`, `dicoms://` with TLS, or `@NAME[/…]` for
/// a place that has a name.
public struct Place: Hashable, Sendable {
  /// The title that is called; nil if none was given.
  public var calledTitle: String?

  /// The host's name or address, an IPv6 address without brackets.
  public var host: String

  /// The port.
  public var port: Int

  /// Whether the connection is to be secure.
  public var isSecure: Bool

  /// What is meant of the place.
  public var target: PlaceTarget

  /// The title where none is given: any will do for most archives.
  public static let anyTitle = "ANY-SCP"

  /// Whether a text is meant as a place, be it written well or not.
  public static func isMeant(by text: String) -> Bool {
    ["dicom://", "dicoms://", "http://", "https://", "@"].contains {
      text.lowercased().hasPrefix($0)
    }
  }

  /// Reads a place.
  ///
  /// - Parameters:
  ///   - text: The place.
  ///   - book: Those that have names.
  /// - Throws: ``PlaceError``.
  public init(_ text: String, in book: PlaceBook = PlaceBook()) throws(PlaceError) {
    if text.hasPrefix("@") {
      let parts = text.dropFirst().split(
        separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
      let entry = try book.entry(named: String(parts[0]))
      try self.init(url: entry.url, subject: text)
      if parts.count > 1 { target = try PlaceTarget(parts[1], subject: text) }
    } else {
      try self.init(url: text, subject: text)
    }
  }

  private init(url: String, subject: String) throws(PlaceError) {
    func malformed(_ why: String) -> PlaceError {
      PlaceError(.malformed(why), subject: subject)
    }
    let schemes = ["dicom://": false, "dicoms://": true]
    guard let scheme = schemes.keys.first(where: { url.lowercased().hasPrefix($0) }) else {
      throw malformed("places begin with dicom://, dicoms://, http://, https:// or @NAME")
    }
    let parts = url.dropFirst(scheme.count).split(
      separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    let authority = parts[0].split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let address = authority[authority.count - 1]
    guard let colon = address.lastIndex(of: ":"), colon > address.startIndex,
      let port = Int(address[address.index(after: colon)...]), (1...65535).contains(port)
    else { throw malformed("host and port are missing, as in dicom://host:104") }
    if authority.count == 2 { calledTitle = try Self.title(authority[0], subject: subject) }
    host = String(address[..<colon])
    if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    self.port = port
    isSecure = schemes[scheme] ?? false
    target = try PlaceTarget(parts.count > 1 ? parts[1] : "", subject: subject)
  }

  /// A title of at most 16 ASCII characters (PS3.5 6.2, AE).
  static func title(_ text: some StringProtocol, subject: String) throws(PlaceError) -> String {
    let isTitle =
      (1...16).contains(text.utf8.count)
      && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x5C }
    guard isTitle else {
      throw PlaceError(
        .malformed("an AE title has 1 to 16 ASCII characters, no space and no backslash"),
        subject: subject)
    }
    return String(text)
  }
}

/// What is meant of a place: all of it, a study, a series, or an instance.
public struct PlaceTarget: Hashable, Sendable {
  /// The study.
  public var study: String?
  /// The series; only with a study.
  public var series: String?
  /// The instance; only with a series.
  public var instance: String?

  /// Creates a target; by default everything.
  public init(study: String? = nil, series: String? = nil, instance: String? = nil) {
    self.study = study
    self.series = series
    self.instance = instance
  }

  init(_ path: some StringProtocol, subject: String) throws(PlaceError) {
    let uids = path.split(separator: "/")
    guard uids.count <= 3 else {
      throw PlaceError(
        .malformed("study, series and instance are all that follows"), subject: subject)
    }
    for uid in uids where !Self.isUID(uid.utf8) {
      throw PlaceError(.malformed("'\(uid)' is no UID"), subject: subject)
    }
    let texts = uids.map { String($0) }
    study = texts.first
    series = texts.dropFirst().first
    instance = texts.dropFirst(2).first
  }

  static func isUID(_ text: some Collection<UInt8>) -> Bool {
    let components = text.split(separator: 0x2E, omittingEmptySubsequences: false)
    return text.count <= 64
      && components.allSatisfy { !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } }
  }
}
