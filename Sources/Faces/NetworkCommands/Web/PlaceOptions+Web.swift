import DICOMNetwork
import DICOMWebClient
import Files
import Places
import SagittaCommands
import WebServices

extension PlaceOptions {
  /// What a text means, and how to reach it; nil for a place that is none of the web.
  func web(_ text: String) throws -> ReachableWeb? {
    let book = text.hasPrefix("@") ? try book() : PlaceBook()
    guard WebPlace.isMeant(by: text, in: book) else {
      guard tokenFile == nil, headers.isEmpty else {
        throw UsageError(
          "--token-file and --header are for places that begin with http:// or https://")
      }
      return nil
    }
    let entry = try text.hasPrefix("@") ? book.entry(named: Self.name(text)) : nil
    var options = WebOptions(security: security(entry))
    if let timeout { options.timeouts.response = timeout }
    options.credentials = try credentials(entry)
    options.headers = try headers.map(Self.header)
    return ReachableWeb(place: try WebPlace(text, in: book), options: options)
  }

  private func security(_ entry: PlaceBook.Entry?) -> TransportSecurity {
    TransportSecurity(
      authorities: authorities ?? entry?.authorities,
      certificate: certificate ?? entry?.certificate, key: key ?? entry?.key,
      verification: isInsecure ? .none : .certificateAndName)
  }

  private func credentials(_ entry: PlaceBook.Entry?) throws -> WebCredentials? {
    if let path = tokenFile ?? entry?.tokenFile { return .token(try Self.secret(path)) }
    guard let user = entry?.user, let path = entry?.passwordFile else { return nil }
    return .user(user, password: try Self.secret(path))
  }

  /// The one line of a file; never shown.
  private static func secret(_ path: String) throws -> String {
    func unusable(_ why: String) -> NetworkError {
      NetworkError(.unusableCredentials(why), peer: path)
    }
    guard let bytes = try? ByteSource.file(path).open().bytes(at: 0, count: longestSecret) else {
      throw unusable("the file cannot be read")
    }
    let text = String(decoding: bytes, as: UTF8.self)
      .drop(while: \.isWhitespace).prefix { !$0.isNewline }
    guard !text.isEmpty, bytes.count < longestSecret, text.utf8.allSatisfy({ $0 >= 0x20 }) else {
      throw unusable("the file does not have one line with a secret")
    }
    return String(text)
  }

  private static let longestSecret = 1 << 16

  /// `Name: value`; an error does not repeat it, since it may be a secret.
  private static func header(_ text: String) throws -> WebHeader {
    let parts = text.split(separator: ":", maxSplits: 1)
    guard parts.count == 2, !parts[0].isEmpty, !parts[0].contains(" ") else {
      throw UsageError("--header needs a name, a colon and a value")
    }
    return WebHeader(String(parts[0]), String(parts[1].drop { $0 == " " }))
  }
}
