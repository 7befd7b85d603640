public import DICOMModel

/// What is looked for in an archive.
public struct SearchRequest: Hashable, Sendable {
  /// A value that an attribute has to have.
  public struct Match: Hashable, Sendable {
    /// The attribute, behind the sequence that it is in.
    public var path: [Tag]
    /// The value, with wildcards, as a range or as a list, as the standard has them (PS3.4 C.2.2.2);
    /// an empty one matches everything.
    public var value: String

    /// Creates a match.
    public init(_ path: [Tag], value: String) {
      self.path = path
      self.value = value
    }
  }

  /// Which attributes beyond the usual ones are wanted.
  public enum Included: Hashable, Sendable {
    /// Those of these tags.
    case tags([Tag])
    /// All that the level has.
    case all
  }

  /// What each answer is about.
  public var level: ArchiveLevel
  /// What has to match, all of it.
  public var matches: [Match]
  /// What is wanted beside the usual attributes.
  public var included: Included
  /// The most answers; nil for all.
  public var limit: Int?
  /// How many answers are passed over.
  public var offset: Int

  /// Creates a request.
  public init(
    level: ArchiveLevel, matches: [Match] = [], included: Included = .tags([]), limit: Int? = nil,
    offset: Int = 0
  ) {
    self.level = level
    self.matches = matches
    self.included = included
    self.limit = limit
    self.offset = offset
  }
}

/// What a search found.
public struct SearchAnswer: Sendable {
  /// A data set for each match, its texts in UTF-8.
  public var matches: [DataSet]
  /// How many further ones there are behind them.
  public var remaining: Int
  /// The attributes that the index cannot search for: they have matched everything.
  public var ignored: [[Tag]]
}
