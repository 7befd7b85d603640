import DICOMModel

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Reads data sets in the Native DICOM Model (PS3.19 A.1).
///
/// Texts are in UTF-8, and the data sets say so.
public enum NativeXMLReader {
  /// Reads one data set, with what is said of values that stand elsewhere.
  ///
  /// - Parameter bytes: The XML.
  /// - Returns: The data set.
  /// - Throws: ``WebServiceError``.
  public static func referringDataSet(
    _ bytes: [UInt8]
  ) throws(WebServiceError) -> ReferringDataSet {
    var reading = NativeXMLReading(try XMLScanner(bytes))
    return try reading.root()
  }
}

/// A text that is being read.
private struct NativeXMLReading {
  private var scanner: XMLScanner

  init(_ scanner: XMLScanner) { self.scanner = scanner }

  mutating func root() throws(WebServiceError) -> ReferringDataSet {
    while let event = try scanner.next() {
      guard case .open(let name, _) = event else { continue }
      guard name == "NativeDicomModel" else { break }
      var root = try dataSet()
      while try scanner.next() != nil {}
      root.dataSet.set(.specificCharacterSet, string: "ISO_IR 192")
      return root
    }
    throw XMLScanner.damaged("it is no data set")
  }

  /// The attributes of an element that has begun, to its end.
  private mutating func dataSet() throws(WebServiceError) -> ReferringDataSet {
    var content = ReferringDataSet()
    try children { (reading, name, attributes) throws(WebServiceError) in
      guard name == "DicomAttribute" else { return try reading.skip() }
      try reading.attribute(attributes, in: &content)
    }
    return content
  }

  private mutating func attribute(
    _ attributes: [String: String], in content: inout ReferringDataSet
  ) throws(WebServiceError) {
    let digits = attributes["tag"] ?? ""
    guard let written = Tag(digits: digits) else {
      throw XMLScanner.damaged("an attribute has no tag")
    }
    let vr = attributes["vr"].flatMap { VR(code: $0) }
    let value = try self.value(isSequence: vr == .sq)
    let tag = content.place(written, of: attributes["privateCreator"])
    guard let tag else { return content.leaveOut() }
    guard tag != .specificCharacterSet, !tag.isGroupLength else { return }
    ReadAttribute(vr: vr, value: value).set(tag, in: &content)
  }

  private mutating func value(isSequence: Bool) throws(WebServiceError) -> ReadAttribute.Value {
    var value = isSequence ? ReadAttribute.Value.items([]) : .none
    var texts: [String] = []
    var items: [ReferringDataSet] = []
    try children { (reading, name, attributes) throws(WebServiceError) in
      switch name {
      case "Value": try Self.set(try reading.text(), attributes, in: &texts)
      case "PersonName": try Self.set(try reading.personName(), attributes, in: &texts)
      case "Item": try Self.set(try reading.dataSet(), attributes, in: &items)
      case "BulkData":
        value = (attributes["uri"] ?? attributes["uuid"]).map { .elsewhere($0) } ?? .damaged
        try reading.skip()
      case "InlineBinary":
        let data = Data(
          base64Encoded: try reading.text(), options: .ignoreUnknownCharacters)
        value = data.map { .bytes(Array($0)) } ?? .damaged
      default: try reading.skip()
      }
    }
    if !items.isEmpty { return isSequence ? .items(items) : .damaged }
    return texts.isEmpty ? value : .scalars(texts.map { .text($0) })
  }

  /// Values say which they are, from 1; those that are left out are empty.
  private static func set<Value: Emptiable>(
    _ value: Value, _ attributes: [String: String], in list: inout [Value]
  ) throws(WebServiceError) {
    let number = attributes["number"].flatMap { Int($0) } ?? list.count + 1
    guard number >= 1, number <= list.count + 10_000 else {
      throw XMLScanner.damaged("a value has no number that makes sense")
    }
    while list.count < number { list.append(Value.empty) }
    list[number - 1] = value
  }

  /// A person's name: up to three ways to write it, each of up to five parts.
  private mutating func personName() throws(WebServiceError) -> String {
    var groups = [String](repeating: "", count: 3)
    try children { (reading, name, _) throws(WebServiceError) in
      guard let place = ["Alphabetic", "Ideographic", "Phonetic"].firstIndex(of: name) else {
        return try reading.skip()
      }
      groups[place] = try reading.nameParts()
    }
    return Self.joined(groups, by: "=")
  }

  private mutating func nameParts() throws(WebServiceError) -> String {
    let names = ["FamilyName", "GivenName", "MiddleName", "NamePrefix", "NameSuffix"]
    var parts = [String](repeating: "", count: names.count)
    try children { (reading, name, _) throws(WebServiceError) in
      guard let place = names.firstIndex(of: name) else { return try reading.skip() }
      parts[place] = try reading.text()
    }
    return Self.joined(parts, by: "^")
  }

  private static func joined(_ parts: [String], by separator: String) -> String {
    let last = parts.lastIndex { !$0.isEmpty } ?? -1
    return parts[..<(last + 1)].joined(separator: separator)
  }

  // MARK: Elements

  /// Does something with each element within one that has begun, to its end.
  private mutating func children(
    _ body: (inout NativeXMLReading, String, [String: String]) throws(WebServiceError) -> Void
  ) throws(WebServiceError) {
    while let event = try scanner.next() {
      switch event {
      case .open(let name, let attributes): try body(&self, name, attributes)
      case .close: return
      case .text: continue
      }
    }
  }

  private mutating func skip() throws(WebServiceError) {
    try children { (reading, _, _) throws(WebServiceError) in try reading.skip() }
  }

  /// The text of an element that has begun, to its end.
  private mutating func text() throws(WebServiceError) -> String {
    var text = ""
    while let event = try scanner.next() {
      switch event {
      case .text(let more): text += more
      case .close: return text
      case .open: try skip()
      }
    }
    return text
  }
}

/// What a value that is left out is.
private protocol Emptiable {
  static var empty: Self { get }
}

extension String: Emptiable {
  fileprivate static var empty: String { "" }
}

extension ReferringDataSet: Emptiable {
  fileprivate static var empty: ReferringDataSet { ReferringDataSet() }
}

extension ReferringDataSet {
  /// Where an attribute of a private creator stands: in its block, which is made if there is none.
  ///
  /// - Returns: The tag; nil if there is no block left.
  fileprivate mutating func place(_ tag: Tag, of creator: String?) -> Tag? {
    guard let creator, tag.isPrivate else { return tag }
    let blocks = (UInt16(0x10)...0xFF).map { Tag(tag.group, $0) }
    // Some write the number of the block, others leave it out (PS3.19 A.1.3).
    let written = Tag(tag.group, tag.element >> 8)
    if tag.element > 0xFF, dataSet.string(written) ?? creator == creator {
      if !dataSet.contains(written) { dataSet.set(written, vr: .lo, string: creator) }
      return tag
    }
    let known = blocks.first { dataSet.string($0) == creator }
    guard let block = known ?? blocks.first(where: { !dataSet.contains($0) }) else { return nil }
    if known == nil { dataSet.set(block, vr: .lo, string: creator) }
    return Tag(tag.group, block.element << 8 | tag.element & 0xFF)
  }
}
