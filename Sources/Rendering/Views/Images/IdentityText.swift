public import DICOMModel

/// Who the patient is, for images on which that was asked for.
public enum IdentityText {
  /// Name, number, and the study's date, as a data set states them; none where it states none.
  public static func lines(of dataSet: DataSet) -> [String] {
    // One spelling of several: alphabetic, else ideographic, else phonetic.
    let name = dataSet.personName(.patientName)?.groups.first { !$0.isEmpty }
      .map { $0.split(separator: "^").joined(separator: " ") }
    return [name, dataSet.string(.patientID), dataSet.string(.studyDate).map(date)]
      .compactMap(\.self).filter { !$0.isEmpty }
  }

  /// 20260131 → 2026-01-31; anything else stays.
  private static func date(_ text: String) -> String {
    guard text.count == 8, text.allSatisfy(\.isASCII) else { return text }
    return "\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.suffix(2))"
  }
}
