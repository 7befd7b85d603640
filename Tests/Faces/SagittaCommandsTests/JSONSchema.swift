import Foundation
import StableJSON
import TestSupport

/// The declared JSON of the program, and whether a value is what is declared.
///
/// It knows the keywords of draft 2020-12 that the declarations use; another one is a mistake of
/// the declaration, and so is a key that they do not name: readers are promised only what is
/// declared.
struct JSONSchema {
  /// Declarations by their names, without extension.
  let documents: [String: JSONValue]

  init() throws {
    let folder = Repository.root.appending(path: "Sources/Faces/Schemas/Declarations")
    let ending = ".schema.json"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(ending) }
    documents = try Dictionary(
      uniqueKeysWithValues: names.map { name in
        let data = try Data(contentsOf: folder.appending(path: name))
        return (
          String(name.dropLast(ending.count)), try JSONDecoder().decode(JSONValue.self, from: data)
        )
      })
  }

  /// What is wrong with a value; empty if it is what a declaration says.
  func problems(of value: JSONValue, in name: String) -> [String] {
    guard let schema = documents[name] else { return ["there is no declaration \(name)"] }
    return problems(value, schema, in: name, at: "$")
  }

  private func problems(
    _ value: JSONValue, _ schema: JSONValue, in name: String, at place: String
  ) -> [String] {
    guard case .object(let rules) = schema else { return ["\(name): a schema is no object"] }
    return rules.sorted { $0.key < $1.key }.flatMap { keyword, rule in
      problems(value, keyword: keyword, rule, rules, in: name, at: place)
    }
  }

  private func problems(
    _ value: JSONValue, keyword: String, _ rule: JSONValue, _ rules: [String: JSONValue],
    in name: String, at place: String
  ) -> [String] {
    switch keyword {
    case "$schema", "$id", "$defs", "title", "description": return []
    case "$ref": return referred(value, rule, in: name, at: place)
    case "anyOf", "oneOf":
      let fitting = rule.items.count { problems(value, $0, in: name, at: place).isEmpty }
      let isFine = keyword == "anyOf" ? fitting > 0 : fitting == 1
      return isFine ? [] : ["\(place): \(fitting) of \(keyword) fit"]
    case "required":
      return rule.items.compactMap(\.string).filter {
        value.fields?[$0] == nil && value.fields != nil
      }
      .map { "\(place): has no \($0)" }
    case "properties", "additionalProperties":
      return keyword == "properties" || rules["properties"] == nil
        ? fields(value, rules, in: name, at: place) : []
    case "items":
      return value.items.enumerated().flatMap {
        problems($1, rule, in: name, at: "\(place)[\($0)]")
      }
    default:
      return rule.allows(value, keyword: keyword).map { $0 ? [] : ["\(place): \(keyword)"] }
        ?? ["\(name): the keyword \(keyword) is not known"]
    }
  }

  /// A reference into the same document or another: `common.schema.json#/$defs/window`.
  private func referred(
    _ value: JSONValue, _ rule: JSONValue, in name: String, at place: String
  ) -> [String] {
    let parts = (rule.string ?? "").split(separator: "#", omittingEmptySubsequences: false)
    let other = parts[0].isEmpty ? name : String(parts[0].split(separator: ".")[0])
    var schema = documents[other]
    for key in parts.last?.split(separator: "/") ?? [] { schema = schema?.fields?[String(key)] }
    guard let schema else { return ["\(name): there is no \(rule.string ?? "")"] }
    return problems(value, schema, in: other, at: place)
  }

  private func fields(
    _ value: JSONValue, _ rules: [String: JSONValue], in name: String, at place: String
  ) -> [String] {
    let declared = rules["properties"]?.fields ?? [:]
    return (value.fields ?? [:]).sorted { $0.key < $1.key }.flatMap { key, field in
      guard let schema = declared[key] ?? rules["additionalProperties"] else {
        return ["\(place): \(key) is not declared"]
      }
      return problems(field, schema, in: name, at: "\(place).\(key)")
    }
  }
}

extension JSONValue {
  var string: String? { if case .text(let text) = self { text } else { nil } }
  var items: [JSONValue] { if case .list(let list) = self { list } else { [] } }
  var fields: [String: JSONValue]? { if case .object(let object) = self { object } else { nil } }
  private var number: Double? { if case .number(let number) = self { number } else { nil } }

  /// Whether this rule of a schema allows a value; nil for a keyword that is not known.
  fileprivate func allows(_ value: JSONValue, keyword: String) -> Bool? {
    switch keyword {
    case "type":
      return (string.map { [$0] } ?? items.compactMap(\.string)).contains(where: value.isOf)
    case "enum": return items.contains(value)
    case "const": return self == value
    case "pattern":
      return value.string.map { $0.range(of: string ?? "", options: .regularExpression) != nil }
        ?? true
    case "minItems": return value.length.map { Double($0) >= number ?? 0 } ?? true
    case "maxItems": return value.length.map { Double($0) <= number ?? 0 } ?? true
    case "minimum": return value.number.map { $0 >= number ?? 0 } ?? true
    case "exclusiveMinimum": return value.number.map { $0 > number ?? 0 } ?? true
    default: return nil
    }
  }

  private var length: Int? { if case .list(let list) = self { list.count } else { nil } }

  private func isOf(_ type: String) -> Bool {
    switch (self, type) {
    case (.null, "null"), (.flag, "boolean"), (.number, "number"), (.text, "string"),
      (.list, "array"), (.object, "object"):
      true
    case (.number(let number), "integer"): number == number.rounded()
    default: false
    }
  }
}
