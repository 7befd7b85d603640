import Archive
import DICOMModel

/// Data sets in the DICOM JSON model (PS3.18 Annex F), as bytes.
///
/// Written directly: a series has hundreds of headers, and an answer of all of them is wanted at once.
struct JSONText {
  private(set) var bytes: [UInt8] = []

  /// Writes a data set.
  ///
  /// - Parameters:
  ///   - dataSet: The attributes.
  ///   - bulk: Attributes that are fetched from elsewhere.
  ///   - location: Where; the tag's digits follow.
  mutating func write(_ dataSet: DataSet, bulk: [BulkAttribute] = [], location: String = "") {
    append("{")
    var isFirst = true
    var bulk = bulk[...]
    for element in dataSet.elements where !element.tag.isGroupLength {
      while let next = bulk.first, next.tag < element.tag {
        separate(&isFirst)
        write(next, location: location)
        bulk = bulk.dropFirst()
      }
      separate(&isFirst)
      write(element, of: dataSet)
    }
    for attribute in bulk {
      separate(&isFirst)
      write(attribute, location: location)
    }
    append("}")
  }

  /// Writes data sets as a list.
  mutating func write(list: [DataSet]) {
    append("[")
    for (n, dataSet) in list.enumerated() {
      if n > 0 { append(",") }
      write(dataSet)
    }
    append("]")
  }

