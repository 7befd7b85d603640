public import DICOMModel

/// What is searched for (QIDO-RS, PS3.18 8.3.4).
public struct QueryParameters: Hashable, Sendable {
  /// An attribute that has to match.
  public struct Match: Hashable, Sendable {
    /// Its tag, behind those of the sequences that it is in.
    public var path: [Tag]
    /// The value, with wildcards and ranges as the standard has them.
    public var value: String

    /// Creates a match.
    public init(_ path: [Tag], _ value: String) {
      self.path = path
      self.value = value
    }
  }

  /// What has to match.
  public var matches: [Match] = []
  /// Attributes that are wanted beside the usual ones, as paths.
  public var included: [[Tag]] = []
  /// Whether all attributes are wanted.
  public var includesAll = false
  /// The most results; nil for as many as the server gives.
  public var limit: Int?
  /// How many results are passed over.
  public var offset = 0
  /// Whether names are to match by likeness.
  public var isFuzzy = false
  /// Whether two quotes stand for an empty value (PS3.4 C.2.2.2.7).
  public var hasEmptyValueMatching = false
  /// Whether a list of values matches each of them (PS3.4 C.2.2.2.8).
  public var hasMultipleValueMatching = false
  /// What is no search parameter: servers pass over what they do not know.
  public var others: [QueryItems.Item] = []

  /// Creates parameters that everything matches.
  public init() {}

  /// Reads a query.
  ///
  /// - Parameter items: The query.
  /// - Throws: ``WebServiceError`` if a parameter of the standard has a value that makes no sense.
  public init(_ items: QueryItems) throws(WebServiceError) {
    for item in items.items { try add(item) }
  }

  /// The query.
  public var items: QueryItems {
    var items = matches.map { QueryItems.Item(Self.text($0.path), $0.value) }
    items += included.map { QueryItems.Item("includefield", Self.text($0)) }
    if includesAll { items.append(QueryItems.Item("includefield", "all")) }
    if let limit { items.append(QueryItems.Item("limit", "\(limit)")) }
    if offset > 0 { items.append(QueryItems.Item("offset", "\(offset)")) }
    if isFuzzy { items.append(QueryItems.Item("fuzzymatching", "true")) }
    if hasEmptyValueMatching { items.append(QueryItems.Item("emptyvaluematching", "true")) }
    if hasMultipleValueMatching { items.append(QueryItems.Item("multiplevaluematching", "true")) }
    return QueryItems(items + others)
  }

  /// The values of a list of UIDs: apart by commas, as here, or by backslashes, as elsewhere.
  public static func uids(_ value: String) -> [String] {
    value.split { $0 == "," || $0 == "\\" }.map(\.trimmedOfBlanks).filter { !$0.isEmpty }
  }

  private mutating func add(_ item: QueryItems.Item) throws(WebServiceError) {
    switch item.name.lowercased() {
    case "includefield": include(item.value)
    case "limit": limit = try Self.count(item)
    case "offset": offset = try Self.count(item)
    case "fuzzymatching": isFuzzy = try Self.flag(item)
    case "emptyvaluematching": hasEmptyValueMatching = try Self.flag(item)
    case "multiplevaluematching": hasMultipleValueMatching = try Self.flag(item)
    default:
      if let path = Self.path(item.name) {
        matches.append(Match(path, item.value))
      } else {
        others.append(item)
      }
    }
  }

  private mutating func include(_ list: String) {
    for word in list.split(separator: ",") {
      if word.lowercased() == "all" {
        includesAll = true
      } else if let path = Self.path(word) {
        included.append(path)
      }
    }
  }

  private static func count(_ item: QueryItems.Item) throws(WebServiceError) -> Int {
    guard let count = Int(item.value), count >= 0 else {
      throw WebServiceError(.badParameter(item.name, "it needs a number from 0"))
    }
    return count
  }

  private static func flag(_ item: QueryItems.Item) throws(WebServiceError) -> Bool {
    switch item.value.lowercased() {
    case "true": return true
    case "false": return false
    default: throw WebServiceError(.badParameter(item.name, "it is true or false"))
    }
  }

  /// Keywords or tags, apart by points; nil for what is neither.
  private static func path(_ text: some StringProtocol) -> [Tag]? {
    let words = text.split(separator: ".", omittingEmptySubsequences: false)
    guard words.count <= 16 else { return nil }
    let path = words.compactMap { word in Tag(digits: word) ?? Tag(keyword: word) }
    return path.count == words.count ? path : nil
  }

  private static func text(_ path: [Tag]) -> String {
    path.map(\.digits).joined(separator: ".")
  }
}

extension Tag {
  /// The tag with these eight digits of base 16.
  init?(digits: some StringProtocol) {
    guard digits.utf8.count == 8, digits.first != "+", digits.first != "-",
      let number = UInt32(digits, radix: 16)
    else { return nil }
    self.init(rawValue: number)
  }

  /// The tag as eight digits of base 16.
  var digits: String {
    let text = String(rawValue, radix: 16, uppercase: true)
    return String(repeating: "0", count: 8 - text.count) + text
  }
}
