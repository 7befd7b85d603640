/// Units of values that are known to be units, and no text that somebody typed.
public enum KnownUnit {
  /// Whether a text is one of them.
  public static func contains(_ unit: String) -> Bool { units.contains(unit) }

  /// The terms of DICOM (PS3.3 C.7.6.16.2.9, C.8.9.1.1.3, C.11.1.1.2, PS3.16 CID 7180 to 7183), and
  /// units of UCUM that mappings to the real world use.
  private static let units: Set<String> = [
    "HU", "OD", "US", "MGML", "Z_EFF", "ED", "EDW", "HU_MOD", "PCT", "CNTS", "NONE", "CM2", "CM2ML",
    "PCNT", "CPS", "BQML", "MGMINML", "UMOLMINML", "MLMING", "MLG", "1CM", "UMOLML", "PROPCNTS",
    "PROPCPS", "MLMINML", "MLML", "GML", "STDDEV", "GY", "Gy", "cGy", "RELATIVE", "g/ml", "g/mL",
    "{SUVbw}g/ml", "{SUVbw}g/mL", "{SUVlbm}g/ml", "{SUVbsa}cm2/ml", "{SUVibw}g/ml", "Bq/ml",
    "Bq/mL", "kBq/ml", "1/s", "1/ms", "Hz", "kHz", "rad", "deg", "1", "%", "[hnsf'U]", "mm2/s",
    "um2/s", "um2/ms", "10-6mm2/s", "10-3mm2/s", "s", "ms", "us", "ml/100ml", "ml/100ml/min",
    "ml/min/g", "mg/ml", "mg/cm3", "g/cm3", "keV", "mm", "cm", "cm/s", "mm/s", "m/s", "T", "uT",
    "mT",
    "ppm", "K", "Cel", "kPa", "Pa", "V", "mV", "1/mm", "1/cm", "{counts}", "{propcounts}",
    "{counts}/s",
    "{propcounts}/s", "{particles}/mm2", "[arb'U]", "no units", "{ratio}",
  ]
}
