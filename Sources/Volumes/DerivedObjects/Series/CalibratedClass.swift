/// The classes of classic images that hold calibrated values.
enum CalibratedClass: String {
  case ct = "1.2.840.10008.5.1.4.1.1.2"
  case mr = "1.2.840.10008.5.1.4.1.1.4"
  case pet = "1.2.840.10008.5.1.4.1.1.128"

  /// The class for values of a source's SOP class: classic, enhanced or converted images.
  init?(sourceClass uid: String) {
    switch uid.dropFirst("1.2.840.10008.5.1.4.1.1.".count) {
    case "2", "2.1", "2.2": self = .ct
    case "4", "4.1", "4.4": self = .mr
    case "128", "128.1", "130": self = .pet
    default: return nil
    }
  }

  /// Modality (0008,0060).
  var modality: String {
    switch self {
    case .ct: "CT"
    case .mr: "MR"
    case .pet: "PT"
    }
  }

  /// How values may be stored.
  var rule: ValueQuantisation.Rule {
    switch self {
    // Hounsfield units are signed by nature, and so are the words of most scanners' derived images.
    case .ct: ValueQuantisation.Rule(prefersUnsigned: false)
    case .mr: ValueQuantisation.Rule()
    // PS3.3 C.8.9.4: Rescale Intercept is always 0.
    case .pet: ValueQuantisation.Rule(allowsIntercept: false)
    }
  }
}
