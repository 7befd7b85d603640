/// Numbers as text that break the rules of DS and IS (PS3.5 6.2) and still have one meaning: decimal
/// commas, commas between values, backslashes behind the last value.
struct IrregularNumbers {
  /// The values, with decimal points.
  private let values: [ArraySlice<UInt8>]

  /// Takes a text apart; nil if it keeps the rules, or breaks them in a way that leaves a doubt.
  init?(_ bytes: ArraySlice<UInt8>) {
    let text = Self.withoutEnd(trimmed(bytes))
    let hasCommas = text.contains(Self.comma)
    guard !text.isEmpty, hasCommas || text.count < trimmed(bytes).count else { return nil }
    let parts = text.split(separator: backslash, omittingEmptySubsequences: false)
    if parts.count == 1, hasCommas, let values = Self.separated(text) {
      self.values = values
      return
    }
    var values: [ArraySlice<UInt8>] = []
    for part in parts {
      guard let value = Self.withPoint(part) else { return nil }
      values.append(value)
    }
    self.values = values
  }

  /// Each value through a parser; nil as soon as one fails.
  func texts<Number>(_ parse: (ArraySlice<UInt8>) -> Number?) -> [Number]? {
    var numbers: [Number] = []
    for value in values {
      guard let number = parse(value) else { return nil }
      numbers.append(number)
    }
    return numbers
  }

  /// The text without backslashes and padding behind the last value.
  private static func withoutEnd(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = text
    while text.last == backslash { text = trimmedAtEnd(text.dropLast()) }
    return text
  }

  /// The values that commas separate; nil if the commas may be decimal ones.
  ///
  /// One comma separates only numbers that both have a point, as `0.8,0.5`; several do where one
  /// number has a point (`1,234,567` may be a single number), or where there are six, as many as
  /// an orientation has.
  private static func separated(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
    let values = text.split(separator: comma, omittingEmptySubsequences: false)
    let pointed = values.count { $0.contains(point) }
    let isSeparated = values.count == 2 ? pointed == 2 : pointed > 0 || values.count == 6
    return isSeparated && values.allSatisfy { !trimmed($0).isEmpty } ? values : nil
  }

  /// A value with its decimal comma turned into a point; nil if it has several, or a point too, or
  /// no digits on both sides.
  private static func withPoint(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    var value = trimmed(value)
    guard let place = value.firstIndex(of: comma) else { return value }
    guard !value[(place + 1)...].contains(comma), !value.contains(point), place > value.startIndex,
      place < value.endIndex - 1
    else { return nil }
    value[place] = point
    return value
  }

  private static let comma = UInt8(ascii: ",")
  private static let point = UInt8(ascii: ".")
}

extension DataSet {
  /// Whether the numbers of a text attribute could be read although they break the rules of DS and
  /// IS: decimal commas, commas between values, backslashes behind the last one.
  public func hasIrregularNumbers(_ tag: Tag) -> Bool {
    guard let value = plainValue(tag, as: nil), value.vr == .ds || value.vr == .is,
      value.bytes.contains(UInt8(ascii: ",")) || trimmedAtEnd(value.bytes).last == backslash
    else { return false }
    return doubles(tag)?.isEmpty == false
  }
}
