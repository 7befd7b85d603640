import DICOMModel

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// An attribute as it is read from JSON, or from XML.
struct ReadAttribute: Decodable {
  private enum Key: String, CodingKey {
    case vr
    case value = "Value"
    case inlineBinary = "InlineBinary"
    case location = "BulkDataURI"
  }

  /// What an attribute has.
  enum Value {
    case none
    case damaged
    case items([ReferringDataSet])
    case bytes([UInt8])
    case scalars([ReadScalar])
    case elsewhere(String)
  }

  /// Nil for one that is not known.
  private let vr: VR?
  private let value: Value

  init(vr: VR?, value: Value) {
    self.vr = vr
    self.value = value
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    vr = (try container.decodeIfPresent(String.self, forKey: .vr)).flatMap { VR(code: $0) }
    if let text = try container.decodeIfPresent(String.self, forKey: .inlineBinary) {
      value = Data(base64Encoded: text).map { .bytes(Array($0)) } ?? .damaged
    } else if vr == .sq {
      let items = try container.decodeIfPresent([ReadDataSet?].self, forKey: .value) ?? []
      value = .items(items.map { ($0 ?? ReadDataSet()).item })
    } else if let scalars = try container.decodeIfPresent([ReadScalar].self, forKey: .value) {
      value = .scalars(scalars)
    } else {
      let location = try container.decodeIfPresent(String.self, forKey: .location)
      value = location.map { .elsewhere($0) } ?? .none
    }
  }

  /// Sets it, if it has a value that fits.
  func set(_ tag: Tag, in content: inout ReferringDataSet) {
    let vr = vr ?? DataDictionary.vr(tag) ?? .un
    switch value {
    case .none where vr == .sq: content.set(tag, items: [])
    case .none: content.dataSet.set(tag, vr: vr, bytes: [])
    // Items are written as such.
    case .bytes where vr == .sq, .elsewhere where vr == .sq:
      content.set(tag, items: [])
      content.leaveOut()
    case .damaged:
      content.dataSet.set(tag, vr: vr, bytes: [])
      content.leaveOut()
    case .items(let items): content.set(tag, items: items)
    case .bytes(let bytes): content.dataSet.set(tag, vr: vr, bytes: bytes)
    case .scalars(let scalars) where vr.isText:
      content.dataSet.set(tag, vr: vr, strings: scalars.map(\.text))
    case .scalars(let scalars):
      if let bytes = NumberBytes.of(scalars, vr: vr) {
        content.dataSet.set(tag, vr: vr, bytes: bytes)
      } else {
        content.leaveOut()
      }
    case .elsewhere(let location): content.refer(tag, vr: vr, to: location)
    }
  }
}

/// A value that is no data set.
enum ReadScalar: Decodable {
  case none
  case text(String)
  case integer(Int)
  case number(Double)

  init(from decoder: any Decoder) throws {
    if let groups = try? decoder.container(keyedBy: NameKey.self) {
      self = .text(try Self.name(groups))
      return
    }
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .none
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let integer = try? container.decode(Int.self) {
      self = .integer(integer)
    } else {
      self = .number(try container.decode(Double.self))
    }
  }

  private enum NameKey: String, CodingKey, CaseIterable {
    case alphabetic = "Alphabetic"
    case ideographic = "Ideographic"
    case phonetic = "Phonetic"
  }

  /// A person's name: up to three ways to write it, apart by `=`.
  private static func name(_ groups: KeyedDecodingContainer<NameKey>) throws -> String {
    var texts: [String] = []
    for key in NameKey.allCases {
      texts.append(try groups.decodeIfPresent(String.self, forKey: key) ?? "")
    }
    while texts.count > 1, texts.last?.isEmpty == true { texts.removeLast() }
    return texts.joined(separator: "=")
  }

  /// As text; a backslash would make two values of it.
  var text: String {
    switch self {
    case .none: ""
    case .text(let text): text
    case .integer(let integer): "\(integer)"
    case .number(let number): Self.decimal(number)
    }
  }

  /// In the sixteen characters that a decimal string has.
  private static func decimal(_ number: Double) -> String {
    guard number.isFinite else { return "" }
    var dataSet = DataSet()
    dataSet.set(.sliceThickness, vr: .ds, double: number)
    return dataSet.string(.sliceThickness) ?? ""
  }

  var number: Double? {
    switch self {
    case .none: nil
    case .text(let text): Double(text)
    case .integer(let integer): Double(integer)
    case .number(let number): number
    }
  }

  func integer<Integer: FixedWidthInteger>(_ type: Integer.Type) -> Integer? {
    switch self {
    case .none: nil
    case .text(let text): Integer(text)
    case .integer(let integer): Integer(exactly: integer)
    case .number(let number): Integer(exactly: number)
    }
  }
}
