/// The query of an address: names and values, in order.
public struct QueryItems: Hashable, Sendable {
  /// One of them.
  public struct Item: Hashable, Sendable {
    /// The name, decoded.
    public var name: String
    /// The value, decoded; empty without one.
    public var value: String

    /// Creates an item.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// All of them.
  public var items: [Item]

  /// Creates a query.
  public init(_ items: [Item] = []) { self.items = items }

  /// Reads a query.
  ///
  /// - Parameter query: What follows the question mark, percent-coded; `+` is a blank.
  /// - Throws: ``WebServiceError`` if it is too long.
  public init(query: some StringProtocol) throws(WebServiceError) {
    guard query.utf8.count <= Self.longest else {
      throw WebServiceError(.tooLong("a query", limit: Self.longest))
    }
    items = query.split(separator: "&").map { field in
      let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map { PercentCoding.decoded($0, plusIsBlank: true) }
      return Item(parts[0], parts.count > 1 ? parts[1] : "")
    }
  }

  private static let longest = 1 << 16

  /// The first value of a name.
  public subscript(name: String) -> String? { items.first { $0.name == name }?.value }

  /// The query, percent-coded, without the question mark.
  public var text: String {
    items.map { item in
      "\(PercentCoding.encoded(item.name))=\(PercentCoding.encoded(item.value, keeping: ",*"))"
    }.joined(separator: "&")
  }
}
