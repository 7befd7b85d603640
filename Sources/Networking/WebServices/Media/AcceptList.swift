/// What a client takes, best first: the `accept` parameter before the header (PS3.18 8.7.5).
public struct AcceptList: Hashable, Sendable {
  /// One wish.
  public struct Entry: Hashable, Sendable {
    /// What is taken; `*` stands for any type or subtype.
    public var mediaType: MediaType
    /// How much it is liked, from 0 (not at all) to 1.
    public var quality: Double
  }

  /// What was chosen.
  public struct Choice: Hashable, Sendable {
    /// The offer.
    public var offer: MediaType
    /// The wish that it fulfils; it may name a transfer syntax.
    public var wish: MediaType
  }

  /// The wishes of the parameter and then those of the header, each best first.
  public let entries: [Entry]

  /// Reads what a client takes; what is no media type is passed over.
  ///
  /// - Parameters:
  ///   - header: The header's value, several joined by commas; nil without one.
  ///   - parameter: The decoded value of the query parameter; nil without one.
  public init(header: String?, parameter: String? = nil) {
    entries = [parameter, header].compactMap(\.self).flatMap(Self.entries)
  }

  /// Whether nothing was asked for.
  public var isEmpty: Bool { entries.isEmpty }

  /// Chooses among what a server has.
  ///
  /// - Parameter offers: In the server's order, the default first; with the parameters `type` and
  ///   `transfer-syntax` where they matter. An offer without a transfer syntax has any.
  /// - Returns: The first offer for the first wish that has one; nil if nothing fits.
  public func choice(among offers: [MediaType]) -> Choice? {
    let refused = entries.filter { $0.quality == 0 }.map(\.mediaType)
    let allowed = offers.filter { offer in !refused.contains { $0.namesExactly(offer) } }
    for entry in entries where entry.quality > 0 {
      if let offer = allowed.first(where: entry.mediaType.accepts) {
        return Choice(offer: offer, wish: entry.mediaType)
      }
    }
    return nil
  }

  /// Honest lists have a handful.
  private static let most = 64

  private static func entries(_ text: String) -> [Entry] {
    let entries = QuotedText.fields(of: text.prefix(1 << 15), separator: ",").prefix(most)
      .compactMap(entry)
    return entries.enumerated().sorted {
      ($1.element.quality, $0.offset) < ($0.element.quality, $1.offset)
    }.map(\.element)
  }

  private static func entry(_ text: String) -> Entry? {
    guard var type = MediaType(text) else { return nil }
    let quality = type["q"].flatMap { Double($0) } ?? 1
    type.parameters.removeAll { $0.name == "q" }
    return Entry(mediaType: type, quality: quality.isNaN ? 1 : min(max(quality, 0), 1))
  }
}

extension MediaType {
  /// The transfer syntax where none is named (PS3.18 8.7.3.5.2): Explicit VR Little Endian.
  public static let defaultTransferSyntax = "1.2.840.10008.1.2.1"

  /// Whether an offer fulfils this wish.
  ///
  /// - Parameter offer: What a server has.
  /// - Returns: Whether type, subtype, `type` and transfer syntax agree.
  public func accepts(_ offer: MediaType) -> Bool {
    guard Self.covers(type, offer.type), Self.covers(subtype, offer.subtype) else { return false }
    if let wanted = self["type"], let offered = offer["type"], !Self.coversType(wanted, offered) {
      return false
    }
    guard let offered = offer["transfer-syntax"], type != "*" else { return true }
    let wanted = self["transfer-syntax"] ?? Self.defaultTransferSyntax
    return wanted == "*" || wanted == offered
  }

  /// Whether it names an offer without wildcards.
  fileprivate func namesExactly(_ offer: MediaType) -> Bool {
    type != "*" && subtype != "*" && accepts(offer)
  }

  private static func covers(_ wanted: String, _ offered: String) -> Bool {
    wanted == "*" || wanted == offered
  }

  private static func coversType(_ wanted: String, _ offered: String) -> Bool {
    guard let wanted = MediaType(wanted), let offered = MediaType(offered) else { return false }
    return covers(wanted.type, offered.type) && covers(wanted.subtype, offered.subtype)
  }
}
