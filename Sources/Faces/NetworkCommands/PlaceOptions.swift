import ArgumentParser
import DICOMModel
import DICOMNetwork
import FoundationEssentials
import Places
import SagittaCommands

/// How to reach a place.
struct PlaceOptions: ParsableArguments {
  @Option(name: .customLong("aet"), help: "This side's AE title; default: SAGITTA.")
  var title: String?

  @Option(help: "The file of named places.")
  var places: String?

  @Option(name: .customLong("tls-ca"), help: "Certificates (PEM) that vouch for the other side.")
  var authorities: String?

  @Option(name: .customLong("tls-cert"), help: "This side's certificate (PEM).")
  var certificate: String?

  @Option(name: .customLong("tls-key"), help: "The key (PEM) of this side's certificate.")
  var key: String?

  @Flag(
    name: .customLong("tls-insecure"),
    help: "Take any certificate: safe from listeners, not from impostors.")
  var isInsecure = false

  @Option(help: "A file with the token to show (for http and https).")
  var tokenFile: String?

  @Option(
    name: .customLong("header"),
    help: "'Name: value' for every request (for http and https); may be repeated; never printed.")
  var headers: [String] = []

  @Option(help: "Seconds to wait for an answer, or for more of one; default: 60.")
  var timeout: Int?

  @Flag(name: .shortAndLong, help: "No notes on standard error.")
  var quiet = false

  @Flag(help: "Print the result as JSON on standard output.")
  var json = false

  func validate() throws {
    if let timeout, !(1...86_400).contains(timeout) {
      throw ValidationError("--timeout needs 1 to 86400 seconds")
    }
    if (certificate == nil) != (key == nil) {
      throw ValidationError("--tls-cert and --tls-key belong together")
    }
  }

  /// What a text means, and how to reach it.
  func resolved(_ text: String) throws -> ReachablePlace {
    let book = text.hasPrefix("@") ? try book() : PlaceBook()
    let place = try Place(text, in: book)
    let entry = try text.hasPrefix("@") ? book.entry(named: Self.name(text)) : nil
    var timeouts = NetworkTimeouts()
    if let timeout { timeouts.response = timeout }
    let security = TransportSecurity(
      authorities: authorities ?? entry?.authorities,
      certificate: certificate ?? entry?.certificate, key: key ?? entry?.key,
      verification: isInsecure ? .none : .certificate)
    var options = NetworkOptions(
      title: try Self.title(title ?? entry?.title ?? "SAGITTA"), timeouts: timeouts,
      security: place.isSecure ? security : nil)
    if let name = entry?.characterSet { options.unnamedText = try Self.encoding(name) }
    options.takesInstancesInGetContext = try Self.isYes(entry?.lenientGet, of: "lenient-get")
    return ReachablePlace(
      peer: NetworkPeer(
        title: place.calledTitle ?? Place.anyTitle, host: place.host, port: place.port),
      target: place.target, options: options, moveTo: entry?.moveTo)
  }

  private static func encoding(_ name: String) throws -> TextEncoding {
    let encoding = TextEncoding(terms: name.components(separatedBy: "\\"))
    guard encoding.isSupported else {
      throw UsageError("charset: '\(name)' is none of DICOM's, as ISO_IR 100 or GB18030")
    }
    return encoding
  }

  private static func isYes(_ word: String?, of key: String) throws -> Bool {
    switch word {
    case "yes": return true
    case "no", nil: return false
    case let other?: throw UsageError("\(key): '\(other)' is neither yes nor no")
    }
  }

  static func name(_ text: String) -> String {
    String(text.dropFirst().prefix { $0 != "/" })
  }

  static func title(_ text: String) throws -> String {
    guard (1...16).contains(text.utf8.count), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { throw UsageError("'\(text)' is no AE title: 1 to 16 ASCII characters without spaces") }
    return text
  }

  func book() throws -> PlaceBook {
    let environment = ProcessInfo.processInfo.environment
    let folder =
      environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 }
      ?? environment["HOME"].map { "\($0)/.config" } ?? "."
    return try PlaceBook(path: places ?? "\(folder)/sagitta/places.toml")
  }
}

/// A place, and how to reach it.
struct ReachablePlace: Sendable {
  let peer: NetworkPeer
  let target: PlaceTarget
  let options: NetworkOptions
  /// Where it can send to.
  let moveTo: String?

  var client: NetworkClient { NetworkClient(options: options) }
}
