public import DICOMModel

/// Concepts of code sequences that may be told of anybody's images, with the standard's own words.
///
/// A code sequence carries a meaning in words, which somebody may have typed: it is taken from here.
public enum KnownConcepts {
  /// Returns an item that says the same concept in known words; nil for a concept that is not known.
  public static func item(for item: DataSet) -> DataSet? {
    guard let value = item.string(.codeValue), let scheme = item.string(.codingSchemeDesignator),
      schemes.contains(scheme), let meaning = meanings[value]
    else { return nil }
    var known = DataSet()
    known.set(.codeValue, string: value)
    known.set(.codingSchemeDesignator, string: scheme)
    known.set(.codeMeaning, string: meaning)
    return known
  }

  private static let schemes: Set<String> = ["SRT", "SCT", "DCM", "99SDM", "SNM3"]

  /// Radionuclides (PS3.16 CID 4020), radiopharmaceuticals (CID 4021), and how patients lie (CID 19,
  /// 20, 21), in both codings of SNOMED.
  private static let meanings: [String: String] = [
    "C-111A1": "^18^Fluorine", "77004003": "^18^Fluorine", "C-105A1": "^11^Carbon",
    "40565005": "^11^Carbon", "C-107A1": "^13^Nitrogen", "21576001": "^13^Nitrogen",
    "C-B1038": "^15^Oxygen", "129516003": "^15^Oxygen", "C-131A3": "^68^Gallium",
    "80751004": "^68^Gallium", "C-159A2": "^82^Rubidium", "423169006": "^82^Rubidium",
    "C-127A2": "^64^Copper", "422855009": "^64^Copper", "C-168A4": "^89^Zirconium",
    "5263006": "^89^Zirconium", "C-114A5": "^124^Iodine", "1023006": "^124^Iodine",
    "C-163A8": "^99m^Technetium", "72454005": "^99m^Technetium",
    "C-B1031": "Fluorodeoxyglucose F^18^", "35321007": "Fluorodeoxyglucose F^18^",
    "C-B1032": "Sodium fluoride F^18^", "422773001": "Sodium fluoride F^18^",
    "C-B103C": "Ammonia N^13^", "129513006": "Ammonia N^13^", "C-B1039": "Water O^15^",
    "129511001": "Water O^15^", "F-10450": "recumbent", "102538003": "recumbent",
    "F-10340": "supine", "40199007": "supine", "F-10310": "prone", "1240000": "prone",
    "F-10470": "headfirst", "102540008": "headfirst", "F-10480": "feet-first",
    "102541007": "feet-first",
  ]
}
