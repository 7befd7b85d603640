/// SOP classes of the services (PS3.4, PS3.6 Annex A).
public enum SOPClass {
  /// Verification: C-ECHO.
  public static let verification = "1.2.840.10008.1.1"

  /// Basic Grayscale Print Management, which stands for the classes below (PS3.4 H.3.2.2.1).
  public static let grayscalePrinting = "1.2.840.10008.5.1.1.9"
  /// Basic Film Session.
  public static let filmSession = "1.2.840.10008.5.1.1.1"
  /// Basic Film Box: a film.
  public static let filmBox = "1.2.840.10008.5.1.1.2"
  /// Basic Grayscale Image Box: a place of a film.
  public static let grayscaleImageBox = "1.2.840.10008.5.1.1.4"
  /// Printer.
  public static let printer = "1.2.840.10008.5.1.1.16"
  /// The one instance of ``printer`` that there is.
  public static let printerInstance = "1.2.840.10008.5.1.1.17"

  /// Whether instances of a class are stored by C-STORE.
  ///
  /// Storage classes share a root, those of a later edition too; those that do not are listed. Private
  /// classes are not known by their UID.
  public static func isStorage(_ uid: String) -> Bool {
    uid.hasPrefix("1.2.840.10008.5.1.4.1.1.") || rootless.contains(uid)
  }

  /// Storage classes outside of the root.
  private static let rootless: Set<String> = [
    "1.2.840.10008.5.1.4.34.7", "1.2.840.10008.5.1.4.43.1", "1.2.840.10008.5.1.4.44.1",
    "1.2.840.10008.5.1.4.45.1",
  ]
}

/// The information models that queries and retrieval stand on (PS3.4 C.3).
public enum InformationModel: String, CaseIterable, Hashable, Sendable {
  case patientRoot
  case studyRoot

  /// The SOP class of C-FIND.
  public var find: String { "\(root).1" }
  /// The SOP class of C-MOVE.
  public var move: String { "\(root).2" }
  /// The SOP class of C-GET.
  public var get: String { "\(root).3" }

  private var root: String {
    switch self {
    case .patientRoot: "1.2.840.10008.5.1.4.1.2.1"
    case .studyRoot: "1.2.840.10008.5.1.4.1.2.2"
    }
  }

  /// The model of a SOP class, if it is one of C-FIND, C-MOVE or C-GET.
  public init?(sopClass: String) {
    guard let model = Self.allCases.first(where: { sopClass.hasPrefix("\($0.root).") }),
      [model.find, model.move, model.get].contains(sopClass)
    else { return nil }
    self = model
  }
}
