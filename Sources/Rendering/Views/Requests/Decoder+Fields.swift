extension Decoder {
  /// The fields of a request.
  ///
  /// - Throws: ``RequestError`` for a field that the request does not have: a misspelt one would
  ///   else be left out without a word.
  package func fields<Key: CodingKey>(_ type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    let all = try container(keyedBy: AnyField.self).allKeys
    if let unknown = all.first(where: { Key(stringValue: $0.stringValue) == nil }) {
      let path = (codingPath + [unknown]).map(\.stringValue).joined(separator: ".")
      throw RequestError(.unknownField, field: path, sentence: "there is no field `\(path)`")
    }
    return try container(keyedBy: type)
  }
}

extension KeyedDecodingContainer {
  /// The value of a field, or what it is where it is not given.
  package func value<Value: Decodable>(_ key: Key, default value: Value) throws -> Value {
    try decodeIfPresent(Value.self, forKey: key) ?? value
  }

  /// The value of a field that need not be given.
  package func value<Value: Decodable>(_ key: Key) throws -> Value? {
    try decodeIfPresent(Value.self, forKey: key)
  }
}

/// Any field.
private struct AnyField: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
