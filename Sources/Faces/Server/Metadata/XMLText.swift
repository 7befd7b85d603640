import Archive
import DICOMModel

/// A data set in the Native DICOM Model (PS3.19 A.1), as bytes.
struct XMLText {
  private(set) var bytes: [UInt8] = []

  /// Writes a data set, with the attributes that are fetched from elsewhere.
  mutating func write(_ dataSet: DataSet, bulk: [BulkAttribute] = [], location: String = "") {
    add(#"<?xml version="1.0" encoding="UTF-8"?>"#)
    add(#"<NativeDicomModel xmlns="http://dicom.nema.org/PS3.19/models/NativeDICOM">"#)
    writeAttributes(of: dataSet)
    for attribute in bulk {
      open(attribute.tag, attribute.vr, in: dataSet)
      add(#"<BulkData uri="\#(Self.escaped(location + Self.digits(attribute.tag)))"/>"#)
      add("</DicomAttribute>")
    }
    add("</NativeDicomModel>")
  }

  private mutating func add(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func writeAttributes(of dataSet: DataSet) {
    for element in dataSet.elements where !element.tag.isGroupLength {
      let vr = element.vr == .un ? DataDictionary.vr(element.tag) ?? .un : element.vr
      open(element.tag, vr, in: dataSet)
      if let items = dataSet.items(element.tag) {
        for (n, item) in items.enumerated() {
          add(#"<Item number="\#(n + 1)">"#)
          writeAttributes(of: item)
          add("</Item>")
        }
      } else if let value = dataSet.bytes(element.tag), !value.isEmpty {
        write(value, of: element.tag, vr: vr, in: dataSet)
      }
      add("</DicomAttribute>")
    }
  }

  private mutating func open(_ tag: Tag, _ vr: VR, in dataSet: DataSet) {
    let keyword = tag.keyword.map { #" keyword="\#($0)""# } ?? ""
    let creator = tag.isPrivate ? Self.creator(of: tag, in: dataSet) : nil
    let owner = creator.map { #" privateCreator="\#(Self.escaped($0))""# } ?? ""
    add(#"<DicomAttribute tag="\#(Self.digits(tag))" vr="\#(vr.code)"\#(keyword)\#(owner)>"#)
  }

  private static func creator(of tag: Tag, in dataSet: DataSet) -> String? {
    guard tag.element > 0xFF else { return nil }
    return dataSet.string(Tag(tag.group, tag.element >> 8))
  }

  private mutating func write(
    _ value: ArraySlice<UInt8>, of tag: Tag, vr: VR, in dataSet: DataSet
  ) {
    switch vr {
    case .ob, .ow, .of, .od, .ol, .ov, .un:
      add("<InlineBinary>\(JSONText.base64(value))</InlineBinary>")
    case .at: write((dataSet.tags(tag) ?? []).map(Self.digits))
    case .fl, .fd: write((dataSet.doubles(tag, as: vr) ?? []).map { "\($0)" })
    case .ss, .us, .sl, .ul, .sv, .uv: write((dataSet.integers(tag, as: vr) ?? []).map { "\($0)" })
    case .pn:
      for (n, text) in (dataSet.strings(tag) ?? []).enumerated() where !text.isEmpty {
        write(name: text, number: n + 1)
      }
    default: write(dataSet.strings(tag, as: vr) ?? [])
    }
  }

  private mutating func write(_ values: [String]) {
    for (n, value) in values.enumerated() where !value.isEmpty {
      add(#"<Value number="\#(n + 1)">\#(Self.escaped(value))</Value>"#)
    }
  }

  private mutating func write(name: String, number: Int) {
    let parts = ["FamilyName", "GivenName", "MiddleName", "NamePrefix", "NameSuffix"]
    add(#"<PersonName number="\#(number)">"#)
    let groups = name.split(separator: "=", omittingEmptySubsequences: false)
    for (word, group) in zip(["Alphabetic", "Ideographic", "Phonetic"], groups)
    where !group.isEmpty {
      add("<\(word)>")
      let components = group.split(separator: "^", omittingEmptySubsequences: false)
      for (part, text) in zip(parts, components) where !text.isEmpty {
        add("<\(part)>\(Self.escaped(String(text)))</\(part)>")
      }
      add("</\(word)>")
    }
    add("</PersonName>")
  }

  private static func digits(_ tag: Tag) -> String {
    let text = String(tag.rawValue, radix: 16, uppercase: true)
    return String(repeating: "0", count: 8 - text.count) + text
  }

  /// Characters that XML 1.0 cannot hold become U+FFFD.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t", "\n", "\r": result.unicodeScalars.append(scalar)
      default:
        let isHeld = scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
        result.unicodeScalars.append(isHeld ? scalar : "\u{FFFD}")
      }
    }
    return result
  }
}
