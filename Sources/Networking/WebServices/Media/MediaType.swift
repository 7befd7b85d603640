/// A media type with its parameters (RFC 9110 8.3.1), as headers and parts have it.
///
/// Reading is lenient, as clients and servers write what they like: values in quotes or without them,
/// blanks anywhere, letters of either case, a transfer syntax within the quotes of the type.
public struct MediaType: Hashable, Sendable {
  /// One parameter.
  public struct Parameter: Hashable, Sendable {
    /// Its name, in lower case.
    public var name: String
    /// Its value, without quotes.
    public var value: String

    /// Creates a parameter.
    public init(_ name: String, _ value: String) {
      self.name = name.lowercased()
      self.value = value
    }
  }

  /// The type, in lower case: `multipart`, or `*`.
  public var type: String
  /// The subtype, in lower case: `related`, or `*`.
  public var subtype: String
  /// The parameters, in their order.
  public var parameters: [Parameter]

  /// Creates a media type.
  ///
  /// - Parameters:
  ///   - essence: Type and subtype: `application/dicom`.
  ///   - parameters: What follows.
  /// - Precondition: The essence has one slash.
  public init(_ essence: StaticString, parameters: [Parameter] = []) {
    let parts = "\(essence)".split(separator: "/")
    precondition(parts.count == 2, "\(essence) is no media type")
    type = String(parts[0])
    subtype = String(parts[1])
    self.parameters = parameters
  }

  /// Reads a media type; nil if there is no type and subtype.
  ///
  /// - Parameter text: One, not a list.
  public init?(_ text: some StringProtocol) {
    var fields = QuotedText.fields(of: text.prefix(Self.longest), separator: ";")
    guard !fields.isEmpty else { return nil }
    let essence = fields.removeFirst()
    let parts = essence.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ Self.isToken($0.utf8) }) else { return nil }
    type = parts[0].lowercased()
    subtype = parts[1].lowercased()
    parameters = fields.flatMap(Self.parameters)
  }

  /// Type and subtype: `application/dicom`.
  public var essence: String { "\(type)/\(subtype)" }

  /// The value of the first parameter of a name.
  public subscript(name: String) -> String? {
    parameters.first { $0.name == name.lowercased() }?.value
  }

  /// Honest ones have some hundred characters.
  private static let longest = 8192

  /// `name=value`; a value in quotes may hold further parameters of its own.
  private static func parameters(_ field: String) -> [Parameter] {
    guard let equals = field.firstIndex(of: "=") else { return [] }
    let name = field[..<equals].trimmedOfBlanks
    let value = QuotedText.content(of: field[field.index(after: equals)...])
    guard !name.isEmpty else { return [] }
    guard name.lowercased() == "type", value.contains(";") else { return [Parameter(name, value)] }
    var inner = QuotedText.fields(of: value, separator: ";")
    let first = inner.isEmpty ? "" : inner.removeFirst()
    return [Parameter(name, first)] + inner.flatMap(parameters)
  }

  /// RFC 9110 5.6.2.
  private static func isToken(_ text: some Collection<UInt8>) -> Bool {
    !text.isEmpty && text.allSatisfy(isTokenByte)
  }

  fileprivate static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}

extension MediaType: CustomStringConvertible {
  /// As a header has it, with quotes around values that need them, and around every `type`.
  public var description: String {
    essence
      + parameters.map { parameter in
        let isPlain =
          parameter.name != "type" && Self.isToken(parameter.value.utf8)
        return "; \(parameter.name)="
          + (isPlain ? parameter.value : QuotedText.quoted(parameter.value))
      }.joined()
  }
}

extension MediaType {
  /// An instance: `application/dicom`.
  public static var dicom: MediaType { MediaType("application/dicom") }
  /// Data sets in JSON: `application/dicom+json`.
  public static var dicomJSON: MediaType { MediaType("application/dicom+json") }
  /// Bytes: `application/octet-stream`.
  public static var octetStream: MediaType { MediaType("application/octet-stream") }

  /// Several parts of a type: `multipart/related; type="…"`.
  ///
  /// - Parameters:
  ///   - type: What each part is.
  ///   - transferSyntax: The transfer syntax of each; nil to say nothing of it, `*` for any.
  /// - Returns: The type of the whole.
  public static func related(_ type: MediaType, transferSyntax: String? = nil) -> MediaType {
    MediaType(
      "multipart/related",
      parameters: [Parameter("type", type.essence)]
        + (transferSyntax.map { [Parameter("transfer-syntax", $0)] } ?? []))
  }
}
