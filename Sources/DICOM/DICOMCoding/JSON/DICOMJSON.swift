public import DICOMModel

/// A data set in the DICOM JSON model (PS3.18 Annex F).
///
/// Values that make no sense for their representation are left out, as a file may hold anything; bytes
/// (OB, OW and their like) stand as Base64.
public struct DICOMJSON: Encodable, Sendable {
  /// What is written.
  public let dataSet: DataSet

  /// Writes a data set.
  public init(_ dataSet: DataSet) { self.dataSet = dataSet }

  /// The attributes by tag.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for element in dataSet.elements where !element.tag.isGroupLength {
      try container.encode(
        Attribute(element: element, dataSet: dataSet), forKey: Key(element.tag))
    }
  }

  /// A tag as eight digits.
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ tag: Tag) { stringValue = tag.digits }

    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}

/// An attribute with its representation and values.
private struct Attribute: Encodable {
  let element: DataElement
  let dataSet: DataSet

  private enum Key: String, CodingKey {
    case vr
    case value = "Value"
    case inlineBinary = "InlineBinary"
  }

  func encode(to encoder: any Encoder) throws {
    let tag = element.tag
    let vr = element.vr == .un ? DataDictionary.vr(tag) ?? .un : element.vr
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(vr.code, forKey: .vr)
    if let items = dataSet.items(tag) {
      if !items.isEmpty { try container.encode(items.map(DICOMJSON.init), forKey: .value) }
      return
    }
    guard let bytes = dataSet.bytes(tag), !bytes.isEmpty else { return }
    switch vr {
    case .ob, .ow, .of, .od, .ol, .ov, .un:
      try container.encode(Base64.text(bytes), forKey: .inlineBinary)
    case .pn: try container.encode(names(tag), forKey: .value)
    case .at: try container.encode((dataSet.tags(tag) ?? []).map(\.digits), forKey: .value)
    case .fl, .fd, .ds:
      let numbers = dataSet.doubles(tag, as: vr) ?? []
      if !numbers.isEmpty, numbers.allSatisfy(\.isFinite) {
        try container.encode(numbers, forKey: .value)
      }
    case .is, .ss, .us, .sl, .ul, .sv, .uv:
      if let numbers = dataSet.integers(tag, as: vr), !numbers.isEmpty {
        try container.encode(numbers, forKey: .value)
      }
    default:
      let texts = (dataSet.strings(tag, as: vr) ?? []).map { $0.isEmpty ? nil : $0 }
      if !texts.isEmpty { try container.encode(texts, forKey: .value) }
    }
  }

  private func names(_ tag: Tag) -> [PersonNameGroups?] {
    (dataSet.strings(tag) ?? []).map { $0.isEmpty ? nil : PersonNameGroups($0) }
  }
}

/// A person's name: up to three ways to write it, apart by `=`.
private struct PersonNameGroups: Encodable {
  var alphabetic: String?
  var ideographic: String?
  var phonetic: String?

  private enum CodingKeys: String, CodingKey {
    case alphabetic = "Alphabetic"
    case ideographic = "Ideographic"
    case phonetic = "Phonetic"
  }

  init(_ text: String) {
    let groups = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
    func group(_ n: Int) -> String? {
      n < groups.count && !groups[n].isEmpty ? groups[n] : nil
    }
    alphabetic = group(0)
    ideographic = group(1)
    phonetic = group(2)
  }
}

extension Tag {
  /// Group and element as eight digits.
  fileprivate var digits: String {
    let text = String(UInt32(group) << 16 | UInt32(element), radix: 16, uppercase: true)
    return String(repeating: "0", count: 8 - text.count) + text
  }
}

/// Bytes as text (RFC 4648).
private enum Base64 {
  private static let digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func text(_ bytes: ArraySlice<UInt8>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: bytes.startIndex, to: bytes.endIndex, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.endIndex)]
      let word = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        let digit = digits[word >> (18 - 6 * place) & 63]
        text.append(place <= group.count ? digit : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
