import Sagitta

/// One attribute of a data set as `info --tags` prints it.
struct TagLine: Encodable {
  let tag: String
  let vr: String
  let keyword: String?
  let value: String

  /// One line for people.
  var text: String { "\(tag) \(vr) \(keyword ?? "?"): \(value)" }

  /// Longer values are cut for people and scripts alike.
  private static let longestValue = 120

  /// The attributes in order of their tags; of sequences only the number of items is told.
  static func lines(of dataSet: DataSet, showIdentity: Bool) -> [TagLine] {
    dataSet.elements.map { element in
      TagLine(
        tag: element.tag.description, vr: element.vr.code, keyword: element.tag.keyword,
        value: showIdentity || !isIdentity(element)
          ? valueText(element, dataSet) : "(withheld; --show-identity prints it)")
    }
  }

  /// Whether an attribute may tell who the patient is: the patient's group, every person's
  /// name, dates of birth, numbers of the institution, and whatever a vendor hid.
  private static func isIdentity(_ element: DataElement) -> Bool {
    let tag = element.tag
    // Sex, age, size, weight and position say what the images show, not who it is.
    let harmless: [Tag] = [.patientSex, .patientAge, .patientSize, .patientWeight]
    if harmless.contains(tag) { return false }
    let others: [Tag] = [
      .accessionNumber, .institutionName, .studyID, .deviceSerialNumber,
    ]
    return tag.group == 0x0010 || element.vr == .pn || tag.isPrivate || others.contains(tag)
  }

  private static func valueText(_ element: DataElement, _ dataSet: DataSet) -> String {
    if element.isSequence {
      let count = dataSet.items(element.tag)?.count ?? 0
      return "\(count) item\(count == 1 ? "" : "s")"
    }
    let text =
      numberText(element, dataSet)
      ?? dataSet.strings(element.tag)?.joined(separator: "\\")
      ?? "\(element.byteCount ?? 0) bytes"
    return text.count > longestValue ? text.prefix(longestValue) + "…" : text
  }

  private static func numberText(_ element: DataElement, _ dataSet: DataSet) -> String? {
    switch element.vr {
    case .us, .ss, .ul, .sl, .uv, .sv:
      dataSet.integers(element.tag)?.map(String.init).joined(separator: "\\")
    case .fl, .fd: dataSet.doubles(element.tag)?.map { "\($0)" }.joined(separator: "\\")
    case .at: dataSet.tags(element.tag)?.map(\.description).joined(separator: "\\")
    default: nil
    }
  }
}
