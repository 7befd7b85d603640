/// One field of a head.
public struct WebHeader: Hashable, Sendable {
  /// Its name, as it is written.
  public var name: String
  /// Its value.
  public var value: String

  /// Creates a field.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

extension [WebHeader] {
  /// The value of the first field of a name, in letters of either case.
  public subscript(name: String) -> String? {
    first { $0.name.lowercased() == name.lowercased() }?.value
  }
}

/// What the head of a part says.
public struct PartHead: Hashable, Sendable {
  /// The fields, in their order.
  public var headers: [WebHeader]

  /// Creates a head.
  public init(headers: [WebHeader] = []) { self.headers = headers }

  /// What the part is; nil if it is not said, or makes no sense.
  public var contentType: MediaType? { headers["Content-Type"].flatMap { MediaType($0) } }

  /// Which resource it is.
  public var location: String? { headers["Content-Location"] }

  /// How many bytes it has, as it says.
  public var contentLength: Int? { headers["Content-Length"].flatMap { Int($0) } }

  /// Reads the lines of a head; a line that begins with a blank goes on with the one before it.
  package init(lines bytes: ArraySlice<UInt8>) {
    headers = []
    for line in bytes.split(separator: 0x0A) {
      let text = String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
      if text.first == " " || text.first == "\t", !headers.isEmpty {
        headers[headers.count - 1].value += " " + text.trimmedOfBlanks
      } else if let colon = text.firstIndex(of: ":") {
        headers.append(
          WebHeader(
            text[..<colon].trimmedOfBlanks, text[text.index(after: colon)...].trimmedOfBlanks))
      }
    }
  }
}
