import Foundation

/// Any JSON, to be taken over from one place to another.
indirect enum JSONValue: Codable, Sendable {
  case null
  case flag(Bool)
  case number(Double)
  case text(String)
  case list([JSONValue])
  case object([String: JSONValue])

  /// What a value says of itself as JSON.
  init(_ value: any Encodable) throws {
    self = try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(value))
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let list = try? container.decode([JSONValue].self) {
      self = .list(list)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .flag(let flag): try container.encode(flag)
    case .number(let number): try container.encode(number)
    case .text(let text): try container.encode(text)
    case .list(let list): try container.encode(list)
    case .object(let object): try container.encode(object)
    }
  }

  /// The same without some keys, however deep; findings name files, which stay out too.
  func without(_ keys: Set<String>) -> JSONValue {
    switch self {
    case .list(let list): .list(list.map { $0.without(keys) })
    case .object(let object):
      .object(
        object.filter { !keys.contains($0.key) && $0.key != "files" }
          .mapValues { $0.without(keys) })
    case .null, .flag, .number, .text: self
    }
  }
}
