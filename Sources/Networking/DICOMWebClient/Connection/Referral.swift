/// Where a service refers to (RFC 9110 10.2.2).
struct Referral {
  private let location: String
  private let origin: String

  /// - Parameters:
  ///   - location: As the service has it.
  ///   - url: What was asked for.
  init(_ location: String, from url: String) {
    self.location = location
    origin = Self.origin(of: url)
  }

  /// The address, of the same scheme, host and port: what is shown to one host is not for another.
  func url(for client: WebClient) throws -> String {
    if location.hasPrefix("/"), !location.hasPrefix("//") { return origin + location }
    guard Self.origin(of: location) == origin else {
      throw client.failure(.referredElsewhere(Self.origin(of: location)))
    }
    return location
  }

  /// Scheme, host and port of an address, and nothing that may be secret.
  static func origin(of url: String) -> String {
    let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count >= 3, parts[1].isEmpty else { return "an address without a host" }
    let scheme = parts[0].lowercased()
    let authority = parts[2].split(separator: "@").last ?? ""
    var host = authority.prefix { $0 != "?" && $0 != "#" }.lowercased()
    let usual = scheme == "https:" ? ":443" : ":80"
    if host.hasSuffix(usual) { host.removeLast(usual.count) }
    return "\(scheme)//\(host)"
  }
}
