public import DICOMModel

/// What is looked for, or retrieved (PS3.4 C.4.1.1 and C.4.2.1).
public struct Query: Hashable, Sendable {
  /// What a query is about; the word is the standard's.
  public enum Level: String, CaseIterable, Hashable, Sendable {
    case patient = "PATIENT"
    case study = "STUDY"
    case series = "SERIES"
    case image = "IMAGE"

    /// The key that tells one from another.
    public var uniqueKey: Tag {
      switch self {
      case .patient: .patientID
      case .study: .studyInstanceUID
      case .series: .seriesInstanceUID
      case .image: .sopInstanceUID
      }
    }
  }

  /// What it is about.
  public var level: Level

  /// What has to match: unique keys of the levels above, wildcards, ranges, as the standard has them.
  public var matches: [Tag: String]

  /// What is wanted of each match, beside the keys that have to match.
  public var wanted: [Tag]

  /// Creates a query.
  public init(level: Level, matches: [Tag: String] = [:], wanted: [Tag] = []) {
    self.level = level
    self.matches = matches
    self.wanted = wanted
  }

  /// The identifier of C-FIND.
  ///
  /// It always names its character set, if only to ask for that of the matches; texts that leave ASCII
  /// are UTF-8.
  public var identifier: DataSet {
    var identifier = DataSet()
    let isASCII = matches.values.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }
    identifier.set(.specificCharacterSet, string: isASCII ? "" : "ISO_IR 192")
    identifier.set(.queryRetrieveLevel, string: level.rawValue)
    for tag in wanted + [level.uniqueKey] { identifier.set(tag, bytes: []) }
    for (tag, value) in matches { identifier.set(tag, string: value) }
    return identifier
  }

  /// The identifier of C-MOVE and C-GET: the level and the unique keys of it and of those above.
  ///
  /// Nothing else is allowed there (PS3.4 C.4.2.1.4.1).
  public var retrieval: DataSet {
    var identifier = DataSet()
    identifier.set(.queryRetrieveLevel, string: level.rawValue)
    for level in Level.allCases {
      if let value = matches[level.uniqueKey] { identifier.set(level.uniqueKey, string: value) }
    }
    return identifier
  }
}
