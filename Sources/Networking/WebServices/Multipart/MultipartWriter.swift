/// Writes a body of several parts: heads, between which the bytes of the parts are sent.
///
/// Some clients look for `Content-Type:` in these very letters, and for the boundary in the body: there
/// is nothing before the first one.
public struct MultipartWriter: Sendable {
  /// What separates the parts.
  public let boundary: String

  private let type: MediaType
  private var isFirst = true

  /// Begins a body.
  ///
  /// - Parameters:
  ///   - type: What the parts are, for the header.
  ///   - boundary: What separates them; by default one that no other body has.
  public init(of type: MediaType, boundary: String = Self.randomBoundary()) {
    self.type = type
    self.boundary = boundary
  }

  /// The body's own type, with boundary.
  public var contentType: MediaType {
    var whole = MediaType.related(type)
    whole.parameters.append(MediaType.Parameter("boundary", boundary))
    return whole
  }

  /// What stands before a part.
  ///
  /// - Parameters:
  ///   - contentType: What the part is.
  ///   - contentLength: Its bytes, if they are known.
  ///   - location: The resource that it is.
  ///   - others: More fields.
  /// - Returns: The bytes from the end of the part before.
  public mutating func head(
    contentType: MediaType, contentLength: Int? = nil, location: String? = nil,
    others: [WebHeader] = []
  ) -> [UInt8] {
    var headers = [WebHeader("Content-Type", contentType.description)]
    if let location { headers.append(WebHeader("Content-Location", location)) }
    if let contentLength { headers.append(WebHeader("Content-Length", "\(contentLength)")) }
    let start = isFirst ? "" : "\r\n"
    isFirst = false
    let lines = (headers + others).map { "\(Self.line($0.name)): \(Self.line($0.value))\r\n" }
    return Array("\(start)--\(boundary)\r\n\(lines.joined())\r\n".utf8)
  }

  /// What stands behind the last part.
  public var tail: [UInt8] { Array("\(isFirst ? "" : "\r\n")--\(boundary)--\r\n".utf8) }

  /// 128 random bits.
  public static func randomBoundary() -> String {
    var generator = SystemRandomNumberGenerator()
    let bits = UInt128(generator.next()) << 64 | UInt128(generator.next())
    return "part-\(String(bits, radix: 36))"
  }

  /// A value stays on its line.
  private static func line(_ text: String) -> String {
    String(text.filter { !$0.isNewline })
  }
}
