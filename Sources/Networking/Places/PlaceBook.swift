import Files

/// The places that have names, as a file lists them: tables of TOML whose values are texts.
///
///     [pacs]
///     url = "dicom://ARCHIVE@pacs.example:104"
///     aet = "RESEARCH"
public struct PlaceBook: Hashable, Sendable {
  /// What is said of a place.
  public struct Entry: Hashable, Sendable {
    /// Where it is.
    public var url: String
    /// The title to call with.
    public var title: String?
    /// Certificates that vouch for it.
    public var authorities: String?
    /// The certificate to show.
    public var certificate: String?
    /// The key of that certificate.
    public var key: String?
    /// A file with the token to show (OAuth 2.0's bearer tokens).
    public var tokenFile: String?
    /// The name to log in with.
    public var user: String?
    /// A file with the password of that name.
    public var passwordFile: String?
    /// Where it can send to, as `host:port`, under the title to call with.
    public var moveTo: String?
    /// The character sets (PS3.3 C.12.1.1.2) of its answers that name none.
    public var characterSet: String?
    /// Whether it may send instances in the context that asks for them, as `yes` or `no`.
    public var lenientGet: String?
  }

  private static let longest = 1 << 20

  private let entries: [String: Entry]

  /// Creates a book without places.
  public init() { entries = [:] }

  /// The names, sorted.
  public var names: [String] { entries.keys.sorted() }

  /// The place of a name.
  ///
  /// - Throws: ``PlaceError`` if there is none.
  public func entry(named name: String) throws(PlaceError) -> Entry {
    guard let entry = entries[name] else {
      throw PlaceError(.unknownName(known: names), subject: "@\(name)")
    }
    return entry
  }

  /// Reads a file.
  ///
  /// - Throws: ``PlaceError`` if it cannot be read, or has something that is not known.
  public init(path: String) throws(PlaceError) {
    func failed(_ why: String) -> PlaceError { PlaceError(.unusableFile(why), subject: path) }
    let bytes: [UInt8]
    do throws(FileReadingError) {
      bytes = try ByteSource.file(path).open().bytes(at: 0, count: Self.longest)
    } catch {
      throw failed("cannot be read: \(error)")
    }
    guard bytes.count < Self.longest else { throw failed("a list of places is shorter") }
    try self.init(text: String(decoding: bytes, as: UTF8.self), name: path)
  }

  /// Reads a text.
  ///
  /// - Parameters:
  ///   - text: The tables.
  ///   - name: What errors call it.
  /// - Throws: ``PlaceError``.
  public init(text: String, name: String) throws(PlaceError) {
    var entries: [String: Entry] = [:]
    var current: String?
    var keys: Set<String> = []
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (n, line) in lines.enumerated() {
      func failed(_ why: String) -> PlaceError {
        PlaceError(.unusableFile("line \(n + 1): \(why)"), subject: name)
      }
      switch PlaceLine(line) {
      case .nothing: continue
      case .table(let table):
        guard entries[table] == nil else { throw failed("[\(table)] is there twice") }
        entries[table] = Entry(url: "")
        current = table
        keys = []
      case .value(let key, let value):
        guard let current else { throw failed("a value stands before the first [NAME]") }
        guard keys.insert(key).inserted else { throw failed("'\(key)' is there twice") }
        guard entries[current]?.set(key, to: value) == true else {
          throw failed("'\(key)' is not known; known are \(Entry.keys)")
        }
      case .malformed: throw failed("neither [NAME] nor key = \"value\"")
      }
    }
    if let incomplete = entries.filter({ $0.value.url.isEmpty }).keys.min() {
      throw PlaceError(.unusableFile("[\(incomplete)] has no url"), subject: name)
    }
    self.entries = entries
  }
}

extension PlaceBook.Entry {
  fileprivate static let keys =
    "url, aet, token-file, user, password-file, tls-ca, tls-cert, tls-key, "
    + "move-to, charset, lenient-get"

  /// Sets what a key stands for; false if it is not known.
  fileprivate mutating func set(_ key: String, to value: String) -> Bool {
    switch key {
    case "url": url = value
    case "aet": title = value
    case "token-file": tokenFile = value
    case "user": user = value
    case "password-file": passwordFile = value
    case "tls-ca": authorities = value
    case "tls-cert": certificate = value
    case "tls-key": self.key = value
    case "move-to": moveTo = value
    case "charset": characterSet = value
    case "lenient-get": lenientGet = value
    default: return false
    }
    return true
  }
}

/// A line of a file of places.
private enum PlaceLine {
  case nothing
  case table(String)
  case value(key: String, String)
  case malformed

  init(_ line: some StringProtocol) {
    let text = Self.trimmed(line)
    if text.isEmpty || text.hasPrefix("#") {
      self = .nothing
    } else if text.hasPrefix("[") {
      self = Self.table(text)
    } else {
      self = Self.value(text)
    }
  }

  private static func table(_ text: Substring) -> PlaceLine {
    guard let end = text.firstIndex(of: "]"), isComment(text[text.index(after: end)...])
    else { return .malformed }
    let name = trimmed(text[text.index(after: text.startIndex)..<end])
    let isBare = name.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || byte == 0x2D || byte == 0x5F
    }
    return name.isEmpty || !isBare ? .malformed : .table(String(name))
  }

  /// `key = "value"`, or the value in single quotes, as it is.
  private static func value(_ text: Substring) -> PlaceLine {
    guard let equals = text.firstIndex(of: "=") else { return .malformed }
    let rest = trimmed(text[text.index(after: equals)...])
    guard let quote = rest.first, quote == "\"" || quote == "'",
      let end = rest.dropFirst().firstIndex(of: quote),
      isComment(rest[rest.index(after: end)...])
    else { return .malformed }
    let value = rest[rest.index(after: rest.startIndex)..<end]
    guard quote == "'" || !value.contains("\\") else { return .malformed }
    return .value(key: String(trimmed(text[..<equals])), String(value))
  }

  private static func isComment(_ text: Substring) -> Bool {
    let rest = trimmed(text)
    return rest.isEmpty || rest.hasPrefix("#")
  }

  private static func trimmed(_ text: some StringProtocol) -> Substring {
    func isBlank(_ character: Character) -> Bool {
      character == " " || character.isNewline || character == "\t"
    }
    let start = Substring(text).drop(while: isBlank)
    guard let last = start.lastIndex(where: { !isBlank($0) }) else { return "" }
    return start[...last]
  }
}
