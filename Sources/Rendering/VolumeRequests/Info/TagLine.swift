import DICOMImaging
public import DICOMModel

/// One attribute of a data set, for people.
public struct TagLine: Encodable, Hashable, Sendable {
  /// The tag, `(0008,0060)`.
  public let tag: String
  /// The value representation, two letters.
  public let vr: String
  /// The keyword; nil of private attributes.
  public let keyword: String?
  /// The value, cut if it is long; withheld unless it is a number, a known code or the standard's own
  /// identifier.
  public let value: String

  /// One line for people.
  public var text: String { "\(tag) \(vr) \(keyword ?? "?"): \(value)" }

  /// Longer values are cut for people and scripts alike.
  private static let longestValue = 120

  /// The attributes in order of their tags; of sequences only the number of items is told.
  ///
  /// - Parameters:
  ///   - dataSet: The attributes.
  ///   - withheld: What stands in place of values that may tell who the patient is; nil tells them.
  /// - Returns: A line for each.
  public static func lines(of dataSet: DataSet, withheld: String?) -> [TagLine] {
    dataSet.elements.map { element in
      TagLine(
        tag: element.tag.description, vr: element.vr.code, keyword: element.tag.keyword,
        value: isHarmless(element, in: dataSet)
          ? valueText(element, of: dataSet) : withheld ?? valueText(element, of: dataSet))
    }
  }

  /// Whether an attribute may be told whoever the patient is; of sequences and bytes only their
  /// number is.
  private static func isHarmless(_ element: DataElement, in dataSet: DataSet) -> Bool {
    if element.tag.isPrivate { return false }
    switch element.vr {
    case .sq, .ob, .ow, .of, .od, .ol, .ov: return true
    default: return HarmlessContents.holds(element, in: dataSet)
    }
  }

  private static func valueText(_ element: DataElement, of dataSet: DataSet) -> String {
    if element.isSequence {
      let count = dataSet.items(element.tag)?.count ?? 0
      return "\(count) item\(count == 1 ? "" : "s")"
    }
    let text =
      numberText(element, of: dataSet)
      ?? dataSet.strings(element.tag)?.joined(separator: "\\")
      ?? "\(element.byteCount ?? 0) bytes"
    return text.count > longestValue ? text.prefix(longestValue) + "…" : text
  }

  private static func numberText(_ element: DataElement, of dataSet: DataSet) -> String? {
    switch element.vr {
    case .us, .ss, .ul, .sl, .uv, .sv:
      dataSet.integers(element.tag)?.map(String.init).joined(separator: "\\")
    case .fl, .fd: dataSet.doubles(element.tag)?.map { "\($0)" }.joined(separator: "\\")
    case .at: dataSet.tags(element.tag)?.map(\.description).joined(separator: "\\")
    default: nil
    }
  }
}
