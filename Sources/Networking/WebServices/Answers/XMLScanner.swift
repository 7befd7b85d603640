/// Takes a text in XML apart, as far as data sets need it: elements, attributes and text.
///
/// Comments and instructions are passed over. A document type is refused: nothing is defined, and nothing is
/// fetched.
struct XMLScanner {
  /// What comes next.
  enum Event: Equatable {
    /// An element begins: its name without a prefix, and its attributes.
    case open(String, [String: String])
    /// An element ends.
    case close(String)
    /// Text, with nothing left to be replaced in it.
    case text(String)
  }

  private let bytes: [UInt8]
  private var place = 0
  private var names: [String] = []
  /// The end of an element that has nothing in it.
  private var pending: String?

  /// Honest documents nest sequences some levels deep, each of three elements.
  private static let mostNames = 200

  /// - Throws: ``WebServiceError`` for a text that is not in UTF-8 or Latin-1.
  init(_ bytes: [UInt8]) throws(WebServiceError) { self.bytes = try XMLCharacters.unicode(bytes) }

  /// The next event; nil at the end.
  ///
  /// - Throws: ``WebServiceError`` for what is no XML.
  mutating func next() throws(WebServiceError) -> Event? {
    if let name = pending {
      pending = nil
      return close(name)
    }
    while place < bytes.count {
      guard bytes[place] == Self.less else { return .text(try text()) }
      if starts(with: "<!--") {
        try skip(to: "-->")
      } else if starts(with: "<?") {
        try skip(to: "?>")
      } else if starts(with: "<![CDATA[") {
        place += 9
        return .text(try plain(to: "]]>"))
      } else if starts(with: "<!") {
        throw Self.damaged("it has a document type")
      } else {
        return try tag()
      }
    }
    guard names.isEmpty else { throw Self.damaged("an element does not end") }
    return nil
  }

  static func damaged(_ how: String) -> WebServiceError { WebServiceError(.damagedXML(how)) }

  private static let less = UInt8(ascii: "<")

  // MARK: Tags

  private mutating func tag() throws(WebServiceError) -> Event {
    place += 1
    let isEnd = starts(with: "/")
    if isEnd { place += 1 }
    let name = try self.name()
    var attributes: [String: String] = [:]
    while true {
      skipBlanks()
      guard place < bytes.count else { throw Self.damaged("a tag does not end") }
      if starts(with: ">") {
        place += 1
        break
      }
      if starts(with: "/>"), !isEnd {
        place += 2
        pending = name
        break
      }
      guard !isEnd else { throw Self.damaged("a tag does not end") }
      let key = try self.name()
      attributes[key] = try attribute()
    }
    guard isEnd else {
      names.append(name)
      guard names.count <= Self.mostNames else { throw Self.damaged("it nests too deeply") }
      return .open(name, attributes)
    }
    guard names.last == name else { throw Self.damaged("tags do not belong together") }
    return close(name)
  }

  private mutating func close(_ name: String) -> Event {
    names.removeLast()
    return .close(name)
  }

  private mutating func name() throws(WebServiceError) -> String {
    let start = place
    while place < bytes.count, !" \t\r\n/>=<\"'".utf8.contains(bytes[place]) { place += 1 }
    let name = bytes[start..<place].split(separator: UInt8(ascii: ":")).last ?? []
    guard !name.isEmpty else { throw Self.damaged("a name is missing") }
    return String(decoding: name, as: UTF8.self)
  }

  private mutating func attribute() throws(WebServiceError) -> String {
    skipBlanks()
    guard starts(with: "=") else { throw Self.damaged("an attribute has no value") }
    place += 1
    skipBlanks()
    guard starts(with: "\"") || starts(with: "'") else {
      throw Self.damaged("an attribute has no value")
    }
    let quote = bytes[place]
    place += 1
    guard let end = bytes[place...].firstIndex(of: quote) else {
      throw Self.damaged("the value of an attribute does not end")
    }
    defer { place = end + 1 }
    return try XMLCharacters.replaced(bytes[place..<end])
  }

  private mutating func skipBlanks() {
    while place < bytes.count, " \t\r\n".utf8.contains(bytes[place]) { place += 1 }
  }

  // MARK: Text

  private mutating func text() throws(WebServiceError) -> String {
    let end = bytes[place...].firstIndex(of: Self.less) ?? bytes.count
    defer { place = end }
    return try XMLCharacters.replaced(bytes[place..<end])
  }

  private func starts(with text: StaticString) -> Bool {
    bytes[place...].starts(with: "\(text)".utf8)
  }

  private mutating func skip(to end: String) throws(WebServiceError) { _ = try plain(to: end) }

  private mutating func plain(to end: String) throws(WebServiceError) -> String {
    let mark = Array(end.utf8)
    guard let found = ByteSearch.first(mark, in: bytes, from: place) else {
      throw Self.damaged("what begins does not end")
    }
    defer { place = found + mark.count }
    return String(decoding: bytes[place..<found], as: UTF8.self)
  }
}
