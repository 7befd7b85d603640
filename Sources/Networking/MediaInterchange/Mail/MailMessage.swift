import WebServices

/// What a mail message has in its parts (RFC 5322, RFC 2045 and 2046).
///
/// Whatever the bytes are, reading ends: parts lie in parts only so deep, and what is decoded is never
/// longer than what it was decoded from.
public struct MailMessage: Sendable {
  /// A part that has no further parts.
  public struct Part: Hashable, Sendable {
    /// What it says that it is: type and subtype, in lower case.
    public var type: String?
    /// Its bytes, decoded.
    public var bytes: [UInt8]
  }

  /// The parts, in their order.
  public private(set) var parts: [Part] = []

  private static let deepest = 8
  private static let mostParts = 1 << 16

  /// Reads a message.
  ///
  /// - Parameters:
  ///   - bytes: The message.
  ///   - path: What errors call it.
  /// - Throws: ``MediaError``.
  public init(_ bytes: [UInt8], path: String) throws(MediaError) {
    guard let (head, body) = Self.split(bytes[...]), head.headers["MIME-Version"] != nil else {
      throw MediaError(.notAMessage("it does not begin as one"), path: path)
    }
    try take(head, body, depth: 0, path: path)
  }

  private mutating func take(
    _ head: PartHead, _ body: ArraySlice<UInt8>, depth: Int, path: String
  ) throws(MediaError) {
    let type = head.contentType
    if type?.type == "multipart", let boundary = type?["boundary"], !boundary.isEmpty {
      guard depth < Self.deepest else {
        throw MediaError(.notAMessage("parts lie in parts too deep"), path: path)
      }
      for piece in try Self.pieces(body, boundary: boundary, path: path) {
        guard let (head, body) = Self.split(piece) else { continue }
        try take(head, body, depth: depth + 1, path: path)
      }
      return
    }
    guard parts.count < Self.mostParts else {
      throw MediaError(.notAMessage("it has too many parts"), path: path)
    }
    guard let decoded = TransferCoding.decoded(body, head.headers["Content-Transfer-Encoding"])
    else { throw MediaError(.notAMessage("part \(parts.count + 1) is damaged"), path: path) }
    parts.append(Part(type: type?.essence, bytes: decoded))
  }

  /// Head and body, apart by an empty line; lines may end in either way.
  private static func split(
    _ bytes: ArraySlice<UInt8>
  ) -> (head: PartHead, body: ArraySlice<UInt8>)? {
    var line = bytes.startIndex
    let most = min(bytes.endIndex, line + 1 << 18)
    while let end = bytes[line..<most].firstIndex(of: 0x0A) {
      if bytes[line..<end].allSatisfy({ $0 == 0x0D }) {
        return (PartHead(lines: bytes[bytes.startIndex..<line]), bytes[(end + 1)...])
      }
      line = end + 1
    }
    return nil
  }

  /// What stands between the lines of a boundary, without the ends of lines that belong to them.
  private static func pieces(
    _ body: ArraySlice<UInt8>, boundary: String, path: String
  ) throws(MediaError) -> [ArraySlice<UInt8>] {
    let delimiter = Array("--\(boundary)".utf8)
    var pieces: [ArraySlice<UInt8>] = []
    var start: Int?
    var line = body.startIndex
    while line < body.endIndex {
      let end = body[line...].firstIndex(of: 0x0A) ?? body.endIndex
      if body[line..<end].starts(with: delimiter) {
        let rest = body[(line + delimiter.count)..<end].filter { ![0x0D, 0x20, 0x09].contains($0) }
        if rest.isEmpty || rest == [0x2D, 0x2D] {
          if let start { pieces.append(withoutLineEnd(body[start..<max(start, line)])) }
          guard rest.isEmpty else { return pieces }
          start = min(end + 1, body.endIndex)
        }
      }
      line = end + 1
    }
    throw MediaError(.notAMessage("it ends within its parts"), path: path)
  }

  private static func withoutLineEnd(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var bytes = bytes
    if bytes.last == 0x0A { bytes.removeLast() }
    if bytes.last == 0x0D { bytes.removeLast() }
    return bytes
  }
}
