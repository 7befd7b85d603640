extension DataSet {
  /// The encoding of text in this data set, inherited by items that declare none.
  public var textEncoding: TextEncoding {
    guard let value = plainValue(.specificCharacterSet, as: nil) else { return inheritedEncoding }
    let terms = value.bytes.split(separator: backslash, omittingEmptySubsequences: false)
      .map { String(decoding: trimmed($0), as: UTF8.self) }
    return TextEncoding(terms: terms)
  }

  /// The first value of a text attribute, without padding; nil when absent, empty or not text.
  public func string(_ tag: Tag) -> String? {
    guard let value = plainValue(tag, as: nil), value.vr.isText else { return nil }
    let first = value.vr.isMultiValuedText ? firstValue(of: value) : value.bytes
    let string = decode(first, vr: value.vr).string
    return string.isEmpty ? nil : string
  }

  /// All values of a text attribute, without padding; nil when absent or not text, and none at all
  /// when empty.
  ///
  /// With `vr`, the bytes are read as this representation instead of the declared one.
  public func strings(_ tag: Tag, as vr: VR? = nil) -> [String]? {
    texts(tag, as: vr)?.map(\.string)
  }

  /// All values of a text attribute with the count of characters that could not be decoded.
  public func texts(_ tag: Tag, as vr: VR? = nil) -> [DecodedText]? {
    guard let value = plainValue(tag, as: vr), value.vr.isText else { return nil }
    guard !value.bytes.isEmpty else { return [] }
    guard value.vr.isMultiValuedText else { return [decode(value.bytes, vr: value.vr)] }
    return values(of: value).map { decode($0, vr: value.vr) }
  }

  /// The first value of a UI attribute; nil when absent or empty.
  public func uid(_ tag: Tag) -> String? {
    string(tag)
  }

  /// The first value of a person name, in its groups and components.
  public func personName(_ tag: Tag) -> PersonName? {
    string(tag).map(PersonName.init)
  }

  private func values(of value: PlainValue) -> [ArraySlice<UInt8>] {
    let encoding = value.vr.usesCharacterSet ? textEncoding : .ascii
    return encoding.values(value.bytes)
  }

  private func firstValue(of value: PlainValue) -> ArraySlice<UInt8> {
    // Most texts hold one value, and most that hold several are plain.
    guard value.vr.usesCharacterSet, value.bytes.contains(backslash) else {
      return value.bytes.prefix { $0 != backslash }
    }
    return values(of: value).first ?? []
  }

  private func decode(_ bytes: ArraySlice<UInt8>, vr: VR) -> DecodedText {
    let bytes = vr.isMultiValuedText ? trimmed(bytes) : trimmedAtEnd(bytes)
    let isPlain = bytes.allSatisfy { $0 < 0x80 && $0 != TextEncoding.escape }
    let encoding = isPlain || !vr.usesCharacterSet ? TextEncoding.ascii : textEncoding
    return encoding.decode(bytes)
  }
}

/// A name in its alphabetic, ideographic and phonetic groups (PS3.5 6.2.1).
public struct PersonName: Hashable, Sendable {
  /// The groups as written, between the equal signs; at least one.
  public let groups: [String]

  /// Takes a PN value apart.
  public init(_ text: String) {
    groups = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
  }

  /// Family name of the alphabetic group; empty when not given.
  public var familyName: String { component(0) }

  /// Given name of the alphabetic group; empty when not given.
  public var givenName: String { component(1) }

  /// One of the five components of the alphabetic group: family, given, middle, prefix, suffix.
  private func component(_ index: Int) -> String {
    let components = groups[0].split(separator: "^", omittingEmptySubsequences: false)
    return index < components.count ? String(components[index]) : ""
  }
}

let backslash = UInt8(ascii: "\\")