  /// Appends what is JSON already.
  mutating func append(_ text: StaticString) {
    unsafe bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// A text in quotes.
  static func quoted(_ text: String) -> String {
    var writer = JSONText()
    writer.append(quoting: text)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// Bytes as text (RFC 4648).
  static func base64(_ value: ArraySlice<UInt8>) -> String {
    var writer = JSONText()
    writer.appendBase64(value)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  // MARK: Attributes

  private mutating func separate(_ isFirst: inout Bool) {
    if !isFirst { append(",") }
    isFirst = false
  }

  private mutating func begin(_ tag: Tag, _ vr: VR) {
    append("\"")
    appendDigits(tag.rawValue)
    append(#"":{"vr":""#)
    bytes.append(contentsOf: vr.code.utf8)
    append("\"")
  }

  private mutating func write(_ attribute: BulkAttribute, location: String) {
    begin(attribute.tag, attribute.vr)
    append(#","BulkDataURI":""#)
    bytes.append(contentsOf: location.utf8)
    appendDigits(attribute.tag.rawValue)
    append(#""}"#)
  }

  private mutating func write(_ element: DataElement, of dataSet: DataSet) {
    let tag = element.tag
    let vr = element.vr == .un ? DataDictionary.vr(tag) ?? .un : element.vr
    begin(tag, vr)
    if let items = dataSet.items(tag) {
      if !items.isEmpty {
        append(#","Value":"#)
        write(list: items)
      }
    } else if let value = dataSet.bytes(tag), !value.isEmpty {
      write(value, of: tag, vr: vr, in: dataSet)
    }
    append("}")
  }

  private mutating func write(
    _ value: ArraySlice<UInt8>, of tag: Tag, vr: VR, in dataSet: DataSet
  ) {
    switch vr {
    case .ob, .ow, .of, .od, .ol, .ov, .un:
      append(#","InlineBinary":""#)
      appendBase64(value)
      append("\"")
    case .at: writeValues(dataSet.tags(tag) ?? []) { $0.appendTag($1) }
    case .fl, .fd:
      let numbers = dataSet.doubles(tag, as: vr) ?? []
      guard numbers.allSatisfy(\.isFinite) else { return }
      writeValues(numbers) { $0.append(number: $1) }
    case .ds: writeDecimals(tag, in: dataSet)
    case .is, .ss, .us, .sl, .ul, .sv, .uv:
      writeValues(dataSet.integers(tag, as: vr) ?? []) { $0.bytes.append(contentsOf: "\($1)".utf8) }
    case .pn: writeTexts(dataSet.strings(tag) ?? []) { $0.append(name: $1) }
    default: writeTexts(dataSet.strings(tag, as: vr) ?? []) { $0.append(quoting: $1) }
    }
  }

  private mutating func writeValues<Value>(
    _ values: [Value], write: (inout JSONText, Value) -> Void
  ) {
    guard !values.isEmpty else { return }
    append(#","Value":["#)
    for (n, value) in values.enumerated() {
      if n > 0 { append(",") }
      write(&self, value)
    }
    append("]")
  }

  /// Texts, of which an empty one is nothing.
  private mutating func writeTexts(_ texts: [String], write: (inout JSONText, String) -> Void) {
    guard texts.contains(where: { !$0.isEmpty }) else { return }
    writeValues(texts) { writer, text in
      if text.isEmpty { writer.append("null") } else { write(&writer, text) }
    }
  }

  /// Decimal strings with the digits that they have, where these are a number of JSON too.
  private mutating func writeDecimals(_ tag: Tag, in dataSet: DataSet) {
    let texts = dataSet.strings(tag, as: .ds) ?? []
    if !texts.isEmpty, texts.allSatisfy({ JSONNumber.isOne($0.utf8) }) {
      writeValues(texts) { $0.bytes.append(contentsOf: $1.utf8) }
      return
    }
    guard let numbers = dataSet.doubles(tag, as: .ds), numbers.allSatisfy(\.isFinite) else {
      return
    }
    writeValues(numbers) { $0.append(number: $1) }
  }

  private mutating func append(number: Double) {
    let whole = number.rounded()
    if whole == number, abs(number) < 1e15 {
      bytes.append(contentsOf: "\(Int(number))".utf8)
    } else {
      bytes.append(contentsOf: "\(number)".utf8)
    }
  }

  private mutating func append(name text: String) {
    append("{")
    var isFirst = true
    let groups = text.split(separator: "=", omittingEmptySubsequences: false)
    for (n, group) in groups.prefix(3).enumerated() where !group.isEmpty {
      separate(&isFirst)
      switch n {
      case 0: append(#""Alphabetic":"#)
      case 1: append(#""Ideographic":"#)
      default: append(#""Phonetic":"#)
      }
      append(quoting: String(group))
    }
    append("}")
  }

  private mutating func append(quoting text: String) {
    append("\"")
    for byte in text.utf8 {
      switch byte {
      case 0x22, 0x5C: bytes.append(contentsOf: [0x5C, byte])
      case 0..<0x20:
        append(#"\u00"#)
        bytes.append(Self.digits[Int(byte >> 4)])
        bytes.append(Self.digits[Int(byte & 15)])
      default: bytes.append(byte)
      }
    }
    append("\"")
  }

  private mutating func appendTag(_ tag: Tag) {
    append("\"")
    appendDigits(tag.rawValue)
    append("\"")
  }

  private mutating func appendDigits(_ number: UInt32) {
    for shift in stride(from: 28, through: 0, by: -4) {
      bytes.append(Self.digits[Int(number >> UInt32(shift) & 15)])
    }
  }

  private mutating func appendBase64(_ value: ArraySlice<UInt8>) {
    for start in stride(from: value.startIndex, to: value.endIndex, by: 3) {
      let group = value[start..<min(start + 3, value.endIndex)]
      let word = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        bytes.append(
          place <= group.count ? Self.base64[word >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
  }

  private static let digits = Array("0123456789ABCDEF".utf8)
  private static let base64 = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}

/// What is a number in JSON (RFC 8259 6).
enum JSONNumber {
  static func isOne(_ text: some Collection<UInt8>) -> Bool {
    var rest = text[text.startIndex...]
    if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    guard let first = rest.first, isDigit(first) else { return false }
    let whole = rest.prefix(while: isDigit)
    guard whole.count == 1 || first != UInt8(ascii: "0") else { return false }
    rest = rest.dropFirst(whole.count)
    if rest.first == UInt8(ascii: ".") {
      guard skipDigits(&rest) else { return false }
    }
    if let mark = rest.first, mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") {
      if let sign = rest.dropFirst().first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
        rest = rest.dropFirst()
      }
      guard skipDigits(&rest) else { return false }
    }
    return rest.isEmpty
  }

  /// Passes over a character and the digits behind it; false if there are none.
  private static func skipDigits<Bytes: Collection<UInt8>>(_ rest: inout Bytes) -> Bool
  where Bytes.SubSequence == Bytes {
    rest = rest.dropFirst()
    let digits = rest.prefix(while: isDigit)
    rest = rest.dropFirst(digits.count)
    return !digits.isEmpty
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
