#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Writes a mail message piece by piece, for somebody to send: it has no sender and no receiver yet.
public struct MailWriter: Sendable {
  private let boundary: String

  /// Begins a message.
  ///
  /// - Parameter boundary: What separates the parts; a text that is in none of them.
  public init(boundary: String) { self.boundary = boundary }

  /// What stands before the parts.
  ///
  /// - Parameter subject: What it is about, in ASCII; nothing that may not be told.
  /// - Returns: The head.
  public func beginning(subject: String) -> [UInt8] {
    let lines = [
      "MIME-Version: 1.0", "Subject: \(subject)", "X-Unsent: 1",
      "Content-Type: multipart/mixed; boundary=\"\(boundary)\"", "",
    ]
    return Self.text(lines)
  }

  /// What stands before a part whose bytes follow in lines of base64.
  ///
  /// - Parameters:
  ///   - type: The media type.
  ///   - id: The file's ID in its set (PS3.10 8.2), components apart by slashes.
  ///   - name: The name to save it under.
  /// - Returns: The head of the part.
  public func head(type: String, id: String, name: String) -> [UInt8] {
    Self.text([
      "", "--\(boundary)", "Content-Type: \(type); id=\"\(id)\"; name=\"\(name)\"",
      "Content-Transfer-Encoding: base64",
      "Content-Disposition: attachment; filename=\"\(name)\"", "",
    ])
  }

  /// Bytes of a part a line of which is 76 characters; all but the last call with ``lineBytes`` times
  /// something.
  public func lines(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    let options: Data.Base64EncodingOptions = [
      .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
    ]
    return bytes.isEmpty ? [] : Array(Data(bytes).base64EncodedData(options: options)) + [13, 10]
  }

  /// Bytes that make a line.
  public static let lineBytes = 57

  /// What stands behind the parts.
  public var end: [UInt8] { Self.text(["", "--\(boundary)--"]) }

  private static func text(_ lines: [String]) -> [UInt8] {
    Array(lines.map { $0 + "\r\n" }.joined().utf8)
  }
}
