public import DICOMModel

extension Query {
  /// Reads the identifier of somebody's request.
  ///
  /// Keys without a value, and those whose value matches everything, are what is wanted. Sequences are
  /// wanted, whatever stands in their items.
  ///
  /// - Returns: The query; nil if no level stands in the identifier.
  public init?(identifier: DataSet) {
    guard let level = identifier.string(.queryRetrieveLevel).flatMap(Level.init) else { return nil }
    self.init(level: level)
    for element in identifier.elements where Self.isKey(element.tag) {
      let value = identifier.keyValue(element)
      guard MatchRule(value, of: element.tag) != .everything else {
        wanted.append(element.tag)
        continue
      }
      matches[element.tag] = value
    }
  }

  /// Whether an attribute of an identifier is a key, and not something about the request.
  private static func isKey(_ tag: Tag) -> Bool {
    ![.specificCharacterSet, .queryRetrieveLevel, .timezoneOffsetFromUTC].contains(tag)
      && !tag.isGroupLength
  }

  /// What has to match, of which kind.
  public var rules: [Tag: MatchRule] {
    var rules: [Tag: MatchRule] = [:]
    for (tag, value) in matches { rules[tag] = MatchRule(value, of: tag) }
    return rules
  }

  /// Whether a data set has what has to match; of several values one is enough (PS3.4 C.2.2.2).
  ///
  /// - Parameter dataSet: Attributes of the query's level and of those above it.
  /// - Returns: Whether it is a match.
  public func accepts(_ dataSet: DataSet) -> Bool {
    rules.allSatisfy { tag, rule in
      let values = dataSet[tag].map { dataSet.keyValues($0) } ?? []
      return values.isEmpty ? rule.accepts("") : values.contains(where: rule.accepts)
    }
  }
}

extension DataSet {
  /// The value of a key, several with backslashes between them.
  fileprivate func keyValue(_ element: DataElement) -> String {
    keyValues(element).joined(separator: "\\")
  }

  fileprivate func keyValues(_ element: DataElement) -> [String] {
    guard !element.isSequence else { return [] }
    let vr = element.vr == .un ? DataDictionary.vr(element.tag) : nil
    return strings(element.tag, as: vr) ?? integers(element.tag)?.map(String.init) ?? []
  }
}
