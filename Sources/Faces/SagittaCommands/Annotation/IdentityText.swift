import Sagitta

/// Who the patient is, for pictures on which that was asked for.
enum IdentityText {
  /// Name, number, and the study's date, as the files state them.
  ///
  /// - Returns: No lines unless `--show-identity` was given, or where the input states none.
  static func lines(
    of plan: VolumePlan, _ options: MarkOptions, _ input: InputOptions, _ common: CommonOptions
  ) throws -> [String] {
    guard options.showIdentity else { return [] }
    let dataSet: DataSet
    do {
      dataSet = try input.loader().attributes(
        ofFile: plan.middlePath, context: common.context())
    } catch {
      common.note("warning: --show-identity: \(plan.middlePath) states no patient: \(error)")
      return []
    }
    // One spelling of several: alphabetic, else ideographic, else phonetic.
    let name = dataSet.personName(.patientName)?.groups.first { !$0.isEmpty }
      .map { $0.split(separator: "^").joined(separator: " ") }
    let lines = [name, dataSet.string(.patientID), dataSet.string(.studyDate).map(date)]
      .compactMap(\.self).filter { !$0.isEmpty }
    if lines.isEmpty { common.note("warning: --show-identity: the files state no patient") }
    return lines
  }

  /// 20260131 → 2026-01-31; anything else stays.
  private static func date(_ text: String) -> String {
    guard text.count == 8, text.allSatisfy(\.isASCII) else { return text }
    return "\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.suffix(2))"
  }
}
