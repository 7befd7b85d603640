public import DICOMModel

/// What may be told of an attribute whoever the patient is: numbers, known codes and the standard's
/// own identifiers; no text, person, date, time, age, or identifier of anybody's.
///
/// It is a list of what passes. PS3.15 Annex E lists what is an identity; what it does not name, and
/// what makers hide in private attributes, does not pass either.
public enum HarmlessContents {
  /// Whether the value of an attribute may be told.
  ///
  /// Private attributes and whatever describes a patient may not; of sequences only their own
  /// attributes can be asked about.
  public static func holds(_ element: DataElement, in set: DataSet) -> Bool {
    let tag = element.tag
    guard !tag.isPrivate, tag.group != 0x0010 || tag == .patientIdentityRemoved else {
      return false
    }
    return isNumeric(element, in: set) || isCode(element, in: set) || isStandard(element, in: set)
  }

  /// Whether an attribute holds numbers, and nothing else.
  public static func isNumeric(_ element: DataElement, in set: DataSet) -> Bool {
    switch element.vr {
    case .us, .ss, .ul, .sl, .uv, .sv, .fl, .fd, .at: return true
    case .ds, .is:
      guard set.doubles(element.tag) != nil || set.bytes(element.tag)?.isEmpty == true else {
        return false
      }
      return set.bytes(element.tag)?.allSatisfy(isOfNumber) ?? false
    default: return false
    }
  }

  /// Whether an attribute holds known codes, and nothing else.
  public static func isCode(_ element: DataElement, in set: DataSet) -> Bool {
    guard element.vr == .cs || element.vr == .lo || element.vr == .sh,
      let values = set.strings(element.tag)
    else { return false }
    return values.allSatisfy { CodedTerms.contains($0, of: element.tag) }
  }

  /// Whether an attribute holds identifiers that the standard gave to classes and syntaxes.
  private static func isStandard(_ element: DataElement, in set: DataSet) -> Bool {
    guard element.vr == .ui, let values = set.strings(element.tag) else { return false }
    return values.allSatisfy { $0.hasPrefix("1.2.840.10008.") }
  }

  /// Digits, signs, point, exponent, and what is between numbers and behind them.
  private static func isOfNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x2B, 0x2D, 0x2E, 0x45, 0x65, 0x5C, 0x20, 0x00: true
    default: false
    }
  }
}
